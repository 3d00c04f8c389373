"""A first visit: the run at a glance, and a first minute that explains itself and never comes back unasked."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import STAGE, field, open_page, stage, wait_for


@pytest.fixture
def newcomer(browser):
    """Opens pages of one who has never been here: newcomer(address, **options of the browser)."""
    contexts = []

    def visit(url, **options):
        contexts.append(browser.newcomer(**{"viewport": {"width": 1280, "height": 720}, "locale": "en-US"} | options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        open_page(page, url)
        return page

    yield visit
    for context in contexts:
        context.close()


def test_the_whole_run_passes_once_as_colours_while_the_stage_stays_at_the_first_step(newcomer, server):
    page = newcomer(server.url)
    glance = page.locator(".glance")
    expect(glance.locator("i")).to_have_count(48)  # 4 nodes: 3 states, 3 own gradients, 2 from a later step, 4 sums
    assert glance.inner_text() == ""
    assert stage(page, "step") == "0"
    expect(glance).to_have_count(0)
    assert stage(page, "step") == "0"
    assert stage(page, "inviting") == "yes"
    expect(page.get_by_role("region", name="The first minute")).to_be_visible()


@pytest.mark.parametrize("ending", ["key", "click"])
def test_whatever_is_done_ends_the_glance_and_is_done(newcomer, server, ending):
    page = newcomer(server.url)
    page.locator(".glance").wait_for()
    if ending == "key":
        page.keyboard.press("ArrowRight")
    else:
        page.get_by_role("button", name="Next").click()
    wait_for(page, "step", 1)
    expect(page.locator(".glance")).to_have_count(0)


@pytest.mark.parametrize(("locale", "name", "on", "done"), [
    ("en-US", "The first minute", "Continue", "Let’s go"), ("ja-JP", "はじめの 1 分", "次へ", "始める"),
])  # fmt: skip
def test_the_first_minute_has_three_stops_and_comes_once(newcomer, server, locale, name, on, done):
    page = newcomer(server.url, locale=locale, reduced_motion="reduce")
    card = page.get_by_role("region", name=name)
    expect(card).to_be_visible()
    assert page.locator(".glance").count() == 0
    expect(card.locator(".unrolling")).to_be_visible()
    for stop in ("2 / 3", "3 / 3"):
        card.get_by_role("button", name=on).click()
        expect(card.locator("small")).to_have_text(stop)
    card.get_by_role("button", name=done).click()
    expect(card).to_be_hidden()
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-revision]")
    expect(page.locator(".tour")).to_be_hidden()
    page.keyboard.press("?")
    page.locator(".help-ways button").first.click()
    expect(card).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "H2"


@pytest.mark.parametrize("way", ["skip", "escape", "play"])
def test_the_first_minute_can_be_left_at_once(newcomer, server, way):
    page = newcomer(server.url, reduced_motion="reduce")
    card = page.locator(".tour")
    expect(card).to_be_visible()
    if way == "skip":
        card.get_by_role("button", name="Skip").click()
    elif way == "escape":
        card.get_by_role("button", name="Skip").focus()
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Play").click()
        assert stage(page, "inviting") == ""
    expect(card).to_be_hidden()


@pytest.mark.parametrize("address", ["/?e=1vanishing", "/?step=5"])
def test_a_link_shows_what_it_stands_for_and_nothing_before_it(newcomer, server, address):
    page = newcomer(server.url + address)
    assert page.locator(".glance").count() == 0
    expect(page.locator(".tour")).to_be_hidden()


def test_the_first_minute_covers_nothing(newcomer, server):
    page = newcomer(server.url, reduced_motion="reduce")
    expect(page.locator(".tour")).to_be_visible()
    field(page, "W_h row 2 column 3").click()
    page.locator(".sum .cell").first.hover()
    expect(page.locator("[role=tooltip]")).to_be_visible()
