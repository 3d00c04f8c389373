"""What lasts: the address, a reload, a file, a server that is lost and comes back; in a real browser."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from app.experiment.seal import sealed
from tests.browser.visitor import STAGE, cells, change, field, open_page, paste, stage, wait_for_revision


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
    page.wait_for_function("() => location.search.includes('step=7') && location.search.includes('B.*2--.125')")
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-revision]")
    expect(field(page, "B node 3")).to_have_value("−0.125")
    assert stage(page, "step") == "7"


def test_a_case_too_big_for_a_link_survives_a_reload_in_its_tab(page):
    change(page, "n_nodes", "64")
    change(page, "time steps T (n_sequences)", "60")
    paste(page, "W_h row 1 column 1", "\n".join("\t".join(f"0.{i}{j}1" for j in range(64)) for i in range(24)))
    page.wait_for_function("() => location.search.includes('e=tab')")
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-revision]")
    for _ in range(20):  # a block that was pasted from row 1 on; the fields are turned page by page
        if field(page, "W_h row 24 column 64").count():
            break
        page.locator("[data-editor=W_h] .pager button").last.click()
    expect(field(page, "W_h row 24 column 64")).to_have_value(re.compile(r"0\.236"))


def test_a_broken_link_opens_the_textbook_case_with_a_notice(page, server):
    open_page(page, f"{server.url}/?e=1textbook~W_h-1_2")
    assert "could not be read" in page.inner_text(STAGE)
    expect(field(page, "W_h row 2 column 3")).to_have_value("0.06")


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


def share(page):
    page.get_by_role("button", name="Take away", exact=True).click()
    return page.get_by_role("dialog", name="Take away")


def test_the_link_that_is_shared_opens_the_same_page(context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    change(page, "W_h row 4 column 4", "-0.3")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    page.get_by_label("Level of detail").select_option("operation")
    dialog = share(page)
    dialog.get_by_role("button", name="Copy link").click()
    page.wait_for_selector("text=Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert urlsplit(link).query == f"e={sealed('1textbook~W_h.*15--.3')}&step=1&level=operation"
    assert dialog.get_by_label("Link").input_value() == link
    other = context.new_page()
    open_page(other, link)
    expect(field(other, "W_h row 4 column 4")).to_have_value("−0.3")
    assert (stage(other, "step"), stage(other, "level")) == ("1", "operation")


def test_a_short_link_has_a_qr_code_and_a_long_one_says_why_not(page):
    dialog = share(page)
    page.wait_for_function("() => document.querySelector('img.qr').naturalWidth > 0")
    dialog.get_by_role("button", name="Close").click()
    page.get_by_label("case", exact=True).select_option("saturation")
    wait_for_revision(page, 1)
    change(page, "n_nodes", "14")
    paste(page, "W_h row 1 column 1", "\n".join("\t".join(f"0.{i}{j}1234567" for j in range(14)) for i in range(12)))
    page.wait_for_function("() => location.search.length > 1000")
    dialog = share(page)
    assert not dialog.get_by_role("img").is_visible()
    assert "Too long for a QR code" in dialog.inner_text()
    assert dialog.get_by_role("button", name="Copy link").is_visible()


def test_a_case_too_big_for_a_link_is_saved_as_a_file_and_opened_again(page, tmp_path):
    change(page, "n_nodes", "64")
    change(page, "time steps T (n_sequences)", "60")
    paste(page, "W_h row 1 column 1", "\n".join("\t".join(f"0.{i}{j}1" for j in range(64)) for i in range(24)))
    page.wait_for_selector("text=Too big for a link")
    dialog = share(page)
    assert "too big for a link" in dialog.inner_text()
    assert not dialog.get_by_label("Link").is_visible()
    dialog.get_by_role("button", name="Close").click()
    with page.expect_download() as download:
        page.locator(".unsent").get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "unroll-textbook.txt"
    download.value.save_as(tmp_path / "case.txt")
    page.get_by_role("button", name="back to the case as it was").click()
    page.wait_for_function("() => !location.search.includes('e=')")
    share(page)
    page.locator(".share input[type=file]").set_input_files(tmp_path / "case.txt")
    page.wait_for_function("() => location.search.includes('e=tab')")
    expect(field(page, "W_h row 12 column 64")).to_have_value(re.compile(r"0\.116"))


def test_a_file_opens_at_the_step_and_in_the_view_in_which_it_was_saved(page, tmp_path):
    change(page, "B node 1", "0.5")
    page.keyboard.press("Escape")
    page.keyboard.press("End")
    page.get_by_label("Level of detail").select_option("operation")
    share(page)
    with page.expect_download() as download:
        page.locator(".share").get_by_role("button", name="Save as a file").click()
    download.value.save_as(tmp_path / "case.txt")
    page.locator(".share").get_by_role("button", name="Close").click()
    page.keyboard.press("Home")
    page.get_by_role("button", name="back to the case as it was").click()
    page.wait_for_function("() => !location.search.includes('e=')")
    share(page)
    page.locator(".share input[type=file]").set_input_files(tmp_path / "case.txt")
    expect(field(page, "B node 1")).to_have_value("0.5")
    assert (stage(page, "step"), stage(page, "level")) == ("7", "operation")
    (tmp_path / "old.txt").write_text("1textbook~B.*0-.25\n")
    share(page)
    page.locator(".share input[type=file]").set_input_files(tmp_path / "old.txt")
    expect(field(page, "B node 1")).to_have_value("0.25")


@pytest.mark.parametrize("around", ["{}).", "{}%E3%80%82", "{}%0A", "%3C{}%3E"])
def test_a_link_out_of_a_sentence_opens(page, server, around):
    link = around.format(sealed("1textbook~B.*0-.5"))
    open_page(page, f"{server.url}/?e={link}&amp;lang=ja&step=7).")
    expect(page.get_by_label("B ノード 1")).to_have_value("0.5")
    assert stage(page, "step") == "7"


def test_a_link_that_cannot_be_read_stays_in_the_address_and_can_be_mended(page, server):
    whole = sealed("1textbook~B.*0-.5")
    open_page(page, f"{server.url}/?e={whole[:-4]}&step=3")
    page.wait_for_selector("text=could not be read")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('step=4')")
    assert f"e={whole[:-4]}&" in page.url
    link = page.get_by_label("The link that could not be read")
    expect(link).to_have_value(whole[:-4])
    link.fill(whole)
    link.press("Enter")
    expect(field(page, "B node 1")).to_have_value("0.5")
    expect(link).to_be_hidden()
    page.wait_for_function("(whole) => location.search.includes(whole)", arg=whole)


def test_a_file_that_is_no_case_is_refused_and_nothing_changes(page, tmp_path):
    (tmp_path / "case.txt").write_text("1textbook~W_h-<b>")
    change(page, "B node 1", "0.5")
    share(page)
    page.locator(".share input[type=file]").set_input_files(tmp_path / "case.txt")
    page.wait_for_selector("text=case.txt: The server did not accept")
    expect(field(page, "B node 1")).to_have_value("0.5")
    (tmp_path / "case.txt").write_bytes(b"1" * 4_000_000)
    share(page)
    page.locator(".share input[type=file]").set_input_files(tmp_path / "case.txt")
    page.wait_for_selector("text=larger than")


def test_the_address_follows_edits_without_entries_in_the_history(page):
    entries = page.evaluate("history.length")
    change(page, "B node 1", "0.5")
    page.wait_for_function("() => location.search.includes('B.*0-.5')")
    assert page.evaluate("history.length") == entries


def test_the_sample_on_stage_is_kept_in_the_link(page):
    page.get_by_label("case", exact=True).select_option("batch")
    wait_for_revision(page, 1)
    page.get_by_label("sample", exact=True).select_option("1")
    page.wait_for_function("() => location.search.includes('sample=1')")
    page.reload()
    page.wait_for_selector(f"{STAGE}[data-revision]")
    assert page.get_by_label("sample", exact=True).input_value() == "1"
    expect(field(page, "x sample 2 step 1 feature 1")).to_have_value("−0.5")


def test_what_was_done_can_be_undone_after_the_server_was_lost(context, server_of_its_own):
    page = context.new_page()
    open_page(page, server_of_its_own.url)
    change(page, "B node 1", "0.5")
    change(page, "B node 2", "0.25")
    server_of_its_own.kill()
    server_of_its_own.start()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.wait_for_function("() => !location.search.includes('e=')", timeout=60_000)
    for n in (1, 2):
        expect(field(page, f"B node {n}")).to_have_value("1", timeout=60_000)
