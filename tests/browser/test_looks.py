"""What a person can read from the back row: sizes, contrast, and that everything is in view."""

import pytest

from tests.browser.visitor import open_page, script, small_text, stage


def visit(browser, server, *, scheme="light", locale="en-US", size=(1280, 720), address="/"):
    """A still page: what moves would be read halfway."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale, reduced_motion="reduce"
    )
    page = context.new_page()
    open_page(page, server.url + address)
    page.wait_for_function("() => document.querySelectorAll('.chart.js-plotly-plot').length === 2")
    return context, page


def steps(page):
    """At each step in turn."""
    page.keyboard.press("Home")
    for step in range(int(stage(page, "steps"))):
        assert stage(page, "step") == str(step)
        yield step
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("address", "least"), [("/?e=1batch", 4.5), ("/?e=1batch&view=projector", 7)])
def test_every_text_stands_out_from_what_is_behind_it(browser, server, scheme, address, least):
    context, page = visit(browser, server, scheme=scheme, address=address)
    for step in steps(page):
        assert page.evaluate(script("faint"), least) == [], step
    context.close()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("locale", ["en-US", "ja-JP"])
def test_projected_numbers_have_room_in_their_cells(browser, server, size, locale):
    context, page = visit(browser, server, size=size, locale=locale, address="/?view=projector")
    for step in steps(page):
        assert page.evaluate(script("tight")) == [], step
    context.close()


@pytest.mark.parametrize("case", ["1textbook", "1batch", "1textbook~s-1.3.2.8", "1vanishing"])
def test_projected_text_is_at_least_18_pixels_high(browser, server, case):
    context, page = visit(browser, server, address=f"/?e={case}&view=projector&step=4")
    for width, height in ((1280, 720), (1920, 1080), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)  # charts take their new size
        assert small_text(page) == [], width
    context.close()


def test_projected_rows_that_do_not_fit_are_counted(browser, server):
    context, page = visit(browser, server, address="/?view=projector&step=5")
    rows = page.locator(".equation .equation-row").count()
    assert rows == 2
    assert page.inner_text(".folded").startswith("2 more")
    page.keyboard.press("Home")
    assert page.locator(".folded").count() == 0
    context.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_last_projected_row_is_whole_below_the_highest_diagram(browser, server, language):
    context, page = visit(browser, server, address=f"/?e=1textbook~s-1.3.2.8&view=projector&step=6&lang={language}")
    cut_off = "({ scrollHeight, clientHeight }) => scrollHeight - clientHeight"
    for key in ["ArrowLeft", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"]:
        page.keyboard.press(key)
        assert page.locator(".equation .equation-row").count() >= 1
        assert page.locator(".equation").evaluate(cut_off) <= 2
        assert "∂" in page.inner_text(".equation")
    context.close()


def test_a_step_with_one_folded_row_is_drawn_again(browser, server):
    context, page = visit(browser, server, address="/?view=projector&step=5&level=step")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for height in range(720, 1000, 20):
        page.set_viewport_size({"width": 1280, "height": height})
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowRight")
        if page.locator(".folded").count() and page.inner_text(".folded").startswith("1 more"):
            break
    else:
        pytest.fail("no height leaves room for all rows but one")
    page.keyboard.press(" ")
    assert stage(page, "playing") == "true"
    page.keyboard.press(" ")
    assert page.inner_text(".folded").startswith("1 more")
    assert errors == []
    context.close()


def test_projected_blocks_that_are_too_wide_become_strips_so_that_the_equation_fits(browser, server):
    context, page = visit(browser, server, address="/?e=1textbook~to-1.3.2.8&view=projector")
    sizes = "() => { const e = document.querySelector('.equation'); return [e.scrollHeight, e.clientHeight] }"
    for step in steps(page):
        assert page.locator(".equation .equation-row").count() >= 1, step
        needed, room = page.evaluate(sizes)
        assert needed <= room + 2 or room < 60, step  # a caption of three lines leaves less
    page.keyboard.press("f")
    assert page.locator(".equation .strip").count() == 0
    context.close()


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
@pytest.mark.parametrize("n_nodes", [5, 20])
def test_every_number_fits_its_field(browser, server, size, n_nodes):
    link = f"1textbook~to-1.3.2.{n_nodes}~W_h.*gaussian-.03-7~W_x.*gaussian-.5-7~B.*gaussian-20-7"
    context, page = visit(browser, server, address=f"/?e={link}", size=size)
    assert page.locator("[data-editor=W_h] .fields input").count() == n_nodes * min(n_nodes, 12)
    assert page.evaluate(script("cut_off")) == []
    context.close()


def test_on_a_phone_the_program_stands_above_the_sums_and_nothing_of_it_is_cut(browser, server):
    context, page = visit(browser, server, address="/?lens=program", size=(390, 844))
    tops = [page.locator(selector).bounding_box()["y"] for selector in (".diagram", ".listing", ".ledger", ".left")]
    assert tops == sorted(tops)
    assert page.evaluate(
        "[...document.querySelectorAll('.line')].every((line) => line.scrollWidth <= line.clientWidth)"
    )
    context.close()
