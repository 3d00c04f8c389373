"""What moves shows what is done; where nothing moves, the same can be read."""

import pytest

from tests.browser.visitor import STAGE, open_page, stage

#: One operation on, and of all that then moves: its class, its name, and where it starts and ends on the page.
MOVES = """() => {
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", shiftKey: true }))
  const placed = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return [left, top, right, bottom]
  }
  const moved = document.getAnimations().filter(({ effect }) => effect.target.matches(".ghost, .runs, .flies"))
  for (const animation of moved) animation.pause()
  const at = (part) => moved.map((animation) => {
    const { delay, duration } = animation.effect.getComputedTiming()
    animation.currentTime = delay + part * duration
    return placed(animation.effect.target)
  })
  const [from, to] = [at(0), at(0.999)]
  return moved.map(({ effect: { target } }, i) => [target.getAttribute("class"), target.textContent, from[i], to[i]])
}"""

#: Where the cells of a block, or of a slot of the diagram, stand.
PLACES = """(selector) => [...document.querySelectorAll(selector)].map((cell) =>
  (({ left, top, right, bottom }) => [left, top, right, bottom])(cell.getBoundingClientRect()))"""


def moved(page, step, operations):
    """What moves at the operation with this number of the step after that one, in the textbook case."""
    page.goto(f"{page.url.split('?')[0]}?e=1textbook&step={step}")
    page.wait_for_selector(f"{STAGE}[data-revision]")
    for _ in range(operations - 1):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(400)  # what follows another at once does not move
    return page.evaluate(MOVES)


def around(boxes):
    left, top, right, bottom = zip(*boxes, strict=True)
    return [min(left), min(top), max(right), max(bottom)]


def near(box):
    return pytest.approx(box, abs=8)


def test_two_gradients_run_together_into_their_sum(page):
    ghosts = [move for move in moved(page, 5, 1) if "ghost" in move[0]]
    assert stage(page, "operation") == "meet"
    own, following, place = (
        around(page.evaluate(PLACES, f"{STAGE} .diagram [data-column='{column}'] > [data-slot={slot}] .cell"))
        for column, slot in ((1, "own"), (1, "next"), (1, "dh"))
    )
    for source in (own, following):
        (end,) = [end for _, _, start, end in ghosts if start == near(source) and end != near(source)]
        assert place[0] - 8 <= end[0]
        assert end[2] <= place[2] + 8
        assert end[1] == pytest.approx(place[1], abs=8)


def test_a_sign_stands_where_both_gradients_come_and_nowhere_else(page):
    signs = page.locator(f"{STAGE} .diagram .sign-at:visible")
    for step, count in ((3, 0), (4, 0), (5, 1), (6, 1), (7, 0)):
        open_page(page, f"{page.url.split('?')[0]}?e=1textbook&step={step}")
        assert signs.count() == count, step
    open_page(page, f"{page.url.split('?')[0]}?e=1echo&step=12")
    assert stage(page, "phase") == "backward"
    assert signs.count() == 0  # nothing is given at this step


def test_a_row_and_a_column_run_together_into_their_cell(page):
    runs = [move for move in moved(page, 5, 5) if move[0] == "runs"]
    assert stage(page, "operation") == "send"
    row, weights, result = (
        page.evaluate(PLACES, f".equation-row:first-child .term:nth-of-type({n}) .cell") for n in (1, 2, 3)
    )
    assert len(runs) == 2 * 4 + 2 * 2  # of ∂L/∂h_0 and of ∂L/∂x_1
    for node in range(4):
        rows, columns = (runs[2 * node + side] for side in (0, 1))
        assert rows[2] == near(around(row))
        assert columns[2] == near(around(weights[node::4]))
        assert rows[3] == near(result[node])
        assert columns[3] == near(result[node])


def test_parts_fly_to_their_sums(page):
    flights = [move for move in moved(page, 5, 4) if move[0] == "flies"]
    assert stage(page, "operation") == "add"
    assert len(flights) == 3
    for n, (_, _, start, end) in enumerate(flights, 1):
        part = around(page.evaluate(PLACES, f".equation-row:nth-child({n}) .term:nth-of-type(2) .cell"))
        total = around(page.evaluate(PLACES, f".ledger .sum:nth-of-type({n}) .cell"))
        assert start[:2] == near(part[:2])
        assert end[:2] == near(total[:2])


def test_with_reduced_motion_nothing_moves_and_the_same_stands_there(browser, server):
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page = context.new_page()
    try:
        open_page(page, server.url)
        for operation in (1, 4, 5):
            assert moved(page, 5, operation) == []
            assert page.locator(".equation .cell").count() > 0
        open_page(page, f"{server.url}/?e=1textbook&step=5")
        assert page.locator(f"{STAGE} .diagram .sign-at:visible").count() == 1
    finally:
        context.close()
