"""The left column: what a case is about stays in view, with the numbers that it is about."""

import pytest
from playwright.sync_api import expect

from app.experiment.presets import PRESETS
from tests.browser.visitor import STAGE, change, field, open_page, paste, show_case, stage

#: Of what a selector finds, what is not seen whole in the left column: cut off, or below what stays above.
UNSEEN = """(selector) => {
  const column = document.querySelector(".left").getBoundingClientRect()
  const chosen = document.querySelector(".chosen")
  return [...document.querySelectorAll(selector)].filter((element) => {
    const box = element.getBoundingClientRect()
    const top = chosen.contains(element) ? column.top : chosen.getBoundingClientRect().bottom
    const across = box.width && box.left >= column.left && box.right <= column.right
    return !across || box.top < top || box.bottom > column.bottom
  }).map((element) => element.ariaLabel ?? element.className)
}"""
CASE = ".picker select, .purpose"
EIGHT_NODES = "1textbook~to-1.3.2.8"


@pytest.fixture
def long(page, server):
    """Twelve steps of two features, where x lies flat."""
    open_page(page, f"{server.url}/?e=1textbook~to-1.12.2.4")
    return page


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_case_shows_its_sentence_its_input_and_its_recurrent_weights_together(page, server, language):
    open_page(page, f"{server.url}/?lang={language}")
    for preset, made in PRESETS.items():
        show_case(page, preset)
        assert page.locator("[data-editor=W_h] input").count() == made.W_h.size
        assert page.locator(".purpose").is_visible()
        whole = page.evaluate(UNSEEN, f"{CASE}, [data-editor=W_h] input, [data-editor=x] input:first-of-type")
        assert whole == [], preset


def test_the_case_and_its_sentence_stay_whatever_is_focused_or_scrolled(page, server):
    open_page(page, f"{server.url}/?e=1saturation")
    for name in ("given gradient step 12 node 2", "x step 1 feature 1", "h_0 node 2"):
        field(page, name).focus()
        assert page.evaluate(UNSEEN, CASE) == [], name
        assert page.evaluate(UNSEEN, f"[aria-label='{name}']") == []
    page.locator(".left").evaluate("(column) => { column.scrollTop = 10000 }")
    assert page.evaluate(UNSEEN, CASE) == []
    page.get_by_label("case", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => location.search.includes('1non_normal')")
    assert page.evaluate(UNSEEN, f"{CASE}, [data-editor=W_h] input") == []


def test_eight_columns_of_weights_are_seen_at_once(page, server):
    open_page(page, f"{server.url}/?e={EIGHT_NODES}")
    first_row = ", ".join(f"[data-editor=W_h] input:nth-child({n})" for n in range(1, 9))
    assert page.locator(first_row).count() == 8
    assert page.evaluate(UNSEEN, first_row) == []


def test_the_column_is_drawn_wider_for_long_numbers_and_stays_so_in_this_tab(page, server):
    open_page(page, f"{server.url}/?e={EIGHT_NODES}~W_h.*gaussian-.03-7")
    first_row = ", ".join(f"[data-editor=W_h] input:nth-child({n})" for n in range(1, 9))
    assert page.evaluate(UNSEEN, first_row) != []
    edge = page.get_by_role("separator").bounding_box()
    page.mouse.move(edge["x"] + 4, edge["y"] + 300)
    page.mouse.down()
    page.mouse.move(edge["x"] + 224, edge["y"] + 300, steps=3)
    page.mouse.up()
    assert page.evaluate(UNSEEN, first_row) == []
    wide = page.locator(".left").bounding_box()["width"]
    assert wide == pytest.approx(264 + 220, abs=6)
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-revision]")
    assert page.locator(".left").bounding_box()["width"] == wide
    page.get_by_role("separator").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".left").bounding_box()["width"] == wide - 16
    assert stage(page, "step") == "0"
    page.keyboard.press("Home")
    assert page.locator(".left").bounding_box()["width"] == 264


def test_steps_of_a_long_sequence_lie_along_the_row_and_arrows_follow_what_is_seen(long):
    first, second = (field(long, f"x step {t} feature 1").bounding_box() for t in (1, 2))
    below = field(long, "x step 1 feature 2").bounding_box()
    assert second["x"] > first["x"]
    assert second["y"] == first["y"]
    assert below["x"] == first["x"]
    assert below["y"] > first["y"]
    assert long.locator("[data-editor=x] .number").all_text_contents() == [str(t) for t in range(1, 13)]
    field(long, "x step 1 feature 1").focus()
    for key, name in [("ArrowRight", "x step 2 feature 1"), ("ArrowDown", "x step 2 feature 2")]:
        long.keyboard.press(key)
        expect(field(long, name)).to_be_focused()
    long.keyboard.press("Shift+ArrowRight")
    assert long.locator("[data-editor=x] .chosen").count() == 2


def test_a_block_is_pasted_as_it_is_seen_or_as_it_stands_in_the_array(long):
    paste(long, "x step 1 feature 1", "1\t2\t3\n4\t5\t6")
    expect(field(long, "x step 3 feature 1")).to_have_value("3")
    expect(field(long, "x step 2 feature 2")).to_have_value("5")
    paste(long, "x step 4 feature 1", "\n".join(f"{t}\t-{t}" for t in range(4, 13)))
    expect(field(long, "x step 12 feature 1")).to_have_value("12")
    expect(field(long, "x step 5 feature 2")).to_have_value("−5")
    paste(long, "x step 11 feature 1", "1\t2\t3\n4\t5\t6")
    assert "room for 2 × 2" in long.locator("[data-editor=x] [role=alert]").inner_text()


def test_what_is_copied_is_what_is_seen(long):
    field(long, "x step 1 feature 1").focus()
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown"):
        long.keyboard.press(key)
    copied = long.evaluate("""() => {
      const data = new DataTransfer()
      const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true })
      document.activeElement.dispatchEvent(event)
      return data.getData("text/plain")
    }""")
    assert copied == "0.01\t0.02\t0.03\n0.02\t0.03\t0.04"


def test_a_long_sequence_of_many_features_takes_a_few_rows_and_scrolls_inside(page, server):
    open_page(page, f"{server.url}/?e=1textbook~to-1.12.6.4")
    rows = page.locator("[data-editor=x] .fields")
    assert rows.bounding_box()["height"] < 140
    field(page, "x step 12 feature 6").focus()
    assert rows.evaluate("(rows) => rows.scrollTop") > 0
    assert page.evaluate(UNSEEN, "[aria-label='x step 12 feature 6']") == []


def test_columns_widen_for_a_number_that_needs_it(long):
    narrow = field(long, "x step 2 feature 1").bounding_box()["width"]
    change(long, "x step 2 feature 1", "-0.0123")
    long.evaluate("document.activeElement.blur()")
    long.wait_for_function(
        "(narrow) => document.querySelector('[aria-label=\"x step 2 feature 1\"]').offsetWidth > narrow + 10",
        arg=narrow,
    )
