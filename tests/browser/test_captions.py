"""The sentence of a step has two lines on a screen of 1280 x 720, in every case: what stands below it never moves."""

import pytest

from app.experiment.presets import PRESETS
from tests.browser.visitor import open_page, show_case, wait_for

#: Goes through all steps; gives the captions that are higher than two lines.
TOO_HIGH = """() => {
  const caption = document.querySelector(".caption")
  const stage = document.querySelector("[data-testid=stage]")
  const high = []
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key }))
  press("Home")
  for (let step = 0; step < Number(stage.dataset.steps); step++) {
    const { lineHeight } = getComputedStyle(caption)
    if (caption.getBoundingClientRect().height > 2.2 * parseFloat(lineHeight)) high.push(caption.textContent)
    press("ArrowRight")
  }
  return high
}"""


@pytest.mark.parametrize("view", ["", "projector"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_sentence_of_any_case_has_a_third_line(browser, server, language, view):
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page = context.new_page()
    try:
        open_page(page, f"{server.url}/?lang={language}{view and '&view=' + view}")
        wait_for(page, "view", view)
        for preset in PRESETS:
            show_case(page, preset)
            assert page.evaluate(TOO_HIGH) == [], preset
    finally:
        context.close()
