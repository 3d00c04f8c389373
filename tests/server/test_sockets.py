"""An answer does not wait: for the acknowledgement of the packet before it, for the next round of messages."""

import socket
import subprocess
import sys

import pytest

from app.server.sockets import send_at_once
from tests import ROOT
from tests.server.process import python_path
from tests.server.session import Session

APP = ROOT / "app"

#: Listens as Streamlit does, lets the app start, and prints whether a socket that is accepted sends at once.
STARTED = """
import asyncio, gc, os, socket, sys
sys.path.insert(0, os.path.dirname(os.getcwd()))
import main
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
async def run():
    async with main.app.lifespan()(main.app):
        with socket.create_connection(listener.getsockname()):
            print("sends at once:", listener.accept()[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            print("left to the collector:", len(gc.get_objects()) < 10_000)
asyncio.run(run())
"""


def sends_at_once(connection):
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.fixture(params=[socket.AF_INET, socket.AF_INET6], ids=["IPv4", "IPv6"])
def listener(request):
    with socket.socket(request.param) as made:
        try:
            made.bind(("::1" if request.param == socket.AF_INET6 else "127.0.0.1", 0))
        except OSError:
            pytest.skip("this machine has no such addresses")
        made.listen()
        yield made


def test_connections_of_a_listening_socket_send_at_once(listener):
    with socket.create_connection(listener.getsockname()[:2]), listener.accept()[0] as before:
        assert not sends_at_once(before)
    send_at_once()
    with socket.create_connection(listener.getsockname()[:2]), listener.accept()[0] as connection:
        assert sends_at_once(connection)


def test_other_open_files_stay_as_they_are(listener, tmp_path):
    with (
        (tmp_path / "a").open("w") as file,
        socket.socket() as other,
        socket.socket(type=socket.SOCK_DGRAM) as datagrams,
    ):
        send_at_once()
        file.write("b")
        assert not sends_at_once(other)
        assert datagrams.fileno() > 0
    assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)


def test_the_app_does_so_when_it_starts():
    done = subprocess.run([sys.executable, "-c", STARTED], cwd=APP, capture_output=True, text=True, timeout=60)
    assert "sends at once: 1" in done.stdout, done.stderr
    assert "left to the collector: True" in done.stdout, done.stderr


#: Tells in the log how long Streamlit's loop lets each round wait.
SLEEPS = """
import asyncio, sys
sleep = asyncio.sleep
def told(seconds):
    sys.stderr.write(f"SLEEPS {seconds}\\n")
    return sleep(seconds)
asyncio.sleep = told
"""


def test_streamlit_waits_a_millisecond_between_two_rounds_of_messages(serve, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(SLEEPS)
    server = serve(environment={"PYTHONPATH": python_path(tmp_path)})
    Session(server.port).close()
    assert {line for line in server.log.read_text().splitlines() if "SLEEPS 0.0" in line} == {"SLEEPS 0.001"}
