"""One table says what every array is: its axes, its colours, and what can be done with it."""

import string
from dataclasses import fields

import pytest

from app.experiment import ARRAYS, DELAYED, EDITABLE, LOSSES, WEIGHTS, Experiment, Sizes
from app.experiment.arrays import AXES
from app.timeline import Timeline
from app.timeline.view import array_of, at, matmul, rows, total, transpose
from app.trace import run
from app.translations import CATALOGUES, LANGUAGES, Catalogue
from app.workbench.charts import CHARTS
from app.workbench.payload import payload
from tests.app.experiments import SIZES, experiment


def test_every_array_of_a_trace_is_in_the_table_with_its_shape_and_no_other():
    found = {name: values.shape for name, values in run(experiment()).arrays.items()}
    assert found == {name: array.shape(SIZES) for name, array in ARRAYS.items()}


def test_every_size_is_an_axis():
    assert set(AXES.values()) == set(Sizes._fields)
    assert set("".join(array.axes for array in ARRAYS.values())) == set(AXES)


def names_in(view):
    """Every array that a view names."""
    if isinstance(view, str):
        return {view}
    operation, *arguments = view
    arguments = {"at": arguments[:1], "call": arguments[1:], "none": []}.get(operation, arguments)
    return set().union(*map(names_in, arguments))


def test_every_array_is_shown_somewhere():
    views = []
    for loss in LOSSES:
        clockwork = Timeline(run(experiment(loss=loss)), Catalogue("en")).clockwork
        views += clockwork.fixed.values()
        for operation in clockwork.operations.values():
            terms = [part for row in operation.equation for part in row if isinstance(part, dict)]
            views += [*operation.show.values(), *(term[key] for term in terms for key in ("view", "work"))]
        views += [piece["view"] for line in clockwork.listing for piece in line["pieces"] if "view" in piece]
    for figure in CHARTS.values():
        views += [trace.meta.get("y") or trace.meta["z"] for trace in figure(SIZES, "en").data]
    assert set().union(*map(names_in, views)) == set(ARRAYS)


def test_what_can_be_edited_are_the_arrays_of_an_experiment():
    assert [field.name for field in fields(Experiment) if "ndarray" in str(field.type)] == list(EDITABLE)


def test_every_weight_has_a_gradient_and_an_updated_value_of_its_own_shape():
    assert WEIGHTS == ("W_h", "W_x", "B")
    for name in WEIGHTS:
        assert ARRAYS[name].editable
        assert ARRAYS[f"d{name}"].axes == ARRAYS[f"{name}_after"].axes == ARRAYS[name].axes


def test_arrays_with_a_batch_axis_are_those_that_every_sample_has_of_its_own():
    one, two = (run(experiment(sizes=SIZES._replace(batch_size=size))).arrays for size in (2, 3))
    grown = {name for name in ARRAYS if one[name].shape != two[name].shape}
    assert grown == {name for name, array in ARRAYS.items() if array.per_sample}
    assert {"x", "y", "g", "h_initial", "h", "dh"} <= grown
    assert not grown & set(WEIGHTS)


def test_a_delayed_array_is_made_of_arrays_that_are_sent():
    assert DELAYED == {"h_previous": ("h", "h_initial")}
    sent = payload(run(experiment()), "textbook", "en")["arrays"].keys()
    assert sent == ARRAYS.keys() - DELAYED.keys()


def test_the_page_gets_the_properties_of_every_array():
    sent = payload(run(experiment()), "textbook", "en")["framed"]["properties"]
    assert list(sent) == list(ARRAYS)
    assert sent["h_initial"] == {"field": "h_0", "axes": "bn", "kind": "state", "weight": 0, "ends_scale": True}
    assert sent["W_x"] == {"field": "W_x", "axes": "fn", "kind": "weight", "weight": 2, "ends_scale": True}
    assert not sent["slope"]["ends_scale"]


def test_fills_that_need_a_matrix_are_offered_for_matrices_of_weights_only():
    offered = {
        editor["name"]: set(editor["fills"])
        for loss in LOSSES
        for editor in payload(run(experiment(loss=loss)), "textbook", "en")["editors"]
    }
    plain = {"zeros", "constant", "gaussian", "times", "plus"}
    assert {name for name, fills in offered.items() if fills == plain} == {"x", "B", "h_initial", "y", "g"}
    assert offered["W_h"] - offered["W_x"] == {"spectral_radius"}
    assert offered["W_x"] > plain | {"xavier", "identity"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EDITABLE)
def test_a_cell_is_named_by_the_letters_of_its_axes(name, language):
    def places(key):
        return {place for _, place, _, _ in string.Formatter().parse(CATALOGUES[language][key]) if place}

    axes = set(ARRAYS[name].axes)
    assert places(f"cell.{name}") == axes - {"b"}
    if ARRAYS[name].per_sample:
        assert places(f"cell.{name}.batch") == axes


def test_the_array_behind_a_view_is_found_where_it_is_shown_as_it_is():
    assert array_of("W_h") == array_of(transpose("W_h")) == "W_h"
    assert array_of(rows(at("da", None, "t-1"))) == "da"
    for computed in (matmul("x", "W_x"), total("da"), ["none"], transpose(matmul("x", "W_x"))):
        assert array_of(computed) is None
