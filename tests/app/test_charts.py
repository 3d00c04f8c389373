"""Charts are told by views which numbers they show."""

import json

import numpy as np
import pytest

from app import limits
from app.experiment import MAX_SIZES, Sizes
from app.timeline import Timeline
from app.timeline.view import evaluate
from app.trace import run
from app.translations import LANGUAGES, Catalogue
from app.workbench.charts import CHARTS
from app.workbench.charts.gradients import gradients_by_node_figure, gradients_figure
from app.workbench.charts.states import states_figure
from app.workbench.charts.style import NODE_COLOURS, NODE_SYMBOLS
from tests.app.experiments import SIZES, experiment

figures = pytest.mark.parametrize("figure", CHARTS.values(), ids=CHARTS.keys())
LARGE = Sizes(batch_size=2, n_sequences=30, n_features=3, n_nodes=limits.TEACHING_NODES + 1)


def traces(figure, sizes=SIZES, language="en"):
    return figure(sizes, language).to_plotly_json()["data"]


def values(trace, made, axis="y"):
    return evaluate(trace["meta"][axis], run(made).arrays, {"t": 1, "b": 1})


def test_a_line_for_each_node_shows_the_states_of_the_sample_on_stage():
    made = experiment()
    lines = traces(states_figure)
    assert len(lines) == SIZES.n_nodes
    for node, line in enumerate(lines):
        assert line["name"] == f"node {node + 1}"
        np.testing.assert_array_equal(values(line, made), run(made).fwd.h[1, :, node])


def test_beyond_teaching_size_a_strip_for_each_node_shows_the_states():
    made = experiment(sizes=LARGE)
    (strips,) = traces(states_figure, LARGE)
    assert strips["type"] == "heatmap"
    assert list(strips["y"]) == list(range(1, LARGE.n_nodes + 1))
    np.testing.assert_array_equal(values(strips, made, "z"), run(made).fwd.h[1].T)


def test_the_gradient_and_the_two_it_is_made_of_are_shown_as_norms_over_nodes():
    made = experiment()
    bwd = run(made).bwd
    shown = {trace["name"]: values(trace, made) for trace in traces(gradients_figure)}
    assert list(shown) == ["sum", "from output", "from t+1"]
    for found, gradient in zip(shown.values(), (bwd.dh, bwd.dh_output, bwd.dh_next), strict=True):
        np.testing.assert_allclose(found, np.linalg.norm(gradient[1], axis=-1), rtol=1e-14)


def test_the_size_of_the_gradient_at_each_node_is_shown_on_demand():
    assert [name.split(".")[0] for name in CHARTS if "." in name] == ["gradients"]
    made = experiment()
    lines = traces(gradients_by_node_figure)
    for node, line in enumerate(lines):
        np.testing.assert_array_equal(values(line, made), np.abs(run(made).bwd.dh[1, :, node]))
    assert gradients_by_node_figure(SIZES, "en").layout.yaxis.type == "log"
    (strips,) = traces(gradients_by_node_figure, LARGE)
    large = experiment(sizes=LARGE)
    np.testing.assert_array_equal(values(strips, large, "z"), run(large).bwd.dh[1].T)


def test_norms_on_a_log_axis_are_dots():
    assert gradients_figure(SIZES, "en").layout.yaxis.type == "log"
    assert {trace["mode"] for trace in traces(gradients_figure)} == {"markers"}


@figures
@pytest.mark.parametrize("sizes", [SIZES, LARGE, MAX_SIZES, Sizes(1, 1, 1, 1)])
def test_time_steps_count_from_1_and_all_are_in_range(figure, sizes):
    for trace in traces(figure, sizes):
        assert list(trace["x"]) == list(range(1, sizes.n_sequences + 1))
    axis = figure(sizes, "en").layout.xaxis
    assert axis.range == (0.5, sizes.n_sequences + 0.5)
    assert axis.dtick == int(axis.dtick)


@figures
@pytest.mark.parametrize("sizes", [SIZES, LARGE])
def test_every_point_waits_for_a_place_that_the_clock_fills(figure, sizes):
    clock = Timeline(run(experiment(sizes=sizes)), Catalogue("en")).clockwork
    slots = {slot for operation in clock.operations.values() for slot in operation.show}
    for trace in traces(figure, sizes):
        slot = trace["meta"]["slot"]
        assert slot in slots or slot.replace("{t}", "{t-1}") in slots


@figures
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sizes", [SIZES, MAX_SIZES])
def test_a_figure_is_json_and_has_few_traces(figure, language, sizes):
    made = figure(sizes, language).to_plotly_json()
    assert made["layout"]["title"]["text"]
    assert len(made["data"]) <= limits.TEACHING_NODES
    assert len(json.dumps(made, allow_nan=False)) < 20_000


@figures
def test_a_figure_speaks_the_language_of_the_page(figure):
    english, japanese = (json.dumps(figure(SIZES, language).to_plotly_json()) for language in LANGUAGES)
    assert english != japanese


def test_every_node_of_teaching_size_has_its_own_colour_and_symbol():
    assert len(set(NODE_COLOURS)) == len(set(NODE_SYMBOLS)) == limits.TEACHING_NODES
