"""In a real browser: the policy forbids nothing that the page does, frames are as set, a base path works."""

import contextlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.translations import CATALOGUES, LANGUAGES
from tests.browser.visitor import STAGE, change, field, open_page, script, wait_for_revision
from tests.server.faulty import faulty


@contextlib.contextmanager
def watched(browser, **options):
    """A page of a fresh visitor; what the policy forbade, or the console called an error, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, **options)
    context.add_init_script(script("violations"))
    page = context.new_page()
    told = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    yield page
    assert page.evaluate("window.violations") == []
    assert told == []
    context.close()


@pytest.mark.parametrize(
    ("language", "view", "scheme"),
    [("en", "", "light"), ("ja", "", "dark"), ("en", "projector", "dark"), ("ja", "projector", "light")],
)
def test_the_policy_forbids_nothing_that_the_page_does(browser, server, language, view, scheme):
    words = CATALOGUES[language]
    with watched(browser, color_scheme=scheme) as page:
        open_page(page, f"{server.url}/?lang={language}&view={view}")
        page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
        page.get_by_label(words["control.level"], exact=True).select_option("operation")
        for _ in range(30):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("?")
        page.get_by_role("dialog").wait_for()
        page.keyboard.press("Escape")
        if not view:
            page.get_by_label(words["choice.preset"], exact=True).select_option("saturation")
            wait_for_revision(page, 1)
            change(page, words["size.n_nodes"], "12")
            page.locator(".js-plotly-plot").last.hover()
        page.keyboard.press("End")


def test_the_policy_is_in_force(browser, server):
    with contextlib.suppress(AssertionError), watched(browser) as page:
        open_page(page, server.url)
        page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.invalid/a.png' }))")
        page.evaluate(
            "document.head.append(Object.assign(document.createElement('script'), { text: 'window.ran = 1' }))"
        )
        page.wait_for_function("() => window.violations.length >= 2")
        assert page.evaluate("window.ran") is None
        forbidden = page.evaluate("window.violations.map((said) => said.split(' ')[0])")
    assert sorted(forbidden) == ["img-src", "script-src-elem"]


@contextlib.contextmanager
def learning_platform():
    """A page of another site (127.0.0.1 is none of localhost's) that frames the address after its question mark."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            framed = urlsplit(self.path).query
            body = f'<iframe src="{framed}" width="1200" height="700"></iframe>'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    platform = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=platform.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{platform.server_port}"
    platform.shutdown()
    platform.server_close()


def test_a_learning_platform_that_is_named_frames_the_page_and_an_edit_goes_through(context, serve):
    with learning_platform() as platform:
        server = serve(environment={"UNROLL_FRAME_ANCESTORS": f"'self' {platform}"})
        page = context.new_page()
        page.goto(f"{platform}/?{server.url}")
        inside = page.frame_locator("iframe")
        inside.locator(f"{STAGE}[data-revision]").wait_for(timeout=30_000)
        inside.get_by_label("B node 1", exact=True).fill("0.5")
        inside.get_by_label("B node 1", exact=True).press("Enter")
        inside.locator(f"{STAGE}[data-revision='2']").wait_for()


def test_another_site_does_not_frame_the_page(context, server):
    with learning_platform() as platform:
        page = context.new_page()
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(f"{platform}/?{server.url}")
        assert page.frames[1].url != server.url + "/"


def test_the_page_lives_below_a_base_path(browser, serve):
    server = serve("server.baseUrlPath=/unroll", base="/unroll")
    for address in (f"{server.url}/", f"{server.url}/?view=projector"):
        with watched(browser, locale="en-US") as page:
            asked = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            open_page(page, address)
            page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
            if "view" not in address:
                change(page, "B node 3", "-0.125")
                page.evaluate("document.activeElement.blur()")
                page.wait_for_function("() => location.pathname === '/unroll/' && location.search.includes('e=')")
                page.reload()
                page.wait_for_selector(f"{STAGE}[data-revision]")
                assert field(page, "B node 3").input_value() == "−0.125"
            web = [url for url in asked if re.match("https?:", url)]
            assert web
            assert all(url.startswith(f"{server.url}/") for url in web)


@pytest.fixture
def failing(tmp_path, serve):
    """A server whose engine fails at one learning rate."""
    return serve(script=faulty(tmp_path))


def test_a_failure_is_told_with_an_id_and_logged_with_its_traceback(context, failing):
    page = context.new_page()
    language = LANGUAGES[-1]
    words = CATALOGUES[language]
    open_page(page, f"{failing.url}/?lang={language}")
    field(page, words["learning_rate"]).fill("13")
    field(page, words["learning_rate"]).press("Enter")
    alert = page.locator(".st-key-failed")
    alert.wait_for()
    said = alert.inner_text()
    number = re.search(r"[0-9a-f]{8}", said)[0]
    assert said.strip() == words["page.failed"].format(id=number)
    page.wait_for_timeout(4000)  # the page asks again: one failure is one id
    assert number in alert.inner_text()
    shown = page.evaluate("document.documentElement.innerText")
    assert not any(inside in shown for inside in ("Traceback", "secret", "RuntimeError", "trace.py"))
    log = Path(failing.log).read_text(encoding="utf-8")
    assert log.count("Traceback") == log.count(f"Error {number}") == 1
    assert "RuntimeError: <b>secret</b>" in log
    field(page, words["learning_rate"]).fill("0.5")
    field(page, words["learning_rate"]).press("Enter")
    alert.wait_for(state="detached", timeout=60_000)  # the page has asked twice, and waits longer each time


def test_a_page_that_fails_at_its_first_run_says_so(context, failing):
    page = context.new_page()
    page.goto(f"{failing.url}/?e=1textbook~r-13")
    page.locator(".st-key-failed").wait_for()
    assert re.search("error [0-9a-f]{8}", page.inner_text(".st-key-failed"))
