"""Editing, choosing and linking, as a person does it in a real browser."""

import re
from urllib.parse import urlsplit

import pytest
from conftest import open_page
from visitor import STAGE, cells, change, field, stage, wait_for_revision


def test_an_edit_changes_h_and_the_stage_stays_where_it_was(page):
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    before = cells(page, "h", 1)
    change(page, "x step 1 feature 2", "1.5")
    assert cells(page, "h", 1) != before
    assert stage(page, "step") == "2"
    page.wait_for_function("() => location.search.includes('x-.01_1.5_.02')")


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
        assert field(page, "W_x row 1 column 2").input_value() == "0.03"
    assert stage(page, "revision") == "1"


def test_escape_takes_back_what_was_typed(page):
    field(page, "B node 1").fill("7")
    field(page, "B node 1").press("Escape")
    field(page, "B node 1").press("Tab")
    assert field(page, "B node 1").input_value() == "1"


def test_alt_and_arrow_steps_the_value(page):
    before = int(stage(page, "revision"))
    field(page, "B node 1").press("Alt+ArrowUp")
    wait_for_revision(page, before)
    assert field(page, "B node 1").input_value() == "1.1"


def paste(page, name, text):
    field(page, name).focus()
    page.evaluate(
        """text => {
          const data = new DataTransfer()
          data.setData("text", text)
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
        }""",
        text,
    )


def test_a_block_from_a_spreadsheet_is_pasted(page):
    paste(page, "W_h row 2 column 2", "1\t2\n-3\t4e-1\n")
    wait_for_revision(page, 1)
    page.evaluate("document.activeElement.blur()")
    names = [f"W_h row {row} column {column}" for row in (2, 3) for column in (2, 3)]
    assert [field(page, name).get_attribute("title") for name in names] == ["1", "2", "−3", "0.4"]


def test_a_block_that_does_not_fit_changes_nothing(page):
    paste(page, "W_h row 4 column 3", "1\t2\t3")
    assert "Nothing was changed" in page.locator("[data-editor=W_h] [role=alert]").inner_text()
    assert stage(page, "revision") == "1"


def test_sizes_change_and_keep_what_fits(page):
    change(page, "n_sequences", "5")
    assert stage(page, "steps") == "12"
    assert field(page, "x step 3 feature 2").input_value() == "0.04"
    assert field(page, "x step 5 feature 1").input_value() == "0"
    change(page, "batch_size", "2")
    assert field(page, "x sample 1 step 3 feature 2").input_value() == "0.04"


def test_another_number_of_steps_keeps_the_phase_and_the_time_step(page):
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert (stage(page, "phase"), stage(page, "t")) == ("backward", "2")
    change(page, "n_sequences", "6")
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
        assert field(page, "n_nodes").input_value() == "4"


def test_the_largest_case_works(page):
    for name, value in [("n_nodes", "64"), ("n_sequences", "200")]:
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
    page.get_by_role("button", name="Back to the old weights").click()
    wait_for_revision(page, 2)
    assert field(page, "W_h row 2 column 3").input_value() == "0.06"


def test_the_language_is_switched_and_kept_in_the_link(page):
    page.get_by_role("button", name="Switch to Japanese").click()
    page.wait_for_selector("html[lang=ja]", state="attached")
    assert page.get_by_role("button", name="次へ").count() == 1
    assert field(page, "W_h 2 行 3 列").count() == 1
    page.wait_for_function("() => location.search.includes('lang=ja')")
    page.reload()
    page.wait_for_selector("html[lang=ja]", state="attached")


def test_a_japanese_browser_is_met_in_japanese(browser, server):
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    open_page(page, server.url)
    assert "順伝播 t = 1" in page.inner_text(STAGE)
    context.close()


def test_a_reload_keeps_experiment_and_step(page):
    change(page, "B node 3", "-0.125")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End")
    page.wait_for_function("() => location.search.includes('step=7') && location.search.includes('B-1_1_-.125_1')")
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-revision]")
    assert field(page, "B node 3").input_value() == "−0.125"
    assert stage(page, "step") == "7"


def test_a_case_too_big_for_a_link_survives_a_reload_in_its_tab(page):
    change(page, "n_nodes", "64")
    change(page, "n_sequences", "60")
    paste(page, "W_h row 1 column 1", "\n".join("\t".join(f"0.{i}{j}1" for j in range(64)) for i in range(24)))
    page.wait_for_function("() => location.search.includes('e=tab')")
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-revision]")
    for _ in range(20):  # a block that was pasted from row 1 on; the fields are turned page by page
        if field(page, "W_h row 24 column 64").count():
            break
        page.locator("[data-editor=W_h] .pager button").last.click()
    assert field(page, "W_h row 24 column 64").input_value() == "0.236"


def test_a_broken_link_opens_the_textbook_case_with_a_notice(page, server):
    open_page(page, f"{server.url}/?e=1textbook~W_h-1_2")
    assert "could not be read" in page.inner_text(STAGE)
    assert field(page, "W_h row 2 column 3").input_value() == "0.06"


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


def test_no_other_host_is_asked_for_anything(context, server):
    asked = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    open_page(page, server.url)
    page.wait_for_selector(".js-plotly-plot")
    hosts = {urlsplit(url).hostname for url in asked if not re.match("data:|blob:", url)}
    assert hosts == {"localhost"}


def test_a_server_killed_in_mid_edit_and_restarted_loses_nothing(context, server_of_its_own):
    page = context.new_page()
    open_page(page, server_of_its_own.url)
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    change(page, "B node 1", "0.5")
    before = cells(page, "h", 3)
    server_of_its_own.kill()
    field(page, "B node 2").fill("0.25")
    field(page, "B node 2").press("Enter")
    page.wait_for_selector(".unsent:visible")
    field(page, "B node 4").fill("-0.75")
    field(page, "B node 4").press("Enter")
    revision = int(stage(page, "revision"))
    server_of_its_own.start()
    page.wait_for_function(
        "after => Number(document.querySelector('[data-testid=stage]').dataset.revision) > after",
        arg=revision, timeout=60_000,
    )  # fmt: skip
    page.wait_for_selector(".unsent", state="hidden")
    assert [field(page, f"B node {n}").input_value() for n in (1, 2, 3)] == ["0.5", "0.25", "1"]
    assert field(page, "B node 4").input_value() in ("-0.75", "−0.75")
    assert stage(page, "step") == "6"
    assert cells(page, "h", 3) != before


def test_a_gradient_given_by_hand_takes_the_place_of_the_loss(page):
    page.get_by_role("radio", name="by hand").click()
    wait_for_revision(page, 1)
    change(page, "given gradient step 2 node 3", "0.5")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End")
    assert cells(page, "own", 3) == ["no road here"] * 4
    assert cells(page, "dh", 2)[2].endswith("= 0.5")
    assert cells(page, "dh", 3)[0].endswith("= 0")


def test_a_preset_is_chosen_says_what_to_look_for_and_is_short_in_the_link(page):
    page.get_by_label("case").select_option("saturation")
    wait_for_revision(page, 1)
    assert "tanh is saturated" in page.inner_text(".purpose")
    assert stage(page, "steps") == "26"
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.search.includes('e=1saturation')")
    change(page, "x step 1 feature 1", "0")
    page.wait_for_function("() => location.search.includes('e=1saturation~x-0_0')")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End")
    assert cells(page, "dh", 1)[0].startswith("∂L/∂h_1[1] = 1024")
