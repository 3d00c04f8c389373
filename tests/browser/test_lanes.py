"""Longer sequences in two lanes, as a person sees and uses them."""

import pytest

from app.experiment.presets import PRESETS
from app.workbench.diagram import FIRST_IN_LANES
from tests.browser.visitor import STAGE, cells, open_page, show_case, stage

LONG = [name for name, made in PRESETS.items() if made.sizes.n_sequences >= FIRST_IN_LANES]
RANDOM = "~W_h.*gaussian-.3-8~W_x.*gaussian-.3-9~y.*gaussian-.5-10~x.*gaussian-.7-3"
EIGHT_NODES = f"1textbook~s-1.12.2.8{RANDOM}"
MANY_STEPS = f"1textbook~s-1.30.2.3{RANDOM}"

#: What is wrong with the numbers of the picture: too small, wider or higher than their cell, or outside of the picture.
WRONG = """(least) => {
  const room = document.querySelector(".diagram").getBoundingClientRect()
  const wrong = []
  for (const cell of document.querySelectorAll(".diagram .cell")) {
    const [rect, text] = [cell.querySelector("rect"), cell.querySelector("text")]
    const [box, scale] = [rect.getBoundingClientRect(), rect.getScreenCTM()?.a]
    if (!box.width) continue // not drawn at this level
    const [wide, high] = [text.getComputedTextLength() * scale, parseFloat(getComputedStyle(text).fontSize) * scale]
    if (high < least) wrong.push(["small", text.textContent, high])
    if (text.textContent && (wide > box.width - 1 || high > box.height + 0.5)) wrong.push(["tight", text.textContent])
    if (box.left < room.left || box.right > room.right || box.bottom > innerHeight) wrong.push(["outside", box.x])
  }
  return wrong
}"""


