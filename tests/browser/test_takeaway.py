"""What people take away: programs, data, numbers, the equation, pictures; by mouse and by keyboard."""

import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from app.experiment.presets import TEXTBOOK
from app.trace import run
from tests.browser.visitor import STAGE, change, open_page


@pytest.fixture
def dialog(page):
    page.keyboard.press("End")
    page.get_by_role("button", name="Take away", exact=True).click()
    return page.get_by_role("dialog", name="Take away")


def part(dialog, name):
    dialog.get_by_text(name, exact=True).click()
    expect(dialog.locator("details[open] button").first).to_be_visible()
    if name == "Numbers and equation":
        expect(dialog.get_by_label(name).last).not_to_have_value("")


def downloaded(page, button):
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def text_of(box, sign):
    expect(box).to_have_value(sign)
    return box.input_value()


def test_a_program_is_shown_copied_and_downloaded(context, page, dialog, capsys):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    part(dialog, "Programs and data")
    code = dialog.get_by_label("Programs and data").last
    for kind, sign in (
        ("numpy", "import numpy"),
        ("rnn", "from rnn import"),
        ("keras", "SimpleRNN"),
        ("pytorch", "nn.RNN"),
    ):
        dialog.get_by_label("Programs and data").first.select_option(kind)
        shown = text_of(code, re.compile(re.escape(sign)))
        if kind in ("numpy", "rnn"):
            exec(compile(shown, kind, "exec"), {"__name__": "__main__"})
            assert "equal to the page" in capsys.readouterr().out
    dialog.get_by_role("button", name="Copy", exact=True).first.click()
    page.wait_for_selector("text=Copied")
    assert page.evaluate("navigator.clipboard.readText()") == shown
    name, content = downloaded(page, dialog.get_by_role("button", name="Download"))
    assert (name, content.decode()) == ("unroll-textbook.pytorch.py", shown)


def test_the_data_are_downloaded(page, dialog):
    part(dialog, "Programs and data")
    name, content = downloaded(page, dialog.get_by_role("button", name="All numbers (.npz)"))
    assert name == "unroll-textbook.npz"
    with np.load(io.BytesIO(content)) as found:
        assert found["dW_h"].tobytes() == run(TEXTBOOK).bwd.dW_h.tobytes()
    name, content = downloaded(page, dialog.get_by_role("button", name="All numbers (.json)"))
    assert json.loads(content)["arrays"]["h"] == run(TEXTBOOK).fwd.h.tolist()
    name, content = downloaded(page, dialog.get_by_role("button", name="Jupyter notebook"))
    assert name == "unroll-textbook.ipynb"
    assert json.loads(content)["nbformat"] == 4


def test_every_array_is_copied_in_every_format(page, dialog):
    part(dialog, "Numbers and equation")
    chosen, text = dialog.get_by_label("Numbers and equation").first, dialog.get_by_label("Numbers and equation").last
    arrays = run(TEXTBOOK).arrays
    options = chosen.locator("optgroup").last.locator("option")
    assert options.count() >= 20
    for option in options.all():
        chosen.select_option(option.get_attribute("value"))
        name = option.text_content().split(" (")[0].replace("h_0", "h_initial")
        found = eval(text.input_value(), {"np": np})
        assert np.asarray(found, dtype=float).tobytes() == np.asarray(arrays[name]).tobytes(), name
    chosen.select_option(label="dW_h (4, 4)")
    dialog.get_by_label("Format").select_option("tsv")
    table = [[float(cell) for cell in row.split("\t")] for row in text.input_value().split("\n")]
    assert table == run(TEXTBOOK).bwd.dW_h.tolist()
    dialog.get_by_label("Format").select_option("latex")
    assert text.input_value().startswith("\\begin{bmatrix} 0.2334")
    assert text.input_value().count("&") == 12


def test_the_equation_is_taken_as_latex_with_the_digits_that_are_printed(page, dialog):
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.locator(".equation .cell").first.wait_for()
    printed = page.locator(".equation .cell").first.inner_text().replace("−", "-")
    page.get_by_role("button", name="Take away", exact=True).click()
    part(dialog, "Numbers and equation")
    latex = dialog.get_by_label("Numbers and equation").last.input_value()
    assert latex.startswith("\\begin{gather*}")
    assert printed in latex
    assert latex.count("{") == latex.count("}")
    assert "\\frac{\\partial L}{\\partial" in latex


@pytest.mark.parametrize("dark", [False, True])
def test_pictures_are_named_after_case_and_step_and_show_what_stands_there(browser, server, dark):
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    try:
        open_page(page, f"{server.url}/?step=5")
        page.wait_for_function("() => document.querySelectorAll('.chart.js-plotly-plot .point').length > 0")
        page.get_by_role("button", name="Take away", exact=True).click()
        dialog = page.get_by_role("dialog", name="Take away")
        part(dialog, "Pictures")
        name, content = downloaded(page, dialog.get_by_role("button", name="diagram, SVG"))
        assert name == "unroll-textbook-backward-2-diagram.svg"
        drawn = ET.fromstring(content)
        numbers = ["".join(element.itertext()) for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
        shown = page.locator(f"{STAGE} .diagram [data-slot=h] text").all_text_contents()
        assert set(shown) <= set(numbers)
        name, content = downloaded(page, dialog.get_by_role("button", name="diagram, PNG"))
        assert name.endswith("-diagram.png")
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        assert len(content) > 10_000
        for chart in dialog.locator(".pictures .row").all()[1:]:
            name, content = downloaded(page, chart.get_by_role("button").first)
            assert name in ("unroll-textbook-backward-2-states.svg", "unroll-textbook-backward-2-gradients.svg")
            assert ET.fromstring(content).tag.endswith("svg")
    finally:
        context.close()


def test_selected_cells_are_copied_as_a_table_of_numbers(context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("End")
    change(page, "B node 1", "1.5")
    page.evaluate("""() => {
      const block = document.querySelector(".ledger .block")
      getSelection().setBaseAndExtent(block.children[4].firstChild, 0, block.children[11].firstChild, 1)
      document.activeElement.blur()
      document.execCommand("copy")
    }""")
    rows = page.evaluate("navigator.clipboard.readText()").split("\n")
    table = [[float(cell) for cell in row.split("\t")] for row in rows]
    wanted = run(replace(TEXTBOOK, B=np.array([1.5, 1, 1, 1]))).bwd.dW_h
    np.testing.assert_allclose(table, wanted[1:3], rtol=1e-12)


def test_the_dialog_is_used_by_keyboard(page):
    page.get_by_role("button", name="Take away", exact=True).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Take away")
    summaries = dialog.locator("[name=take] > summary")
    assert summaries.count() == 4
    for _ in range(12):
        if page.evaluate("document.activeElement === document.querySelectorAll('.share [name=take] > summary')[2]"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Format")).to_be_visible()
    expect(dialog.get_by_label("Link")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
