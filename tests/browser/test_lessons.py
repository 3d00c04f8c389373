"""Lessons: each walked to its end, answered wrongly and rightly; what is asked for is nowhere until then."""

import pytest
from playwright.sync_api import expect

from app.experiment.presets import TEXTBOOK
from app.lessons import LESSONS, lesson
from app.trace import run
from app.translations import LANGUAGES, Catalogue
from tests.browser.visitor import STAGE, change, open_page, paste, script, small_text, stage, wait_for

CARD = "[data-testid=lesson]"
TRACE = run(TEXTBOOK)
#: How the change is made that a stop asks for, by what is to change.
CHANGES = {
    "W_h[1, 1]": lambda page: change(page, "W_h row 1 column 1", "0.5"),
    "length(W_h)": lambda page: paste(page, "W_h row 1 column 1", "\n".join(["0\t0\t0\t0"] * 4)),
    "length(dh[1])": lambda page: change(page, "x step 1 feature 1", "0.001"),
}


def at_stop(page, number):
    """The card stands at a stop, and the page is as the stop has it."""
    page.wait_for_function(
        "card => document.querySelector(card)?.querySelector('.back').hidden", arg=f'{CARD}[data-stop="{number}"]'
    )


def told(page, how):
    page.wait_for_function(
        "feedback => document.querySelector(feedback)?.checkVisibility()", arg=f"{CARD} .feedback[data-how='{how}']"
    )


def go_on(page):
    page.locator(f"{CARD} .lesson-way .strong").click()


def answer(page, ask, name):
    """Gives a wrong answer, then the right one."""
    fields = page.locator(CARD)
    if ask["kind"] == "number":
        assert page.evaluate(script("tells"), ask["value"]) == []
        assert page.locator(f"{STAGE} [data-state=asked]").count() > 0
        slips = ask["slips"]
        for given, how in ((slips[0]["value"] if slips else -ask["value"], "wrong"), (ask["value"], "right")):
            fields.locator("input").fill(repr(given))
            fields.locator("input").press("Enter")
            told(page, how)
            if how == "wrong" and slips:
                begins = slips[0]["said"].split("_")[0].split("^")[0][:20]
                assert begins in fields.locator(".feedback").inner_text()
        assert page.locator(f"{STAGE} [data-state=asked]").count() == 0
    elif ask["kind"] == "choice":
        options = fields.locator(".option")
        right = [option["right"] for option in ask["options"]].index(True)
        options.nth(1 if right == 0 else 0).click()
        told(page, "wrong")
        options.nth(right).click()
        told(page, "right")
    elif ask["kind"] == "bar":
        assert page.evaluate(script("tells"), ask["value"]) == []
        for share, how in ((0.99, "wrong"), (ask["value"] / ask["most"], "right")):
            to = "(range, share) => { range.value = share; range.dispatchEvent(new Event('input')) }"
            fields.locator("input").evaluate(to, share)
            fields.locator(".ask-bar button").click()
            told(page, how)
    else:
        assert fields.locator(".strong").is_disabled()
        CHANGES[ask["wanted"]["of"]](page)
        told(page, "right")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_walked_to_its_end(context, server, name, language):
    page = context.new_page()
    open_page(page, f"{server.url}/?lesson={name}" + ("&lang=en" if language == "en" else ""))
    stops = lesson(name, language, TRACE, "textbook")["stops"]
    if language != "en":  # the fields that are changed are found by their English names
        page.locator(".tools .language").click()
        expect(page.locator(f"{CARD} .leave")).to_have_text(Catalogue(language)("lesson.leave"))
    for number, stop in enumerate(stops, start=1):
        at_stop(page, number)
        assert stage(page, "step") == str(stop["step"])
        assert stage(page, "lens") == stop["lens"]
        assert page.locator(".lit-by-lesson").count() == len(stop["lit"])
        if stop["ask"] and (language == "en" or stop["ask"]["kind"] != "change"):
            answer(page, stop["ask"], name)
        elif stop["ask"]:
            page.locator(f"{CARD} .show").click()
            told(page, "shown")
        go_on(page)
    expect(page.locator(CARD)).to_be_hidden()


