"""In front of a class: a blank screen, a spotlight, marked columns; and links that hide or lock."""

from playwright.sync_api import expect

from tests.browser.visitor import STAGE, field, open_page, wait_for


def test_the_screen_goes_blank_and_the_pointer_lights(page):
    for key in ("b", "."):
        page.keyboard.press(key)
        blank = page.get_by_role("button", name="Show the page again")
        assert blank.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 720}
        page.keyboard.press(key)
        expect(blank).to_be_hidden()
    page.mouse.move(400, 300)
    page.keyboard.down("s")
    light = page.locator(".spotlight")
    assert light.is_visible()
    assert light.evaluate("(light) => light.style.getPropertyValue('--x')") == "400px"
    page.keyboard.up("s")
    assert light.is_hidden()
    field(page, "B node 1").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("b")
    assert page.get_by_role("button", name="Show the page again").is_hidden()  # a field takes its letters


def test_projected_a_click_marks_a_column(page, server):
    open_page(page, f"{server.url}/?view=projector")
    column = page.locator(f"{STAGE} .diagram [data-column='2'] [data-slot=h] .cell").first
    column.click()
    marked = page.locator(f"{STAGE} .diagram .marked")
    assert marked.count() == 1
    page.keyboard.press("ArrowRight")
    assert marked.count() == 1
    column.click()
    assert marked.count() == 0


def test_a_link_hides_and_locks_what_it_names(page, server):
    page.get_by_role("button", name="Take away").click()
    page.get_by_text("For an exercise").click()
    for name in ("numbers cannot be changed", "gradient ledger", "worked equation and lenses"):
        page.get_by_role("checkbox", name=name).check()
    link = page.locator(".share input[readonly]").input_value()
    assert "lock=inputs~lenses~ledger" in link.replace("%7E", "~")
    open_page(page, link)
    assert page.locator(".ledger").is_hidden()
    assert page.locator(".lenses").is_hidden()
    assert page.locator(".charts").is_visible()
    assert page.locator(".left .picker").is_visible()
    field(page, "B node 1").click(force=True)
    assert page.evaluate("() => document.activeElement.closest('.fields')") is None
    page.keyboard.press("End")
    wait_for(page, "phase", "update")
