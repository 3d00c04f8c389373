"""What tests share: a server and a browser for each worker, a page for each test."""

import itertools
import os
import subprocess
import threading
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import FLAGS, find
from tests.browser.visitor import open_page
from tests.server.process import Server

# As long as Playwright's other waits are: on a machine that has other work too, what is waited for comes late.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items):
    """Slow tests come first: where workers share the tests, none waits at the end for one that began late."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def been_here(context):
    """A visitor who has seen the page before: nothing is explained. `browser.newcomer` is one who has not."""
    context.add_init_script("try { localStorage.setItem('unroll.welcomed', 'yes') } catch {}")
    return context


@pytest.fixture(scope="session")
def browser():
    path = find()
    assert path, "No Chromium was found; `make test` brings one."
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    browser.newcomer = browser.new_context
    browser.new_context = lambda **options: been_here(browser.newcomer(**options))
    yield browser
    browser.close()
    # After hundreds of pages Playwright's driver (1.65) does not end with its pipe, and `stop` would wait for ever.
    helped = threading.Timer(10, lambda: subprocess.run(["pkill", "-KILL", "-P", str(os.getpid()), "node"]))
    helped.start()
    playwright.stop()
    helped.cancel()


@pytest.fixture
def serve(tmp_path):
    """Starts servers with settings of their own: `serve("server.baseUrlPath=unroll", base="/unroll")`."""
    with ExitStack() as stack:
        logs = (tmp_path / f"server{count}.log" for count in itertools.count())
        yield lambda *options, **settings: stack.enter_context(Server(next(logs), *options, **settings))


@pytest.fixture
def server_of_its_own(serve):
    return serve()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server") / "server.log") as server:
        yield server


@pytest.fixture(scope="session")
def usual(browser):
    """The usual visitor's browser: 1280x720, English. What it has fetched and compiled once, it need not again."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def context(usual):
    """The usual visitor, of whom nothing is left but what a browser caches: the page keeps all else in its tab."""
    yield usual
    for page in usual.pages:
        page.close()
    usual.clear_cookies()
    usual.clear_permissions()


@pytest.fixture
def page(context, server):
    """The first page, painted. Errors of its scripts fail the test."""
    errors = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_page(page, server.url)
    yield page
    assert errors == []
