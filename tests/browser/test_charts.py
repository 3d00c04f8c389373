"""The charts, in a real browser: what stands in them at each step, and after an edit."""

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

from app.experiment import Sizes
from app.experiment.link import encode
from app.experiment.presets import TEXTBOOK
from app.trace import run
from tests.browser.visitor import change, open_page, script, stage, wait_for

STATES, GRADIENTS = 0, 1


@pytest.fixture
def charts(page):
    """The textbook page with both charts drawn."""
    page.wait_for_function("() => document.querySelectorAll('.chart.js-plotly-plot .point').length > 0")
    return page


def shown(page, chart):
    return page.evaluate(script("chart"), [chart])


def settled(page, chart, values):
    """What the chart shows once its values are these; points stand where the values are on the axis."""
    wanted = [[None if np.isnan(value) else pytest.approx(value, rel=1e-9) for value in trace] for trace in values]
    for _ in range(100):
        now = shown(page, chart)
        if now["values"] == wanted:
            break
        page.wait_for_timeout(50)
    assert now["values"] == wanted
    page.wait_for_timeout(50)
    now = shown(page, chart)
    for points, places in zip(now["points"], now["wanted"], strict=True):
        assert np.asarray(points).reshape(-1, 2) == pytest.approx(np.asarray(places).reshape(-1, 2), abs=0.02)
    return now


def states(experiment, upto=None):
    """h_t of each node, up to a time step."""
    h = run(experiment).fwd.h[0].T
    return np.where(np.arange(h.shape[1]) < (upto or h.shape[1]), h, np.nan)


def norms(experiment, since=1):
    """‖dL/dh_t‖ from a time step on, and those of the two gradients that meet there: both stand one step before."""
    bwd = run(experiment).bwd
    found = [np.linalg.norm(values[0], axis=1) for values in (bwd.dh, bwd.dh_output, bwd.dh_next)]
    found[0][: since - 1] = np.nan
    found[2][-1] = np.nan  # no road
    return found


def with_bias(*B):
    return replace(TEXTBOOK, B=np.asarray(B, dtype=float))


def test_states_are_drawn_as_the_clock_reveals_them(charts):
    settled(charts, STATES, states(TEXTBOOK, upto=1))
    charts.keyboard.press("ArrowRight")
    settled(charts, STATES, states(TEXTBOOK, upto=2))
    charts.keyboard.press("ArrowLeft")
    settled(charts, STATES, states(TEXTBOOK, upto=1))
    charts.keyboard.press("End")
    settled(charts, STATES, states(TEXTBOOK))


def test_gradients_are_drawn_as_the_way_back_reveals_them(charts):
    settled(charts, GRADIENTS, np.full((3, 3), np.nan))
    charts.keyboard.press("End")
    now = settled(charts, GRADIENTS, norms(TEXTBOOK))
    charts.keyboard.press("ArrowLeft")
    charts.keyboard.press("ArrowLeft")
    assert stage(charts, "t") == "2"
    assert settled(charts, GRADIENTS, norms(TEXTBOOK, since=2))["range"] == now["range"]  # nothing jumps


def test_an_edit_moves_the_lines_before_an_axis_that_stands(charts):
    charts.keyboard.press("End")
    change(charts, "B node 1", "0.9")
    before = settled(charts, STATES, states(with_bias(0.9, 1, 1, 1)))
    change(charts, "B node 1", "1.02")
    now = settled(charts, STATES, states(with_bias(1.02, 1, 1, 1)))
    settled(charts, GRADIENTS, norms(with_bias(1.02, 1, 1, 1)))
    assert now["range"] == before["range"]
    assert now["points"][0] != before["points"][0]


def test_an_axis_grows_with_what_it_shows_and_shrinks_when_that_fills_little_of_it(charts):
    charts.keyboard.press("End")
    before = settled(charts, STATES, states(TEXTBOOK))["range"]
    change(charts, "B node 1", "-1")
    wide = settled(charts, STATES, states(with_bias(-1, 1, 1, 1)))["range"]
    assert wide[0] < -0.8 < before[0]
    change(charts, "B node 1", "1")
    assert settled(charts, STATES, states(TEXTBOOK))["range"] == before


