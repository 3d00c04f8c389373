"""Lenses: opened by key, click and link; on the same clock; what is chosen in them, and where they stand."""

import pytest
from playwright.sync_api import expect

from app.experiment.presets import PRESETS
from app.trace import run
from tests.browser.visitor import STAGE, change, field, open_page, small_text, stage, wait_for

LENS = "[data-testid=lens]"
NAMES = {"worked": "Worked out", "program": "Program", "where": "Where from", "why": "Why this size"}
JAPANESE = {"worked": "計算過程", "program": "プログラム", "where": "どの損失から", "why": "なぜこの大きさか"}


def at(page, server, query):
    open_page(page, f"{server.url}/?{query}")


def opened(page, name):
    """The lens stands open, with what Python says of it."""
    page.wait_for_selector(f'{LENS}[data-lens="{name}"]')
    page.wait_for_function(f"() => !document.querySelector('{LENS} .waits')")


def tab(page, name):
    return page.get_by_role("tab", name=NAMES[name])


def said(page):
    return page.locator(f"{LENS} .verdict").inner_text()


def test_each_tab_opens_by_click_by_key_and_by_link_and_an_edit_keeps_it(page, server):
    assert page.get_by_role("tab").all_inner_texts() == list(NAMES.values())
    for key, name in enumerate(NAMES, start=1):
        tab(page, name).click()
        opened(page, name)
        assert tab(page, name).get_attribute("aria-selected") == "true"
        page.keyboard.press("1" if key != 1 else "4")
        page.keyboard.press(str(key))
        opened(page, name)
        assert page.locator("[role=tabpanel]").count() == 1
    change(page, "B node 1", "0.5")
    opened(page, "why")
    page.wait_for_function("text => location.search.includes(text)", arg="lens=why")
    at(page, server, "e=1textbook&lens=where&lang=ja")
    opened(page, "where")
    assert page.get_by_role("tab").all_inner_texts() == list(JAPANESE.values())
    tab_of = page.get_by_role("tab", name=JAPANESE["where"])
    tab_of.focus()
    page.keyboard.press("ArrowRight")
    opened(page, "why")
    assert stage(page, "step") == "0"  # the arrows were the tabs', not the clock's


@pytest.mark.parametrize("name", NAMES)
def test_each_lens_of_a_short_case_fits_without_scrolling(page, server, name):
    for step in (0, 5):
        at(page, server, f"e=1textbook&step={step}&lens={name}")
        opened(page, name)
        if name != "worked":
            middle = page.locator(".middle")
            assert middle.evaluate("(element) => element.scrollHeight - element.clientHeight") <= 1
        else:
            assert page.locator(".equation").is_visible()


# ---- why this size ----


def test_the_factors_come_with_the_way_back_and_tell_who_is_to_blame(page, server):
    at(page, server, "e=1saturation&lens=why")
    opened(page, "why")
    assert page.locator(f"{LENS} .factor.hatched").count() == 12
    assert "way back" in said(page)
    page.get_by_role("button", name="Go through the way back").click()
    assert page.locator(f"{LENS} .factor.hatched").count() == 0
    assert said(page).startswith("The slope makes it shrink, not W")
    page.locator(f"{LENS} .factor[data-t='7']").click()
    assert stage(page, "t") == "7"
    handle = page.get_by_label("Back to step")
    handle.focus()
    page.keyboard.press("End")
    expect(page.locator(f"{LENS} .verdict")).to_contain_text("Both ends stand at step 12")


def test_a_slider_rescales_what_is_there_and_is_undone_as_one(page, server):
    at(page, server, "e=1vanishing&step=24&lens=why")
    opened(page, "why")
    before = field(page, "W_h row 1 column 1").input_value()
    radius = page.locator(f"{LENS} [data-slider=radius]")
    for value in ("0.7", "0.9", "1"):
        radius.evaluate("(range, value) => { range.value = value; range.dispatchEvent(new Event('input')) }", value)
    radius.evaluate("(range) => range.dispatchEvent(new Event('change'))")
    expect(page.locator(f"{LENS} .verdict")).to_contain_text("It keeps its size")
    assert field(page, "W_h row 1 column 1").input_value() == "0.6"
    page.keyboard.press("Control+z")
    expect(page.locator(f"{LENS} .verdict")).to_contain_text("W_h makes it shrink".replace("_h", "h"))
    assert field(page, "W_h row 1 column 1").input_value() == before
    shift = page.locator(f"{LENS} [data-slider=B]")
    shift.evaluate("(range) => { range.value = '1.5'; range.dispatchEvent(new Event('input')) }")
    expect(field(page, "B node 1")).to_have_value("1.5")
    steps = page.locator(f"{LENS} [data-slider=T]")
    steps.evaluate("(range) => { range.value = '5'; range.dispatchEvent(new Event('input')) }")
    wait_for(page, "steps", "12")


# ---- where from ----


