"""The app's help says what this server allows."""

import pytest

from app.translations import CATALOGUES, LANGUAGES
from tests.browser.visitor import field, open_page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_lists_the_limits_that_are_set(context, serve, language):
    server = serve(environment={"UNROLL_MAX_NODES": "9", "UNROLL_MAX_SESSIONS": "1234"})
    words = CATALOGUES[language]
    page = context.new_page()
    open_page(page, f"{server.url}/?lang={language}")
    page.keyboard.press("?")
    said = page.get_by_role("dialog").inner_text()
    assert words["key.bound.size"].format(name="n_nodes", largest=9) in said
    assert words["key.bound.sessions"].format(largest="1,234") in said
    assert words["key.bound.link"].format(largest="8,000") in said
    page.keyboard.press("Escape")
    field(page, words["size.n_nodes"]).fill("10")
    field(page, words["size.n_nodes"]).press("Enter")
    reason = words["error.size"].format(name="n_nodes", found=10, largest=9)
    assert reason in page.locator("[data-editor=n_nodes] [role=alert]").inner_text()
