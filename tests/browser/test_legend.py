"""What the colours mean is said beside them."""

import pytest

from app.experiment import ARRAYS
from app.experiment.presets import TEXTBOOK
from app.trace import run
from tests.browser.visitor import STAGE, open_page

#: For each bar of the legend: what is said of it, and the colours at its ends.
BARS = """() => [...document.querySelectorAll(".colours .colour")].map((bar) => {
  const colours = bar.querySelector("i").style.background.match(/rgb\\([^)]*\\)/g)
  return [bar.textContent, bar.querySelector("i").getAttribute("aria-label"), colours[0], colours.at(-1)]
})"""


def largest(kind):
    arrays = run(TEXTBOOK).arrays
    return max(abs(arrays[name]).max() for name, array in ARRAYS.items() if array.kind == kind and array.ends_scale)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_scale_of_the_run_has_its_colours_and_ends(browser, server, scheme):
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)
    page = context.new_page()
    try:
        open_page(page, f"{server.url}/?step=7")
        bars = page.evaluate(BARS)
        assert [text[0] for text, *_ in bars] == ["x", "h", "W", "f", "∂"]
        for kind, (text, said, *_) in zip(("input", "state", "weight", "slope", "gradient"), bars, strict=True):
            if kind != "slope":
                end = float(text.split("±")[1].split(",")[0])
                assert end == pytest.approx(largest(kind), rel=0.01)
                assert text.split("±")[1].split(",")[0] in said
        shown = page.locator(f"{STAGE} .diagram [data-column='3'] > [data-slot=dh] .cell rect").nth(2)
        assert shown.evaluate("(rect) => getComputedStyle(rect).fill") == bars[4][3]
    finally:
        context.close()


def test_a_picture_in_the_ledger_says_how_many_rows_and_columns_it_has(page, server):
    open_page(page, f"{server.url}/?e=1textbook~to-1.3.2.16&step=7")
    ends = page.evaluate("""() => [...document.querySelectorAll(".sum")].map((sum) =>
      [".down", ".across"].map((side) => sum.querySelector(side).innerText.split(/\\s+/).filter(Boolean)))""")
    assert ends == [[["1", "16"], ["1", "16"]], [["1", "2"], ["1", "16"]], [[], ["1", "16"]]]
