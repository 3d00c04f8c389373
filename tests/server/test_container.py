"""The image, run as it is meant to be: needs a Docker Engine and the image that UNROLL_IMAGE names (`make image`)."""

import json
import os
import shutil
import subprocess
import time
import urllib.request

import pytest

from tests.browser.visitor import change, open_page
from tests.server.session import Session

IMAGE = os.environ.get("UNROLL_IMAGE")
pytestmark = pytest.mark.skipif(
    not IMAGE or not shutil.which("docker"), reason="no image to probe: UNROLL_IMAGE is not set, or there is no docker"
)

#: Everything that a careful host takes away.
GUARDS = [
    "--read-only",
    "--tmpfs",
    "/tmp",
    "--cap-drop",
    "ALL",
    "--security-opt",
    "no-new-privileges",
    "--memory",
    "512m",
]


def docker(*arguments):
    """What a docker command prints on stdout."""
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True, timeout=60).stdout.strip()


class Container:
    """The image started under all guards, on a free port of this machine; gone after a `with` block."""

    def __init__(self, *settings, base=""):
        environment = [part for setting in settings for part in ("-e", setting)]
        self.name = docker("run", "-d", "-p", "127.0.0.1::8501", *GUARDS, *environment, IMAGE)
        self.port = int(docker("port", self.name, "8501/tcp").splitlines()[0].rpartition(":")[2])
        self.url = f"http://localhost:{self.port}{base}"
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2).close()
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(docker("logs", self.name))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        docker("rm", "-f", self.name)

    def state(self, field):
        return json.loads(docker("inspect", "-f", f"{{{{json .State.{field}}}}}", self.name))


@pytest.fixture(scope="module")
def container():
    with Container() as started:
        yield started


def test_a_visitor_is_answered_in_a_browser(container, context):
    page = context.new_page()
    open_page(page, container.url)
    page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
    change(page, "B node 1", "0.5")
    page.get_by_role("button", name="Switch to Japanese").click()
    page.wait_for_selector("html[lang=ja]", state="attached")


def test_the_server_is_process_1_of_a_numbered_user_without_any_capability(container):
    status = docker("exec", container.name, "cat", "/proc/1/status").splitlines()
    found = dict(line.split(":\t", 1) for line in status if ":\t" in line)
    assert found["Uid"].split() == ["10001"] * 4
    assert {found[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert found["NoNewPrivs"] == "1"
    assert b"streamlit" in subprocess.run(
        ["docker", "exec", container.name, "cat", "/proc/1/cmdline"], capture_output=True, check=True, timeout=60
    ).stdout  # fmt: skip


@pytest.mark.parametrize("path", ["/unroll/app/new", "/opt/site-packages/new", "/etc/new"])
def test_nothing_is_written_but_to_tmp(container, path):
    with pytest.raises(subprocess.CalledProcessError):
        docker("exec", container.name, "touch", path)
    docker("exec", container.name, "touch", "/tmp/new")


def test_the_engine_finds_it_healthy_and_sees_a_server_that_hangs(container):
    docker("exec", container.name, "python", "healthcheck.py")
    with pytest.raises(subprocess.CalledProcessError):
        docker("exec", "-e", "STREAMLIT_SERVER_PORT=1", container.name, "python", "healthcheck.py")
    for _ in range(60):
        if container.state("Health.Status") == "healthy":
            break
        time.sleep(0.5)
    assert container.state("Health.Status") == "healthy"


def test_what_was_dropped_is_gone_and_the_image_says_what_it_is(container):
    with pytest.raises(subprocess.CalledProcessError):
        docker("exec", container.name, "python", "-c", "import pyarrow")
    labels = json.loads(docker("inspect", "-f", "{{json .Config.Labels}}", IMAGE))
    assert labels["org.opencontainers.image.title"] == "Unroll"
    assert int(docker("inspect", "-f", "{{.Size}}", IMAGE)) < 400_000_000


def test_it_lives_below_a_base_path_and_ends_quickly_and_cleanly_with_a_page_open():
    with Container("STREAMLIT_SERVER_BASE_URL_PATH=/unroll", "UNROLL_MAX_NODES=9", base="/unroll") as container:
        session = Session(container.port, path="/unroll")
        assert session.first["framed"]["largest"]["n_nodes"] == 9
        docker("exec", container.name, "python", "healthcheck.py")
        begin = time.monotonic()
        docker("stop", "-t", "10", container.name)
        assert time.monotonic() - begin < 5
        assert (container.state("ExitCode"), container.state("OOMKilled")) == (0, False)
        logged = subprocess.run(
            ["docker", "logs", container.name], capture_output=True, text=True, check=True, timeout=60
        )
        assert "You can now view" in logged.stdout
        assert logged.stderr == ""
