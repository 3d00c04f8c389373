"""What opens on pointing: it names its number, and covers neither it nor what it is made of."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import STAGE, open_page, wait_for

TIP = "[role=tooltip]"

#: By how many pixels the tip covers, of what is pointed at, the row or column that it stands in, and what names that.
COVERED = """(cell) => {
  const tip = document.querySelector("[role=tooltip]").getBoundingClientRect()
  const whole = cell.closest(".term, .sum, [data-slot]")
  const names = whole.matches("[data-slot]") ? [] : [...whole.querySelectorAll("h3, .term-label")]
  return [whole, ...names].map((element) => element.getBoundingClientRect()).map((box) =>
    Math.min(Math.max(0, Math.min(box.right, tip.right) - Math.max(box.left, tip.left)),
      Math.max(0, Math.min(box.bottom, tip.bottom) - Math.max(box.top, tip.top)))).filter((by) => by > 1)
}"""


@pytest.mark.parametrize(
    "address", ["?step=5", "?step=5&view=projector", "?e=1saturation&step=20", "?e=1batch&step=5&lang=ja"]
)
def test_a_tip_covers_neither_what_it_explains_nor_its_name(page, server, address):
    open_page(page, f"{server.url}/{address}")
    for place in (".equation .block", ".sum .block", f"{STAGE} [data-slot=h]", f"{STAGE} [data-slot=dh]"):
        blocks = page.locator(place)
        for i in range(min(4, blocks.count())):
            cells = blocks.nth(i).locator(".cell[data-state=shown]")
            for cell in {0, cells.count() - 1} if cells.count() else ():
                page.mouse.move(640, 5)
                cells.nth(cell).hover()
                expect(page.locator(TIP)).to_be_visible()
                assert cells.nth(cell).evaluate(COVERED) == [], (place, i, cell, page.inner_text(TIP))


@pytest.mark.parametrize(
    ("place", "number", "named"),
    [
        (".sum .block", 0, "∂L/∂Wh[2, 3] = "),
        (".equation .block", 0, "∂L2/∂h2[2] = "),
        (".equation .block", 4, "f′(a2)[2] = "),
    ],
)
def test_a_tip_names_its_number(page, server, place, number, named):
    open_page(page, f"{server.url}/?step=5")
    cells = page.locator(place).nth(number).locator(".cell")
    cells.nth(6 if cells.count() > 4 else 1).hover()
    assert page.inner_text(TIP).startswith(named)
    page.get_by_label("learning rate").fill("0.25")
    page.keyboard.press("Enter")
    page.mouse.move(640, 5)
    cells.nth(6 if cells.count() > 4 else 1).hover()
    assert page.inner_text(TIP).startswith(named)


def test_a_symbol_says_what_it_is_where_it_stands_and_in_the_help(page):
    page.keyboard.press("End")
    for place in (f"{STAGE} [data-column='2'] [data-symbol=dh]", ".equation [data-symbol=W_h]"):
        page.locator(place).first.hover()
        assert page.locator(".tip").is_visible()
    assert page.locator(".tip").inner_text().startswith("Wh, (4, 4): the weights from state to state")
    page.keyboard.press("?")
    page.get_by_text("Symbols").click()
    assert page.locator(".help:not(.share) details li").count() == 16
    page.keyboard.press("Escape")
    expect(page.locator(".help:not(.share)")).to_be_hidden()
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Home")
    wait_for(page, "step", "0")
    labels = page.locator(".term-label")
    assert [label.get_attribute("data-symbol") for label in labels.all()][-2:] == ["a", "h"]