def test_one_loss_is_followed_back_through_diagram_and_ledger(page, server):
    at(page, server, "e=1textbook&step=6&lens=where")
    opened(page, "where")
    assert "All 6 parts add up" in page.inner_text(f"{LENS} .badge")
    ledger = page.locator(".sum .block").first.locator(".cell")
    whole = ledger.first.inner_text()
    page.locator(f"{LENS} .triangle .cell[data-s='3'][data-t='1']").click()
    expect(page.locator(f"{LENS} .verdict")).to_contain_text("L3 sent 0.00131: 0.3847 at step 3, × 0.03509")
    own = page.locator(f"{STAGE} [data-column='1'] [data-slot=own] .cell text")
    expect(own.first).to_have_text("0")
    assert ledger.first.inner_text() != whole
    assert "of L3 alone" in page.inner_text(".ledger")
    page.wait_for_function("text => location.search.includes(text)", arg="loss-3")
    page.get_by_role("button", name="All losses again").click()
    expect(ledger.first).to_have_text(whole)


def test_a_cut_severs_roads_and_says_what_is_lost(page, server):
    at(page, server, "e=1textbook&step=6&lens=where")
    opened(page, "where")
    page.get_by_label("cut after").select_option("2")
    expect(page.locator(f"{LENS} .lost")).to_contain_text("In chunks")
    assert page.locator(f"{LENS} .triangle [data-cut]:not([data-state=none])").count() == 2
    assert page.locator(f"{STAGE} .road.severed").count() > 0
    page.get_by_label("How it is cut").select_option("horizon")
    expect(page.locator(f"{LENS} .lost")).to_contain_text("By horizon")
    assert page.locator(f"{STAGE} .road.severed").count() == 0


# ---- program ----


def test_a_line_is_broken_and_mended(page, server):
    at(page, server, "e=1textbook&step=5&lens=program")
    opened(page, "program")
    assert page.locator(f"{LENS} .check-bar.passed").count() == 5
    page.get_by_label("Known mistakes in line 14").select_option("state_now")
    expect(page.locator(f"{LENS} .line.wrong")).to_have_count(1)
    assert page.locator(f"{LENS} .wrong-code").inner_text().strip() == "dW_h += h[:, t].T @ da"
    assert page.locator(f"{LENS} .check-bar.failed").count() == 1
    expect(page.locator(f"{LENS} .diagnosis")).to_contain_text(
        "wrong from t = 3 on the way back, in the part that is added to"
    )
    assert page.locator(f"{STAGE} .blamed").count() == 1  # the column: the diagram has no place for that number
    page.wait_for_function("text => location.search.includes(text)", arg="wrong-state_now")
    page.get_by_label("side by side").select_option("dW_h")
    expect(page.locator(f"{LENS} .pair .differs")).to_have_count(16)
    page.get_by_role("button", name="All right again").click()
    expect(page.locator(f"{LENS} .line.wrong")).to_have_count(0)
    page.get_by_label("Known mistakes in line 12").select_option("road_left_out")
    expect(page.locator(f"{LENS} .diagnosis")).to_contain_text("t = 2 on the way back, in the sum of the two gradients")
    assert page.locator(f"{STAGE} [data-column='2'] > [data-slot='dh'].blamed").count() == 1


def test_an_array_of_ones_own_is_right_or_told_what_it_is(page, server):
    at(page, server, "e=1textbook&lens=program")
    opened(page, "program")
    trace = run(PRESETS["textbook"])
    answer = page.locator(f"{LENS} .own-said")

    def check(array, source):
        page.get_by_role("combobox", name="array").select_option(array)
        page.get_by_role("textbox", name="Check your own").fill(source)
        page.get_by_role("button", name="Check", exact=True).click()

    check("dW_h", str(trace.bwd.dW_h))
    expect(answer).to_contain_text("this is the right")
    check("dW_h", str(trace.bwd.dW_h.T.tolist()))
    expect(answer).to_contain_text("transposed")
    check("dB", str(trace.bwd.da[0, 0].tolist()))
    expect(answer).to_contain_text("= for +=")
    check("dB", "[1, 2, 3, 4]")
    expect(answer).to_contain_text("first differs at [1]")
    check("dB", "[1, 2")
    expect(answer).to_contain_text("cannot be read")
    assert answer.get_attribute("role") == "status"


# ---- where a lens stands ----


@pytest.mark.parametrize("name", ["program", "where", "why"])
def test_projected_a_lens_is_large_and_the_diagram_stays_beside_it(page, server, name):
    at(page, server, f"e=1textbook&step=5&view=projector&lens={name}")
    opened(page, name)
    assert small_text(page) == []
    lens, diagram = (page.locator(selector).bounding_box() for selector in (LENS, ".diagram"))
    if name == "program":
        assert lens["y"] >= diagram["y"] + diagram["height"] - 1
    else:
        assert lens["x"] >= diagram["x"] + diagram["width"] - 1
        assert page.locator(".equation").is_visible()
        assert not page.locator(".ledger").is_visible()


def test_on_a_phone_a_lens_stands_under_the_diagram_and_is_not_cut(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for name in ("program", "where", "why"):
        at(page, server, f"e=1textbook&step=6&lens={name}")
        opened(page, name)
        diagram, lens = (page.locator(selector).bounding_box() for selector in (".diagram", LENS))
        assert lens["y"] >= diagram["y"] + diagram["height"] - 1
        assert lens["x"] + lens["width"] <= 391
        wide = page.evaluate(
            "document.querySelector('.lens').scrollWidth - document.querySelector('.lens').clientWidth"
        )
        assert wide <= 1
    context.close()