@pytest.fixture
def still(browser, server):
    """Opens a case on a page on which nothing moves."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US", reduced_motion="reduce")
    page = context.new_page()

    def visit(address):
        open_page(page, f"{server.url}/?{address}")
        return page

    yield visit
    context.close()


@pytest.mark.parametrize(("view", "least"), [("", 11), ("&view=projector", 17.9)])
def test_every_column_stands_whole_with_every_number_in_its_cell(still, view, least):
    page = still(f"e=1{LONG[0]}{view}")
    for preset in LONG:
        n_sequences = PRESETS[preset].sizes.n_sequences
        show_case(page, preset, 2 * n_sequences + 1)
        assert page.locator(f"{STAGE} .diagram [data-slot=h]").count() == n_sequences + 1
        assert page.evaluate(WRONG, least) == [], preset


@pytest.mark.parametrize("n_nodes", [1, 4, 8])
def test_twelve_steps_of_any_numbers_stand_whole(still, n_nodes):
    page = still(f"e=1textbook~s-1.12.2.{n_nodes}{RANDOM}~h_0.*gaussian-.1-4&step=24")
    assert page.evaluate(WRONG, 11) == []


def test_rows_are_named_in_the_language_of_the_page(still):
    page = still("e=1vanishing")
    assert "from t+1" in page.locator(".names").text_content()
    page.locator(".language").click()
    page.wait_for_selector("html[lang=ja]", state="attached")
    assert "t+1 から" in page.locator(".names").text_content()
    assert "from" not in page.locator(".names").text_content()


def test_columns_are_numbered_and_the_one_where_the_clock_stands_is_framed(still):
    page = still("e=1vanishing&step=20")
    assert stage(page, "t") == "5"
    assert page.locator(".diagram .step").all_text_contents() == [str(t) for t in range(13)]
    assert page.locator(".diagram .step.lit").all_text_contents() == ["5"]
    assert page.locator(".diagram .box.lit").count() == 1


#: A step on, and of each token that then moves: its way, and how far to the right it goes.
WAYS = """() => {
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }))
  return document.getAnimations().filter(({ effect }) => effect.target.matches(".token")).map(({ effect }) => {
    const [from, to] = effect.getKeyframes().map(({ transform }) => parseFloat(transform.slice("translate(".length)))
    return [effect.target.classList[1], to - from]
  })
}"""


@pytest.mark.parametrize(("step", "way", "sign"), [(4, "forward", 1), (15, "backward", -1)])
def test_what_moves_along_a_lane_moves_to_its_side(page, server, step, way, sign):
    open_page(page, f"{server.url}/?e=1vanishing&step={step}")
    page.wait_for_timeout(400)  # a step that follows another at once does not move
    moved = page.evaluate(WAYS)
    assert {kind for kind, _ in moved} == {way}
    furthest = max((far for _, far in moved), key=abs)
    assert abs(furthest) > 20
    assert furthest * sign > 0
    assert page.locator(f"{STAGE} .diagram .ghost").count() > 0
    page.wait_for_function("() => document.getAnimations().length === 0")
    assert page.locator(f"{STAGE} .ghost, {STAGE} .token").count() == 0


def test_what_came_back_comes_from_the_sum_of_the_later_step(still):
    page = still("e=1vanishing&step=20")
    start, there, place = page.evaluate("""() => {
      const group = (column, slot) => document.querySelector(`[data-column="${column}"] > [data-slot=${slot}]`)
      const [x, y] = group(4, "next").dataset.from.split(" ").map(Number)
      const [a, b] = [group(4, "next"), group(5, "dh")].map((slot) => slot.getBBox())
      return [[a.x + x, a.y + y], [b.x, b.y], [a.x, a.y]]
    }""")
    assert start == pytest.approx(there, abs=0.5)
    assert place[0] < there[0]
    assert place[1] < there[1]


def test_arrows_move_between_the_steps_and_nodes_and_open_what_stands_there(still):
    page = still("e=1saturation")
    page.keyboard.press("End")
    page.locator(f"{STAGE} [data-column='1'] > [data-slot=h] .cell").first.focus()
    for key, said in [
        ("ArrowDown", "h_1[2]"),
        ("ArrowRight", "h_2[2]"),
        ("ArrowRight", "h_3[2]"),
        ("ArrowUp", "h_3[1]"),
    ]:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.value").startswith(said)
    assert page.locator("[role=tooltip]").is_visible()


def test_the_column_of_the_clock_is_the_tab_stop(still):
    page = still("e=1vanishing&step=6")
    stops = "() => [...document.querySelectorAll('.diagram .cell[tabindex=\"0\"]')].map((cell) => cell.dataset.value)"
    assert page.evaluate(stops) == ["h_7[1] = 0"]


def test_a_reader_is_told_every_slot_by_its_name(still):
    page = still("e=1saturation&step=14")
    said = page.locator(f"{STAGE} [data-column='11'] > [data-slot=next]")
    page.wait_for_function("(slot) => slot.ariaLabel", arg=said.element_handle())
    assert said.get_attribute("aria-label").startswith("∂L/∂a_12 W_hᵀ = 0.12")


def test_strips_of_what_waits_say_their_numbers_on_pointing(still):
    page = still(f"e={EIGHT_NODES}&step=16")
    strip = page.locator(f"{STAGE} [data-column='9'] > [data-slot=next] image")
    box = strip.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 2.5 / 8)
    tip = page.locator("[role=tooltip]")
    tip.wait_for()
    assert tip.text_content().startswith("∂L/∂a10 Whᵀ[3] = ")
    assert len(cells(page, "dh", 9)) == 8


def test_the_window_of_many_steps_follows_the_clock(still):
    page = still(f"e={MANY_STEPS}&step=20")
    numbers = page.locator(".diagram .step")
    assert numbers.count() == 13
    for key in ["ArrowRight"] * 3 + ["ArrowLeft"] * 8:
        page.keyboard.press(key)
        shown = [int(text) for text in numbers.all_text_contents()]
        assert shown == list(range(shown[0], shown[0] + 13))
        assert shown[0] < int(stage(page, "t")) <= shown[-1]
        assert page.locator(".diagram .step.lit").text_content() == stage(page, "t")


def test_where_the_picture_is_scrolled_the_names_of_its_rows_stay(still):
    page = still("e=1vanishing&step=8")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => document.querySelector('.diagram').scrollLeft > 0")
    page.wait_for_function("""() => {
      const [names, diagram] = [".names", ".diagram"].map((of) => document.querySelector(of).getBoundingClientRect())
      return Math.abs(names.left - diagram.left) < 20 && names.right > 60
    }""")
    assert page.locator(".diagram .box.lit").bounding_box()["x"] > 72
