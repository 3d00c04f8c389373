"""What the browser tests share: one server, one browser, a page for each test."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from chromium import FLAGS, find
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent


class Server:
    """The app as `streamlit run` starts it, on a port of its own; it can be killed and started again.

    `options` are Streamlit's (`server.baseUrlPath=/unroll`), `environment` adds variables; `root` is where it runs, and
    so whose `.streamlit/config.toml` it reads.
    """

    def __init__(
        self,
        log: Path,
        *options: str,
        script: str | Path = "app/main.py",
        environment: dict[str, str] | None = None,
        root: Path = ROOT,
        base: str = "",
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}{base}"
        self.arguments = [str(script), *(f"--{option}" for option in options)]
        self.environment = os.environ | (environment or {})
        self.root = root
        self.log = log
        self.process = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", *self.arguments, "--server.port", str(self.port)]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, cwd=self.root, env=self.environment, stdout=log, stderr=log)
        for _ in range(150):
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        self.process.kill()
        self.process.wait()


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


def open_page(page, url: str) -> None:
    """Opens an address and waits until the stage stands."""
    page.goto(url)
    page.wait_for_selector("[data-testid=stage][data-revision]", timeout=30_000)
