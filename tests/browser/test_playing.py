"""Playing, stepping and reading the stage, as a person does it in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import BUTTONS, STAGE, cells, change, field, open_page, script, small_text, stage, wait_for


def test_the_first_page_is_the_textbook_case_at_step_0(page):
    assert stage(page, "step") == "0"
    assert stage(page, "steps") == "8"
    assert stage(page, "phase") == "forward"
    assert stage(page, "t") == "1"
    assert stage(page, "playing") == "false"
    assert stage(page, "revision") == "1"
    assert field(page, "W_h row 2 column 3").input_value() == "0.06"
    page.get_by_role("button", name="Last").click()
    values = [text.partition(" = ")[2] for text in cells(page, "h", 3)]
    assert values == ["0.79494228", "0.81839002", "0.83939649", "0.85584174"]
    assert "L: 0.6815 → 0.4480" in page.inner_text(STAGE)


def test_pointing_at_a_state_opens_its_eight_digits(page):
    page.get_by_role("button", name="Last").click()
    page.locator(f"{STAGE} [data-column='3'] > [data-slot='h'] .cell").first.hover()
    assert "0.79494228" in page.inner_text("[role=tooltip]")


def test_what_is_not_computed_yet_is_hatched_and_says_so(page):
    assert cells(page, "h", 2) == ["not computed yet"] * 4
    page.keyboard.press("ArrowRight")
    assert "not computed yet" not in cells(page, "h", 2)
    assert cells(page, "dh", 2) == ["not computed yet"] * 4


def test_stepping_goes_forward_then_back_then_updates(page):
    seen = []
    for _ in range(8):
        seen.append((stage(page, "phase"), stage(page, "t")))
        page.get_by_role("button", name="Next").click()
    assert seen == [
        ("forward", "1"), ("forward", "2"), ("forward", "3"), ("loss", ""),
        ("backward", "3"), ("backward", "2"), ("backward", "1"), ("update", ""),
    ]  # fmt: skip
    page.get_by_role("button", name="First").click()
    assert stage(page, "step") == "0"


def test_a_step_back_leaves_a_chip_waiting_at_the_earlier_step(page, server):
    open_page(page, f"{server.url}/?step=4")
    assert stage(page, "step") == "4"
    assert cells(page, "next", 2)[0].endswith("= 0.01368888")
    assert cells(page, "dh", 2) == ["not computed yet"] * 4
    assert "1 of 3 steps added" in page.inner_text(STAGE)
    assert "not updated until" in page.inner_text(STAGE)


def test_playing_reaches_the_end_and_stops_there(page, server):
    open_page(page, f"{server.url}/?step=5&level=step")
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play").click()
    wait_for(page, "playing", "true")
    page.get_by_role("button", name="Pause").wait_for()
    page.wait_for_selector(f'{STAGE}[data-phase="update"][data-playing="false"]')


def test_the_first_play_of_a_short_case_goes_by_operation_until_another_level_is_chosen(page):
    page.get_by_role("button", name="Play").click()
    wait_for(page, "operation", "recurrent")
    page.get_by_role("button", name="Pause").click()
    level = page.get_by_label("Level of detail")
    expect(level).to_have_value("operation")
    level.select_option("step")
    page.get_by_role("button", name="Play").click()
    wait_for(page, "step", 1)
    assert stage(page, "operation") == ""


@pytest.mark.parametrize("address", ["/?level=step", "/?e=1vanishing"])
def test_a_play_goes_by_step_where_the_link_says_so_or_the_case_is_long(page, server, address):
    open_page(page, server.url + address)
    before = int(stage(page, "step"))
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play").click()
    wait_for(page, "step", before + 1)
    assert stage(page, "operation") == ""


def test_stepping_asks_the_server_nothing(page):
    page.wait_for_load_state("networkidle")
    sent = []
    # The icon of the tab is the browser's own wish, and comes when the browser has time.
    page.on("request", lambda request: request.url.endswith("/favicon.png") or sent.append(request.url))
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    assert sent == []


@pytest.mark.parametrize(
    ("keys", "step"),
    [
        (["ArrowRight", "ArrowRight", "ArrowLeft"], 1),
        (["End"], 7),
        (["PageDown"], 1),
        (["End", "PageUp"], 6),
        (["End", "Home"], 0),
    ],
)
def test_keys_move_the_clock(page, keys, step):
    for key in keys:
        page.keyboard.press(key)
    assert stage(page, "step") == str(step)


def test_keys_do_not_move_the_clock_while_a_field_is_in_use(page):
    field(page, "B node 2").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    assert stage(page, "step") == "0"
    assert page.evaluate("document.activeElement.ariaLabel") == "B node 3"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768), (390, 844)])
def test_the_page_never_scrolls_sideways_and_its_controls_are_in_view(browser, server, size, scheme):
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    open_page(page, server.url)
    assert stage(page, "dark") == str(scheme == "dark").lower()
    assert page.evaluate("document.querySelector('[data-testid=stage]').scrollWidth") <= width
    for name in BUTTONS:
        box = page.get_by_role("button", name=name).bounding_box()
        assert box["y"] + box["height"] <= height
        assert 0 <= box["x"] <= width - box["width"]
    context.close()


def by_operation(page):
    page.get_by_label("Level of detail").select_option("operation")


def test_by_operation_every_step_opens_into_its_operations(page):
    assert stage(page, "operation") == ""
    by_operation(page)
    seen = [(stage(page, "step"), stage(page, "operation"))]
    while seen[-1] != ("7", "pass"):
        page.get_by_role("button", name="Next").click()
        seen.append((stage(page, "step"), stage(page, "operation")))
    names = [[name for step, name in seen if step == str(number)] for number in range(8)]
    forward, backward = ["input", "recurrent", "sum", "activate"], ["meet", "slope", "contribute", "add", "send"]
    assert names == [*[forward] * 3, ["loss", "loss", "loss", "total"], *[backward] * 3, ["update", "pass"]]


def test_an_operation_shows_no_more_than_has_been_computed(page):
    by_operation(page)
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
        assert cells(page, "h", 1) == ["not computed yet"] * 4
    page.keyboard.press("Shift+ArrowRight")
    assert cells(page, "h", 1)[0].startswith("h_1[1] = 0.76")
    page.keyboard.press("Shift+ArrowLeft")
    assert cells(page, "h", 1) == ["not computed yet"] * 4


def test_shift_and_an_arrow_move_by_one_operation_whatever_the_level(page):
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert (stage(page, "step"), stage(page, "operation")) == ("2", "input")
    page.keyboard.press("ArrowRight")
    assert (stage(page, "step"), stage(page, "operation")) == ("3", "")


def used(page, selector):
    return page.locator(f"{STAGE} {selector}.used").count()


def test_pointing_at_a_result_opens_its_sum_and_lights_what_it_uses(page):
    by_operation(page)
    page.locator(".equation .block").nth(2).locator(".cell").nth(1).hover()
    assert "0.01·0.03 + 0.02·0.05 = 0.0013" in page.inner_text("[role=tooltip]")
    assert used(page, "[data-editor=W_x] input") == 2
    assert used(page, "[data-editor=x] input") == 2
    assert used(page, "[data-column='1'] [data-slot=x] .cell") == 2
    assert used(page, ".equation .cell") == 4
    page.locator("h1").hover()
    assert used(page, ".cell") == 0


def test_a_gradient_is_worked_out_where_it_stands_in_the_diagram(page, server):
    open_page(page, f"{server.url}/?step=5")
    page.locator(f"{STAGE} [data-column='2'] > [data-slot='dh'] .cell").first.hover()
    assert "(−0.0078) + 0.0137 = 0.0059" in page.inner_text("[role=tooltip]")
    page.locator(f"{STAGE} [data-slot='next'] .cell").nth(4).hover()
    assert used(page, "[data-editor=W_h] input") == 4


def test_an_element_of_the_ledger_lights_the_states_and_gradients_of_every_step_that_it_sums(page, server):
    open_page(page, f"{server.url}/?step=5")
    page.locator(".sum .cell").first.hover()
    assert used(page, "[data-slot=h] .cell") == 2  # h_1 and h_2, for the parts of t = 2 and t = 3
    assert used(page, "[data-slot=dh] .cell") == 0
    page.keyboard.press("ArrowRight")
    page.mouse.move(0, 0)
    page.locator(".sum .cell").first.hover()
    assert used(page, "[data-slot=h] .cell") == 3
    assert used(page, "[data-editor=h_0] input") == 1


def test_an_opened_sum_has_as_many_digits_as_it_takes_to_add_up(page, server):
    open_page(page, f"{server.url}/?step=6")
    page.locator(".sum").nth(2).locator(".cell").first.hover()
    tip = page.inner_text("[role=tooltip]")
    left, result = re.search(r"\n(.*) = (\S+)", tip).groups()
    added = sum(float(part) for part in left.replace("−", "-").replace("(", "").replace(")", "").split(" + "))
    assert f"{added:.5f}" == result == "0.27850"


def test_numbers_that_differ_can_be_told_apart_in_a_block(page):
    by_operation(page)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    a = page.locator(".equation .block").last.locator(".cell").all_inner_texts()
    assert len(set(a)) == 4
    assert a[0] == "1.0007"


def motion(page, *keys):
    """What moves when these keys are pressed in one moment, and how many ghosts stand."""
    return page.evaluate(script("motion_of_keys"), keys)


def test_a_step_moves_what_it_brings_by_transform_and_opacity_alone(page):
    page.wait_for_timeout(400)  # a step that follows another at once does not move
    found, ghosts = motion(page, "ArrowRight")
    assert found
    keys = {key for names in found for key in names} - {"offset", "easing", "composite", "computedOffset"}
    assert keys <= {"transform", "opacity"}
    assert ghosts >= 1
    page.wait_for_function("() => document.getAnimations().length === 0")
    assert page.locator(f"{STAGE} .ghost").count() == 0
    assert page.locator(f"{STAGE} .token").count() == 0


def test_steps_that_follow_each_other_fast_and_steps_back_do_not_move(page):
    assert motion(page, "ArrowRight", "ArrowRight", "ArrowRight") == [[], 0]
    assert stage(page, "step") == "3"
    page.wait_for_timeout(400)
    assert motion(page, "ArrowLeft") == [[], 0]


def test_an_edit_keeps_the_element_that_is_pointed_at_and_writes_only_what_differs(page):
    page.keyboard.press("End")
    cell = page.locator(".sum .cell").first
    handle = cell.element_handle()
    change(page, "B node 1", "1.5")
    assert handle.evaluate("(cell) => cell.isConnected")
    assert handle.inner_text() == cell.inner_text()


def test_what_streamlit_draws_behind_the_page_is_no_tab_stop(page):
    page.evaluate("document.activeElement.blur()")
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('[data-testid=stage]') !== null")


def test_focus_reaches_the_numbers_and_arrows_move_between_them(page):
    page.keyboard.press("End")
    page.locator(f"{STAGE} [data-column='1'] > [data-slot='h'] .cell").first.focus()
    for key, said in [
        ("ArrowDown", "h_1[2]"),
        ("ArrowRight", "h_2[2]"),
        ("ArrowRight", "h_3[2]"),
        ("ArrowUp", "h_3[1]"),
    ]:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.value").startswith(said)
    assert "0.79494228" in page.inner_text("[role=tooltip]")
    assert stage(page, "step") == "7"


def test_the_line_of_the_program_that_is_running_is_lit_and_its_variables_open(page):
    by_operation(page)
    page.get_by_role("button", name="Last").click()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("2")
    lit = page.locator(".listing .line.lit")
    assert lit.count() == 1
    assert "dh = dh_output[:, t] + dh_next" in lit.inner_text()
    page.evaluate("document.querySelector('.line.lit var').focus()")
    assert page.inner_text("[role=tooltip]").startswith("dh (1, 4): −0.0388")


def test_projector_view_has_no_editors_no_scrolling_and_no_small_text(page):
    page.keyboard.press("f")
    assert stage(page, "view") == "projector"
    assert not page.locator("[data-editor=W_h]").is_visible()
    for step in range(8):
        assert small_text(page) == [], step
        inside = page.evaluate(script("overflow"))
        assert all(down <= 2 and right <= 2 for _, down, right in inside), (step, inside)
        wide = page.evaluate(script("wide_cells"))
        assert wide == [], step
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('view=projector')")
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-view=projector]")


def test_a_question_mark_lists_the_keys(page):
    page.keyboard.press("?")
    assert "PageDown" in page.get_by_role("dialog", name="Keys").inner_text()
    page.get_by_role("button", name="Close").click()
    assert page.get_by_role("dialog").count() == 0


def test_reduced_motion_stops_what_moves_and_shows_the_same(browser, server):
    context = browser.new_context(reduced_motion="reduce", locale="en-US")
    page = context.new_page()
    open_page(page, server.url)
    page.keyboard.press("ArrowRight")
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0
    assert cells(page, "h", 2)[0].startswith("h_2[1] = 0.79")
    context.close()


def test_a_number_in_focus_leaves_the_player_its_keys_and_says_so(page):
    hint = page.locator(".keys-hint")
    assert not hint.is_visible()
    field(page, "W_h row 1 column 1").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.ariaLabel") == "W_h row 1 column 2"
    expect(hint).to_contain_text("Space plays")
    page.keyboard.press("PageDown")
    wait_for(page, "step", 1)
    page.keyboard.press("PageUp")
    wait_for(page, "step", 0)
    page.keyboard.press("Space")
    wait_for(page, "playing", "true")
    page.keyboard.press("Space")
    wait_for(page, "playing", "false")
    assert field(page, "W_h row 1 column 2").input_value() == "0.03"
    page.keyboard.press("Escape")
    expect(hint).to_be_hidden()
    assert page.evaluate("document.activeElement.closest('.diagram') !== null")
    page.keyboard.press("End")
    wait_for(page, "phase", "update")


def test_a_number_that_is_typed_keeps_space_and_escape(page):
    cell = field(page, "W_h row 1 column 1")
    cell.focus()
    page.keyboard.type("0.2 5")
    assert cell.input_value() == "0.2 5"
    page.keyboard.press("Escape")
    assert cell.input_value() == "0.01"
    assert page.evaluate("document.activeElement.ariaLabel") == "W_h row 1 column 1"
    assert stage(page, "playing") == "false"


def test_a_chip_of_the_ledger_leads_to_the_step_back_that_it_stands_for(page):
    page.get_by_role("button", name="the part of t = 2 is still to come").click()
    wait_for(page, "phase", "backward")
    assert stage(page, "t") == "2"
    assert page.evaluate("document.activeElement.textContent") == "t=2"
    expect(page.get_by_role("button", name="the part of t = 2 is in")).to_be_visible()