def test_a_learner_wanders_off_comes_back_and_goes_on_after_a_reload(page, server):
    page.get_by_role("button", name="Lessons").click()
    page.locator(".lesson-list button[data-name=two_gradients_meet]").click()
    at_stop(page, 1)
    go_on(page)
    at_stop(page, 2)
    assert page.locator(".left .picker").is_hidden()
    page.keyboard.press("Home")
    change(page, "B node 1", "0.5")
    back = page.get_by_role("button", name="Back to the lesson")
    back.click()
    at_stop(page, 2)
    wait_for(page, "step", "4")
    page.locator(f"{CARD} .show").click()
    go_on(page)
    at_stop(page, 3)
    page.wait_for_function("() => location.search.includes('lesson=two_gradients_meet&stop=3')")
    open_page(page, page.url)
    page.wait_for_selector(f'{CARD}[data-stop="3"]')
    page.get_by_role("button", name="One stop back").click()
    told(page, "shown")  # as it was left
    page.get_by_role("button", name="Teacher’s notes").click()
    notes = page.get_by_role("dialog", name="Teacher’s notes: Two gradients meet")
    assert notes.locator("li").count() == 5
    notes.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Leave the lesson").click()
    expect(page.locator(CARD)).to_be_hidden()
    assert page.locator(".left .picker").is_visible()
    page.wait_for_function("() => !location.search.includes('lesson')")


def test_a_lesson_is_gone_through_with_the_keyboard(page, server):
    open_page(page, f"{server.url}/?lesson=two_gradients_meet&stop=4")
    at_stop(page, 4)
    page.locator(f"{CARD} input").focus()
    page.keyboard.type("0,0329")
    page.keyboard.press("Enter")
    told(page, "right")
    page.keyboard.press("Enter")  # the way on has the focus
    at_stop(page, 5)
    assert page.evaluate("() => document.activeElement.tagName") == "H2"


def test_a_lesson_stands_large_when_projected_and_above_the_diagram_on_a_phone(page, server):
    open_page(page, f"{server.url}/?lesson=two_gradients_meet&stop=4&view=projector")
    page.wait_for_selector(f'{CARD}[data-stop="4"]')
    assert small_text(page) == []
    assert page.locator(CARD).bounding_box()["x"] > page.locator(".diagram").bounding_box()["x"]
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{server.url}/?lesson=two_gradients_meet&stop=4&lang=ja")
    page.wait_for_selector(f'{CARD}[data-stop="4"]')
    assert page.locator(CARD).bounding_box()["y"] < page.locator(".diagram").bounding_box()["y"]
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_practice_is_answered_and_printed_and_its_seed_is_in_the_link(page, server):
    page.keyboard.press("l")
    page.locator(".lesson-list button[data-name=practice]").click()
    at_stop(page, 1)
    page.wait_for_function("() => /lesson=practice-\\d+/.test(location.search)")
    open_page(page, f"{server.url}/?lesson=practice-7")
    at_stop(page, 1)
    answer(page, lesson("practice-7", "en", TRACE, "textbook")["stops"][0]["ask"], "practice-7")
    page.evaluate("() => (window.print = () => {})")
    page.emulate_media(media="print")
    page.get_by_role("button", name="Print the sheet").evaluate("(button) => button.click()")
    assert page.locator(".sheet li").count() == 20
    assert page.locator(".sheet").is_visible()
    assert page.locator(STAGE).is_hidden()
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".sheet").count() == 0


def test_a_quiz_asks_about_what_comes_next_with_the_numbers_of_the_page(page):
    change(page, "B node 1", "0.5")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Lessons").click()
    page.locator(".lesson-list button[data-name=quiz]").click()
    at_stop(page, 3)
    assert stage(page, "step") == "2"
    assert page.locator(f"{STAGE} [data-state=asked]").count() > 0
    page.locator(f"{CARD} .show").click()
    assert page.locator(f"{STAGE} [data-state=asked]").count() == 0
    go_on(page)
    at_stop(page, 4)
    assert (stage(page, "phase"), stage(page, "t")) == ("backward", "3")
