"""A against B: a run is pinned, what is changed is compared with it, and the link brings both."""

from playwright.sync_api import expect

from tests.browser.visitor import STAGE, cells, change, field, open_page, small_text, stage, wait_for

BAR = "[data-testid=against]"
LENS = "[data-testid=lens]"
CELL = "W_h row 2 column 3"


def said(page):
    return page.locator(f"{BAR} p").inner_text()


def pinned(page):
    """A run pinned by its key, and one number changed since."""
    page.keyboard.press("p")
    expect(page.locator(f"{BAR} p")).to_contain_text("B is still the same as A")
    change(page, CELL, "0.5")
    expect(page.locator(f"{BAR} p")).to_contain_text("0.06 → 0.5")


def ghosts(page):
    """The pinned run's lines in the chart of the states: the values of each."""
    page.wait_for_function("() => document.querySelector('.chart.states')?.data?.length === 8")
    return page.evaluate("() => document.querySelector('.chart.states').data.slice(4).map((trace) => [...trace.y])")


def test_a_pinned_run_is_compared_with_in_cells_charts_and_a_sentence(page):
    page.keyboard.press("End")
    before = cells(page, "h", 2)
    pinned(page)
    assert "0.06 → 0.5" in said(page).replace("Wh", "W_h")
    assert "L: 0.6815 → 0.7499" in said(page)
    now = cells(page, "h", 2)
    marked = page.locator(f"{STAGE} [data-column='2'] > [data-slot='h'] .cell[data-differs]")
    assert marked.count() == sum(one != other for one, other in zip(before, now, strict=True)) == 1  # of node 3
    assert page.locator(f"{STAGE} [data-column='2'] > [data-slot='x'] .cell[data-differs]").count() == 0
    marked.first.hover()
    one, value = (float(text.split(" = ")[1]) for text in (before[2], now[2]))
    tip = page.locator(".tip .beside").inner_text().replace("−", "-")
    assert tip.startswith(f"A: {one}; B - A: +")
    assert abs(float(tip.split("+")[1]) - (value - one)) < 2e-8
    assert "A: 0.06" in field(page, CELL).get_attribute("title")
    assert page.locator(".fields input[data-differs]").count() == 1
    lines = ghosts(page)
    assert [round(line[1], 8) for line in lines] == [float(text.split(" = ")[1]) for text in before]
    assert page.locator(".ledger .cell[data-differs]").count() > 0


def test_swap_and_unpin_and_the_link_brings_both(page, server):
    pinned(page)
    page.wait_for_function("() => /e=2textbook~W_h.*pin=1textbook/.test(location.search)")
    open_page(page, page.url)
    assert "L: 0.6815 → 0.7499" in said(page)
    before = int(stage(page, "revision"))
    page.get_by_role("button", name="Swap").click()
    page.wait_for_function(
        "([root, before]) => Number(document.querySelector(root).dataset.revision) > before", arg=[STAGE, before]
    )
    assert field(page, CELL).input_value() == "0.06"
    assert "0.5 → 0.06" in said(page)
    assert "L: 0.7499 → 0.6815" in said(page)
    page.wait_for_function("() => /pin=2textbook~W_h/.test(location.search) && !location.search.includes('e=')")
    page.get_by_role("button", name="Unpin").click()
    expect(page.locator(BAR)).to_be_hidden()
    assert page.locator("[data-differs]").count() == 0
    page.wait_for_function("() => !location.search.includes('pin=')")
    page.get_by_role("button", name="Pin", exact=True).click()
    expect(page.locator(BAR)).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator(BAR)).to_be_hidden()


def test_a_pin_that_cannot_be_read_is_left_out_and_said(page, server):
    open_page(page, f"{server.url}/?e=1pencil&pin=1nowhere")
    expect(page.locator(".notice")).to_contain_text("pinned run in the link cannot be read")
    assert page.locator(BAR).is_hidden()
    assert stage(page, "steps") == "8"


def test_lenses_show_the_pinned_run_hollow(page, server):
    open_page(page, f"{server.url}/?e=1saturation~W_h.*times-.5&pin=1saturation&step=25&lens=why")
    page.wait_for_selector(f"{LENS} .factor .bar.ghost")
    assert page.locator(f"{LENS} .factor .bar.ghost").count() == 2 * 12
    assert page.locator(f"{LENS} .plane .ghost").count() == 2
    assert "4.98e-9 → 5.42e-2" in said(page)
    page.keyboard.press("3")
    page.wait_for_selector(f"{LENS} .band.ghost")
    page.keyboard.press("2")
    page.wait_for_selector(f"{LENS} .check-bar .ghost")


def test_the_comparison_is_large_when_projected_and_fits_a_phone_in_japanese(page, server):
    query = "e=1textbook~W_h.*6-.5&pin=1textbook&step=6"
    open_page(page, f"{server.url}/?{query}&view=projector")
    assert small_text(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{server.url}/?{query}&lang=ja")
    assert said(page).startswith("変えたところ：")
    assert page.get_by_role("button", name="外す").is_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    wait_for(page, "step", "6")


def test_a_pinned_run_too_long_for_the_address_is_kept_in_the_tab(modules):
    names = {"experiment": "e", "pin": "pin"}
    address = """({ names, long }) => {
        const opened = () => new module.Address({ names, in_tab: "tab" }, { written: () => null, read() {} }, 100)
        const address = opened()
        const written = []
        for (const pin of ["1pencil", long, null]) {
            address.take("1textbook", pin)
            address.flush()
            written.push([location.search, opened().keptPin()])
        }
        return written
    }"""
    long = "1textbook~x-" + "_".join(["0.125"] * 40)
    short, kept, none = modules("store/address.js", address, {"names": names, "long": long})
    assert short == ["?e=1textbook&pin=1pencil", None]
    assert kept == ["?e=1textbook&pin=tab", long]
    assert none == ["?e=1textbook", None]
