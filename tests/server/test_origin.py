"""A page of another site cannot open a WebSocket, and its attempt makes the server ask nobody."""

import os
import subprocess
import sys

import pytest

from app.server.origin import KnownPagesOnly, host_of
from tests import ROOT
from tests.server.asgi import finish


def handshake(app, scope_type="websocket", **headers):
    """What an ASGI app sends when somebody wants to open a WebSocket."""
    scope = {
        "type": scope_type, "http_version": "1.1", "path": "/_stcore/stream", "raw_path": b"/_stcore/stream",
        "root_path": "", "scheme": "ws", "query_string": b"", "server": ("localhost", 80), "subprotocols": [],
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
    }  # fmt: skip
    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    finish(app(scope, receive, send))
    return sent


async def let_in(scope, receive, send):
    await send({"type": "websocket.accept"})


GUARDED = KnownPagesOnly(let_in, hosts=["localhost", "classroom.example"])
ACCEPTED, REFUSED = [{"type": "websocket.accept"}], [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://unroll.example", "unroll.example"),
        ("http://unroll.example:8501", "unroll.example:8501"),
        ("https://unroll.example", "unroll.example"),  # TLS ends at a proxy
        ("http://[::1]:8501", "[::1]:8501"),
        ("http://localhost:3000", "127.0.0.1:8501"),
        ("https://classroom.example", "backend:8501"),
    ],
)
def test_own_pages_and_pages_of_named_hosts_are_let_in(origin, host):
    assert handshake(GUARDED, origin=origin, host=host) == ACCEPTED


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://unroll.example:9", "null", "", "http://[", "http://localhost.evil.example",
     "http://evil.example/unroll.example:8501", "http://unroll.example:8501@evil.example"],
)  # fmt: skip
def test_a_page_of_another_site_is_refused(origin):
    assert handshake(GUARDED, origin=origin, host="unroll.example:8501") == REFUSED


def test_what_is_no_browser_is_let_in():
    assert handshake(GUARDED, host="unroll.example:8501") == ACCEPTED


def test_plain_requests_pass():
    assert handshake(GUARDED, "http", origin="https://evil.example", host="unroll.example") == ACCEPTED


@pytest.mark.parametrize(
    ("origin", "host"),
    [("https://example.org:8443", "example.org"), ("example.org", "example.org"), ("localhost", "localhost")],
)
def test_the_host_of_an_address_is_read_with_or_without_a_scheme(origin, host):
    assert host_of(origin) == host


ATTEMPT = """
from streamlit import net_util
net_util.get_external_ip = lambda: print("asked the outside world")
from app.main import app
from tests.server.test_origin import handshake
print(handshake(app, origin="https://evil.example", host="localhost:8501"))
"""


def test_the_app_refuses_another_sites_page_without_asking_for_its_own_address():
    """In a process of its own, since there can be one server in a process."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-P", "-c", ATTEMPT]
    done = subprocess.run(command, cwd=ROOT / "app", env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == str(REFUSED), done.stderr
