"""The server as visitors meet it through sockets: fair, guarded, and quiet towards the outside."""

import http.client
import os
import subprocess
import sys
import time

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app import limits
from app.experiment import MAX_SIZES, Experiment
from app.experiment.link import encode
from app.translations import CATALOGUES
from tests import ROOT
from tests.server.process import python_path
from tests.server.session import Session

#: Seconds within which the server answers another visitor.
SOON = 1.0


def get(port, path="/", method="GET", **headers):
    """(status, headers, text) of an answer."""
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    connection.close()
    return found


def largest():
    """The text of a case of the largest sizes, every number of it another one."""
    rng = np.random.default_rng(7)
    return encode(Experiment(**{name: rng.normal(size=shape) for name, shape in MAX_SIZES.shapes().items()}))


GREEDY = """
import sys
from tests.server.session import Session
session = Session(int(sys.argv[1]))
while True:
    session.ask(text, parse=False)
    print("answered", flush=True)
"""


@pytest.fixture
def greedy(server, tmp_path):
    """A visitor who tries the largest case over and over, in two tabs, on another core; gives the answers so far."""
    (tmp_path / "text").write_text(largest())
    code = f"text = open({str(tmp_path / 'text')!r}).read()\n{GREEDY}"
    environment = os.environ | {"PYTHONPATH": python_path(ROOT)}
    with (tmp_path / "answers").open("w") as answers:
        tabs = [
            subprocess.Popen([sys.executable, "-c", code, str(server.port)], env=environment, stdout=answers)
            for _ in range(2)
        ]
        while not (tmp_path / "answers").read_text() and tabs[0].poll() is None:
            time.sleep(0.05)
        yield lambda: (tmp_path / "answers").read_text().count("answered")
        for tab in tabs:
            tab.kill()
            tab.wait()


def test_others_are_answered_soon_while_a_visitor_tries_the_largest_case_over_and_over(server, greedy):
    begin = time.monotonic()
    other = Session(server.port)
    waits = [time.monotonic() - begin]
    before = greedy()
    while len(waits) <= 20 or greedy() < before + 2:  # with the largest case answered in between
        begin = time.monotonic()
        assert other.ask(f"1textbook~r-.{len(waits) + 11}")["notice"] is None
        waits.append(time.monotonic() - begin)
    assert get(server.port, "/_stcore/health")[0] == 200
    assert max(waits) < SOON, waits
    other.close()


@pytest.mark.parametrize("frame", [b"", b"\xff" * 40, b"\x0a\xff\xff\xff\xff\x0f", "text", b"\0" * 100_000])
def test_a_frame_that_is_no_message_ends_at_most_its_own_session(server, frame):
    session, other = Session(server.port), Session(server.port)
    session.socket.send(frame)
    assert other.ask("1pencil")["text"] == "1pencil"
    other.close()
    session.close()


@pytest.mark.parametrize("state", ["1", "[]", "null", '"x"', "NaN", '{"request": 1e999}', '{"request": 1}'])
def test_a_forged_state_is_as_good_as_none(server, state):
    session = Session(server.port)
    session.send(state_text=state)
    session.answer()
    assert session.ask("1pencil")["text"] == "1pencil"
    session.close()


@pytest.mark.parametrize("state", ["{", "[" * 50_000])
def test_a_state_that_is_no_json_ends_at_most_its_own_session(server, state):
    session, other = Session(server.port), Session(server.port)
    session.send(state_text=state)
    session.answer()
    assert other.ask("1pencil")["text"] == "1pencil"
    other.close()
    session.close()


def test_a_message_that_is_too_long_ends_its_session_and_no_other(server):
    session, other = Session(server.port), Session(server.port)
    with pytest.raises(ConnectionClosed):
        session.ask("1" * (limits.MAX_MESSAGE + 1_000_000))
    assert other.ask("1pencil")["text"] == "1pencil"
    other.close()


def test_a_text_that_is_too_long_is_answered_with_a_sentence(server):
    session = Session(server.port)
    answer = session.ask("1" * (limits.MAX_TEXT + 1))
    reason = CATALOGUES["en"]["error.link_long"].format(largest=limits.MAX_TEXT)
    assert answer["notice"] == CATALOGUES["en"]["page.refused"].format(reason=reason)
    session.close()


GUARDED = {
    "content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy",
    "cross-origin-opener-policy", "cross-origin-resource-policy",
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 200), ("/", "HEAD", 200), ("/_stcore/health", "GET", 200), ("/_stcore/host-config", "GET", 200),
        ("/assets/nothing", "GET", 404), ("/page/", "GET", 301), ("/_stcore/upload_file/a/b", "PUT", 403),
        ("/_stcore/health", "DELETE", 405), ("//elsewhere.example", "GET", 400),
        ("/_stcore/agent/interact", "POST", 403),
        ("/media/0", "GET", 404), ("/_stcore/metrics", "GET", 200),
    ],
)  # fmt: skip
def test_every_answer_carries_the_headers(server, path, method, status):
    found, headers, _ = get(server.port, path, method)
    assert found == status
    assert set(headers) >= GUARDED
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_another_sites_page_opens_no_session(server):
    with pytest.raises(InvalidStatus):
        Session(server.port, headers={"Origin": "https://evil.example"})


def test_only_named_hosts_are_served(serve):
    server = serve("server.allowedHosts=unroll.example")
    for host, status in [
        ("unroll.example", 200),
        ("unroll.example:8501", 200),
        ("localhost", 200),
        ("evil.example", 400),
    ]:
        found, headers, _ = get(server.port, Host=host)
        assert (host, found) == (host, status)
        assert set(headers) >= GUARDED
    with pytest.raises(InvalidStatus):
        Session(server.port, headers={"Host": "evil.example"})


def test_a_full_server_says_so_and_takes_the_next_when_one_leaves(serve):
    server = serve(environment={"UNROLL_MAX_SESSIONS": "1"})
    session = Session(server.port)
    status, headers, said = get(server.port)
    assert (status, headers["retry-after"]) == (503, "30")
    assert CATALOGUES["ja"]["page.full"].format(most=1) in said
    assert set(headers) >= GUARDED
    with pytest.raises(InvalidStatus):
        Session(server.port)
    assert session.ask("1pencil")["text"] == "1pencil"
    session.close()
    for _ in range(50):
        if get(server.port)[0] == 200:
            break
        time.sleep(0.1)
    Session(server.port).close()


WATCH = """
import sys
def note(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "subprocess.Popen"):
        sys.stderr.write(f"ASKED {event} {arguments}\\n")
sys.addaudithook(note)
"""


def test_the_server_asks_nobody(serve, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    server = serve(environment={"PYTHONPATH": python_path(tmp_path)})
    session = Session(server.port)
    session.ask("1pencil")
    session.close()
    asked = [line for line in server.log.read_text().splitlines() if "ASKED" in line]
    assert [line for line in asked if "getaddrinfo ('localhost'" not in line and "('0.0.0.0'" not in line] == []