def test_a_chart_follows_a_language_and_a_view_after_edits(charts):
    charts.keyboard.press("End")
    change(charts, "B node 1", "1.02")
    charts.get_by_role("button", name="Switch to Japanese").click()
    charts.wait_for_function("() => document.querySelector('.chart .gtitle').textContent.includes('ノード')")
    charts.keyboard.press("f")
    wait_for(charts, "view", "projector")
    charts.wait_for_function("() => document.querySelector('.chart').layout.font.size === 18")
    settled(charts, STATES, states(with_bias(1.02, 1, 1, 1)))


def test_the_gradient_is_shown_node_by_node_on_demand_and_through_an_edit(charts):
    charts.keyboard.press("End")
    settled(charts, GRADIENTS, norms(TEXTBOOK))
    button = charts.get_by_role("button", name="by node", exact=True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    settled(charts, GRADIENTS, np.abs(run(TEXTBOOK).bwd.dh[0]).T)
    change(charts, "B node 1", "1.02")
    settled(charts, GRADIENTS, np.abs(run(with_bias(1.02, 1, 1, 1)).bwd.dh[0]).T)
    button.click()
    settled(charts, GRADIENTS, norms(with_bias(1.02, 1, 1, 1)))


def test_a_click_on_a_chart_moves_the_clock(charts):
    charts.keyboard.press("End")
    settled(charts, STATES, states(TEXTBOOK))
    change(charts, "B node 1", "1.02")
    now = settled(charts, STATES, states(with_bias(1.02, 1, 1, 1)))
    box = charts.locator(".chart").first.locator(".nsewdrag").bounding_box()
    x, y = now["points"][0][1]
    charts.mouse.move(box["x"] + x - 2, box["y"] + y)
    charts.mouse.move(box["x"] + x, box["y"] + y)
    charts.mouse.click(box["x"] + x, box["y"] + y)
    wait_for(charts, "t", "2")
    assert stage(charts, "phase") == "backward"


def test_strips_of_many_nodes_follow_an_edit(page, server):
    made = TEXTBOOK.resized(Sizes(1, 5, 2, 12))
    open_page(page, f"{server.url}/?e={encode(made)}")
    page.keyboard.press("End")
    change(page, "B node 1", "0.5")
    page.wait_for_function("() => Math.abs(document.querySelector('.chart')?.data?.[0].z[0][0] - 0.5) < 0.1")
    wanted = states(replace(made, B=np.concatenate([[0.5], made.B[1:]])))
    assert np.asarray(shown(page, STATES)["z"]) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("preset", "zeros"), [("dead_relu", [[], [], [0, 1]]), ("echo", [[0, 1, 2, 3], [], [0, 1, 2, 3]])]
)
def test_gradients_that_are_0_stand_on_a_marked_line_at_the_foot_of_the_log_axis(page, server, preset, zeros):
    open_page(page, f"{server.url}/?e=1{preset}&step=100")
    page.wait_for_selector(".chart.gradients.js-plotly-plot .point")
    page.wait_for_function("() => document.querySelector('.chart.gradients').layout?.yaxis.ticktext?.[0] === '0'")
    axis = page.evaluate("() => document.querySelector('.chart.gradients').layout.yaxis")
    foot = axis["tickvals"][0]
    values = shown(page, GRADIENTS)["values"]
    assert [[t for t, value in enumerate(trace) if value == foot] for trace in values] == zeros
    assert all(value > foot for trace in values for value in trace if value is not None and value != foot)
    assert page.locator(".chart.gradients .shapelayer path").count() == 1
    texts = page.evaluate("() => document.querySelector('.chart.gradients').data.map(({ text }) => text)")
    assert all(texts[i][t] == "0" for i, steps in enumerate(zeros) for t in steps)


def test_a_chart_without_zeros_has_no_line_for_them(charts):
    assert charts.locator(".chart.gradients .shapelayer path").count() == 0
