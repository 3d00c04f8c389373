"""Editing, choosing and linking, as a person does it in a real browser."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from app.experiment.link import decode_link
from app.experiment.presets import CASES, PRESETS, TEXTBOOK
from app.trace import run
from tests.browser.visitor import (
    STAGE,
    cells,
    change,
    field,
    open_page,
    paste,
    script,
    stage,
    wait_for,
    wait_for_revision,
)


def test_an_edit_changes_h_and_the_stage_stays_where_it_was(page):
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    before = cells(page, "h", 1)
    change(page, "x step 1 feature 2", "1.5")
    assert cells(page, "h", 1) != before
    assert stage(page, "step") == "2"
    page.wait_for_function("() => location.search.includes('x.*1-1.5')")


@pytest.mark.parametrize(
    ("steps", "sizes"),
    [(0, {}), (2, {}), (6, {}), (None, {}), (None, {"n_nodes": "9", "time steps T (n_sequences)": "6"})],
)
def test_an_edit_leaves_what_a_visit_to_its_link_finds(page, context, steps, sizes):
    for name, value in sizes.items():
        change(page, name, value)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End") if steps is None else [page.keyboard.press("ArrowRight") for _ in range(steps)]
    for name, value in [("W_h row 1 column 2", "0.9"), ("B node 3", "0"), ("W_h row 1 column 2", "-3")]:
        change(page, name, value)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_function("() => location.search.includes('W_h.*1--3')")
    other = context.new_page()
    open_page(other, page.url)
    other.wait_for_selector('[data-slot="h"][aria-label^="h_0 = 0 0"]', state="attached")
    other.wait_for_timeout(300)  # readers are told at rest
    for _ in range(100):
        found, expected = page.evaluate(script("all_numbers")), other.evaluate(script("all_numbers"))
        if found == expected:
            break
        page.wait_for_timeout(100)
    assert found == expected
    other.close()


@pytest.mark.parametrize(
    ("name", "slot", "column", "value"),
    [
        ("W_x row 1 column 1", "h", 1, "2"),
        ("W_h row 3 column 2", "h", 2, "2"),
        ("h_0 node 4", "h", 0, "-.5"),
        ("target step 1 node 1", "own", 1, "-2"),
    ],
)
def test_every_kind_of_field_reaches_the_stage(page, name, slot, column, value):
    page.keyboard.press("End")
    before = cells(page, slot, column)
    change(page, name, value)
    assert cells(page, slot, column) != before


def test_a_bad_value_is_said_and_the_old_one_stays(page):
    for typed, said in [("abc", "is not a number"), ("", "missing"), ("1e999", "too large")]:
        field(page, "W_x row 1 column 2").fill(typed)
        field(page, "W_x row 1 column 2").press("Enter")
        assert said in page.locator("[data-editor=W_x] [role=alert]").inner_text()
        expect(field(page, "W_x row 1 column 2")).to_have_value("0.03")
    assert stage(page, "revision") == "1"


def test_escape_takes_back_what_was_typed(page):
    field(page, "B node 1").fill("7")
    field(page, "B node 1").press("Escape")
    field(page, "B node 1").press("Tab")
    expect(field(page, "B node 1")).to_have_value("1")


def test_the_last_column_of_a_wide_array_is_reached_and_edited(page):
    change(page, "n_nodes", "20")
    field(page, "W_h row 2 column 1").focus()
    for _ in range(25):
        page.keyboard.press("ArrowRight")
    last = field(page, "W_h row 2 column 20")
    expect(last).to_be_focused()
    room, found = page.locator(".left").bounding_box(), last.bounding_box()
    assert room["x"] <= found["x"] < found["x"] + found["width"] <= room["x"] + room["width"]
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Delete")
    expect(field(page, "W_h row 3 column 20")).to_have_value("0")
    change(page, "W_h row 2 column 20", "0.75")
    page.wait_for_function("() => location.search.includes('39-.75')")


def test_alt_and_arrow_steps_the_value(page):
    before = int(stage(page, "revision"))
    field(page, "B node 1").press("Alt+ArrowUp")
    wait_for_revision(page, before)
    expect(field(page, "B node 1")).to_have_value("1.1")


def test_a_changed_number_shows_with_its_answer_or_alone_where_that_is_late(page):
    field(page, "B node 1").focus()
    at_once = script("step_up")
    assert page.evaluate(at_once) == "1"
    wait_for_revision(page, 1)
    assert field(page, "B node 1").input_value() == "1.1"
    page.evaluate("() => { WebSocket.prototype.send = () => {} }")
    assert page.evaluate(at_once) == "1.1"
    expect(field(page, "B node 1")).to_have_value("1.2")
    for _ in range(10):  # a key that is held down does not put it off
        page.evaluate(at_once)
        page.wait_for_timeout(30)
    assert field(page, "B node 1").input_value() > "1.3"
    assert stage(page, "revision") == "2"


def test_a_block_from_a_spreadsheet_is_pasted(page):
    paste(page, "W_h row 2 column 2", "1\t2\n-3\t4e-1\n")
    wait_for_revision(page, 1)
    page.evaluate("document.activeElement.blur()")
    names = [f"W_h row {row} column {column}" for row in (2, 3) for column in (2, 3)]
    assert [field(page, name).get_attribute("title").split()[0] for name in names] == ["1", "2", "−3", "0.4"]


def test_a_block_that_does_not_fit_changes_nothing(page):
    paste(page, "W_h row 4 column 3", "1\t2\t3")
    assert "Nothing was changed" in page.locator("[data-editor=W_h] [role=alert]").inner_text()
    assert stage(page, "revision") == "1"


def test_sizes_change_and_keep_what_fits(page):
    change(page, "time steps T (n_sequences)", "5")
    assert stage(page, "steps") == "12"
    expect(field(page, "x step 3 feature 2")).to_have_value("0.04")
    expect(field(page, "x step 5 feature 1")).to_have_value("0")
    change(page, "batch_size", "2")
    expect(field(page, "x sample 1 step 3 feature 2")).to_have_value("0.04")


def test_a_sample_that_is_chosen_shows_its_own_numbers_and_the_weights_stay(page, server):
    open_page(page, f"{server.url}/?e=1batch")
    field(page, "sample").select_option("1")
    expect(field(page, "x sample 2 step 1 feature 1")).to_have_value("−0.5")
    expect(field(page, "x sample 2 step 3 feature 2")).to_have_value("0.1")
    expect(field(page, "h_0 sample 2 node 1")).to_have_value("0.5")
    expect(field(page, "target sample 2 step 1 node 2")).to_have_value("0.9")
    expect(field(page, "W_h row 2 column 1")).to_have_value("0.02")
    expect(field(page, "B node 4")).to_have_value("1")


def test_weights_wait_for_the_update_while_the_gradient_goes_back_and_nothing_else_does(page):
    locked = page.locator("[data-editor]:has(.lock:visible)")
    assert locked.count() == 0
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert stage(page, "phase") == "backward"
    assert [one.get_attribute("data-editor") for one in locked.all()] == ["W_x", "W_h", "B"]


def test_another_number_of_steps_keeps_the_phase_and_the_time_step(page):
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert (stage(page, "phase"), stage(page, "t")) == ("backward", "2")
    change(page, "time steps T (n_sequences)", "6")
    assert (stage(page, "phase"), stage(page, "t"), stage(page, "step")) == ("backward", "2", "11")


def test_a_size_out_of_range_is_said_and_nothing_changes(page):
    for typed, said in [("0", "1 to 64"), ("65", "1 to 64"), ("2.5", "not a whole number")]:
        field(page, "n_nodes").fill(typed)
        field(page, "n_nodes").press("Enter")
        alert = page.locator("[data-editor=n_nodes] [role=alert]")
        assert said in alert.inner_text()
        box = alert.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.locator(".left").bounding_box()["width"]
        expect(field(page, "n_nodes")).to_have_value("4")


def test_the_largest_case_works(page):
    for name, value in [("n_nodes", "64"), ("time steps T (n_sequences)", "200")]:
        change(page, name, value)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End")
    assert stage(page, "phase") == "update"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert stage(page, "t") == "2"


def test_activation_loss_and_rate_are_chosen_beside_the_matrices(page):
    page.keyboard.press("End")
    page.get_by_role("radio", name="last step only").click()
    wait_for_revision(page, 1)
    assert cells(page, "own", 1) == ["no road here"] * 4
    page.get_by_label("activation").select_option("relu")
    wait_for_revision(page, 2)
    change(page, "learning rate", "0.25")
    assert "W ← W − 0.25" in page.inner_text(STAGE)


def test_going_on_from_the_updated_weights_and_back(page):
    page.keyboard.press("End")
    page.get_by_role("button", name="Go on from the updated weights").click()
    wait_for_revision(page, 1)
    assert stage(page, "step") == "0"
    page.keyboard.press("End")
    page.wait_for_selector("text=L: 0.4480 →")
    page.wait_for_function("() => location.search.includes('e=')")
    weights = decode_link(parse_qs(urlsplit(page.url).query)["e"][0])[0]
    for name, values in run(TEXTBOOK).updated.items():
        np.testing.assert_array_equal(getattr(weights, name), values)
    page.get_by_role("button", name="Back to the old weights").click()
    wait_for_revision(page, 2)
    expect(field(page, "W_h row 2 column 3")).to_have_value("0.06")


def test_after_several_updates_the_losses_so_far_are_shown(page):
    losses = [run(TEXTBOOK).loss.value]
    made = TEXTBOOK
    for _ in range(3):
        made = replace(made, **run(made).updated)
        losses.append(run(made).loss.value)
    for count in range(1, 4):
        page.get_by_role("button", name="Last").click()
        wait_for(page, "phase", "update")
        course = page.locator(".outcome .course")
        expect(course).to_have_count(1 if count > 1 else 0)
        if count > 1:
            expect(course.locator("circle")).to_have_count(count + 1)
            expect(course.locator("span").first).to_have_text(f"{losses[0]:.4f}")
            expect(course.locator("span").last).to_have_text(f"{losses[count]:.4f}")
        revision = int(stage(page, "revision"))
        page.get_by_role("button", name="Go on from the updated weights").click()
        wait_for_revision(page, revision)
        wait_for(page, "step", 0)
    expect(page.locator(".outcome .course circle")).to_have_count(4)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".outcome")).to_be_hidden()


@pytest.mark.parametrize("case", ["last_step", "textbook"])
def test_the_old_weights_of_one_case_are_not_offered_to_another_one(page, case):
    page.keyboard.press("End")
    page.get_by_role("button", name="Go on from the updated weights").click()
    wait_for_revision(page, 1)
    back = page.get_by_role("button", name="Back to the old weights")
    expect(back).to_be_visible()
    page.get_by_label("case", exact=True).select_option("zero_weights")
    wait_for_revision(page, 2)
    expect(back).to_have_count(0)
    page.get_by_label("case", exact=True).select_option(case)
    wait_for_revision(page, 3)
    expect(back).to_have_count(0)


def test_the_old_weights_are_not_offered_after_the_case_was_put_back(page):
    page.keyboard.press("End")
    page.get_by_role("button", name="Go on from the updated weights").click()
    wait_for_revision(page, 1)
    expect(page.get_by_role("button", name="Back to the old weights")).to_be_visible()
    page.get_by_role("button", name="Back to the case as it was").click()
    wait_for_revision(page, 2)
    expect(page.get_by_role("button", name="Back to the old weights")).to_have_count(0)


def test_the_old_weights_of_one_case_are_not_offered_where_a_link_opened_another_one(page, server):
    page.keyboard.press("End")
    page.get_by_role("button", name="Go on from the updated weights").click()
    wait_for_revision(page, 1)
    open_page(page, f"{server.url}/?e=1last_step~r-.25")
    expect(field(page, "learning rate")).to_have_value("0.25")
    expect(page.get_by_role("button", name="Back to the old weights")).to_have_count(0)


def test_overflow_is_shown_with_the_step_where_it_began(page):
    page.get_by_label("activation").select_option("identity")
    wait_for_revision(page, 1)
    change(page, "W_h row 1 column 1", "1e308")
    change(page, "h_0 node 1", "-1e308")
    page.evaluate("document.activeElement.blur()")
    assert "too large for the computer" in page.inner_text(".caption")
    assert "−∞" in cells(page, "h", 1)[0]
    page.keyboard.press("End")
    assert stage(page, "phase") == "update"


def test_a_gradient_given_by_hand_takes_the_place_of_the_loss(page):
    page.get_by_role("radio", name="by hand").click()
    wait_for_revision(page, 1)
    change(page, "given gradient step 2 node 3", "0.5")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End")
    assert cells(page, "own", 1) == ["no road here"] * 4
    assert cells(page, "own", 2)[2].endswith("= 0.5")
    assert cells(page, "dh", 3)[0].endswith("= 1")  # nothing could be seen if all began with 0


def test_a_preset_is_chosen_says_what_to_look_for_and_is_short_in_the_link(page):
    page.get_by_label("case", exact=True).select_option("saturation")
    wait_for_revision(page, 1)
    assert "tanh is saturated" in page.inner_text(".purpose")
    assert stage(page, "steps") == "26"
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.search.includes('e=1saturation')")
    change(page, "x step 1 feature 1", "0")
    page.wait_for_function("() => location.search.includes('saturation~x.*0-0~')")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End")
    assert cells(page, "dh", 1)[0].startswith("∂L/∂h_1[1] = 1024")


def drag(page, name, pixels, hold=(), by=4):
    """Presses on a number, moves sideways, and lets go."""
    field(page, name).scroll_into_view_if_needed()
    box = field(page, name).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for key in hold:
        page.keyboard.down(key)
    for moved in range(by, abs(pixels) + 1, by):
        page.mouse.move(x + (moved if pixels > 0 else -moved), y)
        page.wait_for_timeout(16)


def drop(page, hold=()):
    page.mouse.up()
    for key in hold:
        page.keyboard.up(key)


@pytest.mark.parametrize(
    ("pixels", "hold", "value", "link"),
    [(40, (), "0.16", "6-.16"), (-40, (), "-0.04", "6--.04"), (40, ("Shift",), "0.07", "6-.07"), 
     (40, ("Control",), "1.06", "6-1.06")],
)  # fmt: skip
def test_a_number_is_dragged_sideways(page, pixels, hold, value, link):
    drag(page, "W_h row 2 column 3", pixels, hold)
    drop(page, hold)
    page.wait_for_function(f"() => location.search.startsWith('?e=2textbook~W_h.*{link}~')")
    expect(field(page, "W_h row 2 column 3")).to_have_value(value)
    page.keyboard.press("Control+z")
    page.wait_for_function("() => location.search === ''")  # one change, however many numbers it went through
    expect(page.get_by_role("button", name="Undo")).to_have_class("idle")


def test_the_page_follows_a_drag_and_ends_where_it_ended(page):
    page.keyboard.press("ArrowRight")
    drag(page, "x step 1 feature 1", 200)
    seen = int(stage(page, "revision"))
    assert seen > 5
    before = cells(page, "h", 2)
    drag_on = field(page, "x step 1 feature 1").input_value()
    drop(page)
    page.wait_for_function(f"() => /x[.][*]0-{drag_on.removeprefix('0')}~\\w\\w&step=1/.test(location.search)")
    page.wait_for_function("() => !document.querySelector('.unsent').offsetParent")
    assert cells(page, "h", 2) == before or int(stage(page, "revision")) > seen


def test_escape_takes_a_drag_back(page):
    drag(page, "B node 2", 60)
    wait_for_revision(page, 1)
    page.keyboard.press("Escape")
    drop(page)
    page.wait_for_function("() => location.search === ''")
    expect(field(page, "B node 2")).to_have_value("1")
    expect(page.get_by_role("button", name="Undo")).to_have_class("idle")


def test_a_size_that_is_dragged_down_and_up_again_cuts_nothing(page):
    drag(page, "n_nodes", -8)
    page.wait_for_selector("text=Cut off")
    box = field(page, "n_nodes").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 5)
    drop(page)
    page.wait_for_function("() => location.search === ''")
    expect(field(page, "W_h row 4 column 4")).to_have_value("0.1")


def test_a_finger_drags_a_number_too(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_page(page, server.url)
    field(page, "B node 1").scroll_into_view_if_needed()
    box = field(page, "B node 1").bounding_box()
    touch = context.new_cdp_session(page)
    x, y = box["x"] + 20, box["y"] + 10
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for moved in range(4, 41, 4):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + moved, "y": y}]})
        page.wait_for_timeout(16)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wait_for_revision(page, 1)
    page.wait_for_function("() => /B\\.\\*0-[12]/.test(location.search)")
    context.close()


def test_a_wheel_over_a_number_changes_nothing(page):
    field(page, "B node 1").focus()
    field(page, "B node 1").hover()
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(300)
    expect(field(page, "B node 1")).to_have_value("1")
    assert stage(page, "revision") == "1"


def test_a_smaller_size_says_what_it_cuts_off_and_undo_brings_it_back(page):
    change(page, "n_nodes", "3")
    said = page.locator(".cut").inner_text()
    assert "numbers of W_x (2), W_h (7), B (1), y (3)." in said  # h_0 was 0 there
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+z")
    page.wait_for_function("() => location.search === ''")
    expect(field(page, "W_h row 4 column 4")).to_have_value("0.1")
    assert page.locator(".cut").inner_text() == ""


def test_a_hundred_changes_are_undone_and_redone(page):
    field(page, "B node 1").focus()
    for _ in range(120):
        page.keyboard.press("Alt+ArrowUp")
    page.wait_for_function("() => location.search.includes('B.*0-13')")
    expect(field(page, "B node 1")).to_have_value("13")
    for _ in range(120):
        page.keyboard.press("Control+z")
    page.wait_for_function("() => location.search === ''")
    expect(field(page, "B node 1")).to_have_value("1")
    for _ in range(119):
        page.keyboard.press("Control+Shift+z")
    page.get_by_role("button", name="Redo").click()
    page.wait_for_function("() => location.search.includes('B.*0-13')")


def test_a_change_after_an_undo_leaves_nothing_to_redo(page):
    change(page, "B node 1", "2")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("() => location.search === ''")
    change(page, "B node 2", "3")
    expect(page.get_by_role("button", name="Redo")).to_have_class("idle")


def test_undo_in_a_field_that_is_being_typed_in_belongs_to_the_field(page):
    change(page, "B node 1", "2")
    field(page, "B node 2").press("F2")
    page.keyboard.type("5")
    page.keyboard.press("Control+z")
    expect(field(page, "B node 1")).to_have_value("2")
    expect(field(page, "B node 2")).to_have_value("1")


def test_what_differs_from_the_case_is_marked_and_reset(page):
    change(page, "W_h row 2 column 3", "0.5")
    change(page, "learning rate", "0.25")
    marked = page.locator(".fields input.differs")
    assert [cell.get_attribute("aria-label") for cell in marked.all()] == ["W_h row 2 column 3"]
    assert page.locator(".settings .editor.differs").get_attribute("data-editor") == "learning_rate"
    page.get_by_role("button", name="Back to the case as it was").click()
    page.wait_for_function("() => location.search === ''")
    expect(marked).to_have_count(0)
    assert not page.get_by_role("button", name="Back to the case as it was").is_visible()
    page.keyboard.press("Control+z")
    page.wait_for_function("() => location.search.includes('W_h.*6-.5~r-.25')")


def copied(page):
    """What Ctrl+C puts on the clipboard."""
    return page.evaluate(script("copied"))


def test_a_rectangle_is_chosen_copied_and_pasted_elsewhere(page):
    field(page, "W_h row 1 column 2").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    assert copied(page) == "0.03\t0.05\n0.04\t0.06"
    page.keyboard.press("ArrowRight")
    assert copied(page) == "0.08"
    field(page, "W_h row 1 column 1").click()
    field(page, "W_h row 4 column 1").click(modifiers=["Shift"])
    assert copied(page) == "0.01\n0.02\n0.03\n0.04"
    page.keyboard.press("Control+a")
    block = copied(page)
    assert len(block.split()) == 16
    paste(page, "W_h row 1 column 1", block.replace("0.0", "0.7"))
    page.wait_for_function("() => location.search.includes('W_h')")
    assert field(page, "W_h row 3 column 2").get_attribute("title").split()[0] == "0.75"


def test_a_rectangle_is_filled_by_one_number_or_emptied(page):
    field(page, "W_h row 3 column 3").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.type("0.5")
    page.keyboard.press("Control+Enter")
    wait_for_revision(page, 1)
    page.wait_for_function("() => location.search.includes('10-.5*11-.5*14-.5*15-.5')")
    page.keyboard.press("Delete")
    page.wait_for_function("() => location.search.includes('10-0*11-0*14-0*15-0')")


def tools(page, name):
    page.locator(f"[data-editor={name}] .more").click()
    page.wait_for_function("() => document.querySelector('.tools-of textarea').value !== ''")
    return page.get_by_role("dialog", name=f"{name}: as text")


def test_an_array_is_opened_as_text_and_put_in_again(page):
    dialog = tools(page, "W_x")
    text = dialog.get_by_label("As text")
    assert text.input_value() == "np.array([[0.01, 0.03, 0.05, 0.07],\n          [0.03, 0.05, 0.07, 0.08]])"
    text.fill("np.array([[1,3,5,7],[3,5,7,-8]])/10")
    text.press("Control+Enter")
    page.wait_for_selector("text=W_x was changed")
    expect(field(page, "W_x row 2 column 4")).to_have_value("−0.8")
    assert text.input_value().endswith("-0.8]])")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "more"
    page.keyboard.press("Control+z")
    page.wait_for_function("() => location.search === ''")


def test_a_mistake_in_the_text_is_said_with_its_place_and_nothing_changes(page):
    dialog = tools(page, "B")
    dialog.get_by_label("As text").fill("[1, 2,\n 3, os]")
    dialog.get_by_role("button", name="Put it in").click()
    page.wait_for_selector("text=Line 2, column 5")
    assert page.evaluate("document.activeElement.selectionStart") == len("[1, 2,\n 3, ")
    dialog.get_by_label("As text").fill("[1, 2, 3]")
    dialog.get_by_role("button", name="Put it in").click()
    dialog.get_by_text("shape").first.wait_for()
    expect(field(page, "B node 1")).to_have_value("1")
    assert page.evaluate("location.search") == ""


def test_the_text_follows_what_is_edited_elsewhere(page):
    dialog = tools(page, "B")
    change(page, "B node 2", "0.125")
    page.wait_for_function("() => document.querySelector('.tools-of textarea').value.includes('0.125')")
    assert dialog.is_visible()


def test_a_weight_is_filled_from_a_visible_seed_and_with_a_new_one(page):
    dialog = tools(page, "W_h")
    dialog.get_by_label("Fill", exact=True).select_option("gaussian")
    dialog.get_by_label("standard deviation").fill("0.5")
    dialog.get_by_label("seed").fill("7")
    dialog.get_by_role("button", name="Fill W_h").click()
    page.wait_for_function("() => location.search.includes('W_h.*gaussian-.5-7')")
    first = field(page, "W_h row 1 column 1").get_attribute("title")
    dialog.get_by_role("button", name="New seed").click()
    page.wait_for_function("() => !/gaussian-\\.5-7(?!\\d)/.test(location.search)")  # the new one may begin with a 7
    assert dialog.get_by_label("seed").input_value() != "7"
    assert field(page, "W_h row 1 column 1").get_attribute("title") != first
    dialog.get_by_label("Fill", exact=True).select_option("spectral_radius")
    dialog.get_by_label("spectral radius", exact=True).fill("0.9")
    dialog.get_by_role("button", name="Fill W_h").click()
    page.wait_for_function("() => location.search.includes('*times-')")
    dialog.get_by_role("button", name="W_h back to the case").click()
    page.wait_for_function("() => location.search === ''")


def test_a_fill_that_cannot_be_is_said_and_nothing_changes(page):
    dialog = tools(page, "W_h")
    dialog.get_by_label("Fill", exact=True).select_option("zeros")
    dialog.get_by_role("button", name="Fill W_h").click()
    page.wait_for_function("() => location.search.includes('W_h.*zeros')")
    dialog.get_by_label("Fill", exact=True).select_option("spectral_radius")
    dialog.get_by_role("button", name="Fill W_h").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The spectral radius of this matrix is 0")
    assert not page.locator(".notice").is_visible()  # it is told where it was asked for
    assert "W_h.*zeros" in page.evaluate("location.search")
    dialog.get_by_label("Fill", exact=True).select_option("xavier")
    dialog.get_by_label("seed").fill("-3")
    dialog.get_by_role("button", name="Fill W_h").click()
    page.wait_for_selector("text=The seed is -3")


def test_a_small_array_is_offered_only_what_suits_it(page):
    dialog = tools(page, "B")
    options = dialog.get_by_label("Fill", exact=True).locator("option").all_inner_texts()
    assert options == ["zeros", "constant", "Gaussian", "multiply all", "add to all"]


def test_a_case_opens_at_its_own_step_and_not_where_the_clock_stood_in_another(page):
    choose = page.get_by_label("case", exact=True).select_option
    page.keyboard.press("End")
    cases = [("vanishing", "step"), ("echo", "step"), ("last_step", "operation"), ("dead_relu", "operation")]
    for preset, level in cases:
        page.get_by_label("Level of detail").select_option(level)
        page.get_by_role("button", name="Play").click()
        choose(preset)
        page.wait_for_function("(preset) => location.search.includes(`e=1${preset}`)", arg=preset)
        first = CASES[preset].first_step
        wait_for(page, "step", str(first))
        assert stage(page, "playing") == "false"
        assert stage(page, "operation") == ("" if level == "step" else "total" if first else "input")


def test_a_case_that_is_put_back_stays_where_the_clock_stands(page, server):
    open_page(page, f"{server.url}/?e=1vanishing~B.*0-2&step=15")
    page.get_by_role("button", name="Back to the case as it was").click()
    page.wait_for_function("() => location.search.endsWith('e=1vanishing&step=15')")
    expect(field(page, "B node 1")).to_have_value("0")
    assert stage(page, "step") == "15"


def test_every_case_opens_and_says_what_to_look_for(page):
    for preset in (*list(PRESETS)[1:], "textbook"):
        page.get_by_label("case", exact=True).select_option(preset)
        first = f"&step={CASES[preset].first_step}" if CASES[preset].first_step else ""
        query = "" if preset == "textbook" else f"?e=1{preset}{first}"
        page.wait_for_function(f"() => location.search === '{query}'")
        assert page.locator(".purpose").inner_text()
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("End")
        assert stage(page, "phase") == "update"
