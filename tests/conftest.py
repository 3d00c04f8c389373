"""What tests share: one server, one browser, a page for each test."""

import os
import subprocess
import threading

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find
from tests.browser.visitor import open_page
from tests.server.process import Server


@pytest.fixture(scope="session")
def browser():
    path = find()
    assert path, "No Chromium was found; `make test` brings one."
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
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
    servers = []

    def start(*options, **settings):
        servers.append(Server(tmp_path / f"server{len(servers)}.log", *options, **settings))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


@pytest.fixture
def server_of_its_own(tmp_path):
    server = Server(tmp_path / "server.log")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server") / "server.log")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def context(browser):
    """A fresh visitor: 1280x720, English, asking no more of the machine than a person's browser does."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context, server):
    """The first page, painted. Errors of its scripts fail the test."""
    errors = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_page(page, server.url)
    yield page
    assert errors == []
