"""What a person meets in a real browser."""

import re
from urllib.parse import urlsplit

import pytest
from conftest import open_page

STAGE = "[data-testid=stage]"
BUTTONS = ["First", "Previous", "Play", "Next", "Last"]


def stage(page, name):
    return page.get_attribute(STAGE, f"data-{name}")


def wait_for(page, name, value):
    page.wait_for_selector(f'{STAGE}[data-{name}="{value}"]')


def wait_for_revision(page, after):
    page.wait_for_function(
        "after => Number(document.querySelector('[data-testid=stage]').dataset.revision) > after", arg=after
    )


def field(page, name):
    return page.get_by_label(name, exact=True)


def cells(page, slot, column):
    """The numbers that the diagram shows in one slot."""
    group = page.locator(f"{STAGE} [data-column='{column}'] > [data-slot='{slot}']")
    return [cell.get_attribute("data-value") for cell in group.locator(".cell").all()]


def change(page, name, value):
    before = int(stage(page, "revision"))
    field(page, name).fill(value)
    field(page, name).press("Enter")
    wait_for_revision(page, before)


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
    assert "locked" in page.inner_text(STAGE)


def test_playing_reaches_the_end_and_stops_there(page):
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play").click()
    wait_for(page, "playing", "true")
    page.get_by_role("button", name="Pause").wait_for()
    page.wait_for_selector(f'{STAGE}[data-phase="update"][data-playing="false"]')


def test_stepping_asks_the_server_nothing(page):
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
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


def test_an_edit_changes_h_and_the_stage_stays_where_it_was(page):
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    before = cells(page, "h", 1)
    change(page, "x step 1 feature 2", "1.5")
    assert cells(page, "h", 1) != before
    assert stage(page, "step") == "2"
    page.wait_for_function("location.search.includes('x-.01_1.5_.02')")


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
    page.wait_for_function("location.search.includes('lang=ja')")
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
    page.wait_for_function("location.search.includes('step=7') && location.search.includes('B-1_1_-.125_1')")
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-revision]")
    assert field(page, "B node 3").input_value() == "−0.125"
    assert stage(page, "step") == "7"


def test_a_case_too_big_for_a_link_survives_a_reload_in_its_tab(page):
    change(page, "n_nodes", "64")
    change(page, "n_sequences", "60")
    paste(page, "W_h row 1 column 1", "\n".join("\t".join(f"0.{i}{j}1" for j in range(64)) for i in range(24)))
    page.wait_for_function("location.search.includes('e=tab')")
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
    forward, backward = ["input", "recurrent", "sum", "activate"], ["meet", "slope", "contribute", "send"]
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
    assert "(−0.0078) + 0.0137 = 0.00590" in page.inner_text("[role=tooltip]")
    page.locator(f"{STAGE} [data-slot='next'] .cell").nth(4).hover()
    assert used(page, "[data-editor=W_h] input") == 4


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
    lit = page.locator(".listing .line.lit")
    assert lit.count() == 1
    assert "dh = dh_output[:, t] + dh_next" in lit.inner_text()
    page.evaluate("document.querySelector('.line.lit var').focus()")
    assert page.inner_text("[role=tooltip]").startswith("dh (1, 4): −0.0388")


def test_a_gradient_given_by_hand_takes_the_place_of_the_loss(page):
    page.get_by_role("radio", name="by hand").click()
    wait_for_revision(page, 1)
    change(page, "given gradient step 2 node 3", "0.5")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End")
    assert cells(page, "own", 3) == ["no road here"] * 4
    assert cells(page, "dh", 2)[2].endswith("= 0.5")
    assert cells(page, "dh", 3)[0].endswith("= 0")


def test_projector_view_has_no_editors_no_scrolling_and_no_small_text(page):
    page.keyboard.press("f")
    assert stage(page, "view") == "projector"
    assert not page.locator("[data-editor=W_h]").is_visible()
    for step in range(8):
        small = page.evaluate("""() => [...document.querySelectorAll('[data-testid=stage] *')].filter(
          (e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) &&
          !e.closest('option, .js-plotly-plot')).map((e) => {
            const scale = e.ownerSVGElement ? e.ownerSVGElement.getScreenCTM().a : 1
            return [parseFloat(getComputedStyle(e).fontSize) * scale, e.textContent]
          }).filter(([size]) => size < 17.9)""")
        assert small == [], step
        inside = page.evaluate("""() => ['.middle', '.right', '.equation'].map((name) => {
          const e = document.querySelector(name)
          return [name, e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]
        })""")
        assert all(down <= 2 and right <= 2 for _, down, right in inside), (step, inside)
        wide = page.evaluate("""() => [...document.querySelectorAll('.right .cell')].filter(
          (cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent)""")
        assert wide == [], step
        page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.includes('view=projector')")
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-view=projector]")


def test_a_preset_is_chosen_says_what_to_look_for_and_is_short_in_the_link(page):
    page.get_by_label("case").select_option("saturation")
    wait_for_revision(page, 1)
    assert "tanh is saturated" in page.inner_text(".purpose")
    assert stage(page, "steps") == "26"
    page.keyboard.press("Escape")
    page.wait_for_function("location.search.includes('e=1saturation')")
    change(page, "x step 1 feature 1", "0")
    page.wait_for_function("location.search.includes('e=1saturation~x-0_0')")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End")
    assert cells(page, "dh", 1)[0].startswith("∂L/∂h_1[1] = 1024")


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
