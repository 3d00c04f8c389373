"""HAProxy before several servers, as `deploy/haproxy.cfg` sets it up, but with servers of this machine."""

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests import ROOT
from tests.server.process import Server, reserved_port, wait_for

_DEPLOYED = ROOT / "deploy" / "haproxy.cfg"


def find() -> str | None:
    """The path of HAProxy, if there is one."""
    return shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


class Balancer:
    """HAProxy on a port of its own, ended with the `with` block; `url` is what a browser opens."""

    def __init__(self, servers: list[Server]) -> None:
        self.reserved = reserved_port()
        port = self.reserved.getsockname()[1]
        self.url = f"http://localhost:{port}"
        self._config = _configuration(port, servers)

    def __enter__(self) -> "Balancer":
        self._folder = tempfile.TemporaryDirectory()
        config = Path(self._folder.name) / "haproxy.cfg"
        config.write_text(self._config)
        self.process = subprocess.Popen([find(), "-q", "-db", "-f", str(config)])
        wait_for(self.url, self.process)
        time.sleep(1)  # until every server has been asked for its health
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.reserved.close()
        self._folder.cleanup()


def _configuration(port: int, servers: list[Server]) -> str:
    """The deployed configuration with another port, these servers, and no name server to look them up."""
    text = _DEPLOYED.read_text(encoding="utf-8")
    lines = (f"  server s{i} 127.0.0.1:{server.port} cookie s{i}" for i, server in enumerate(servers))
    for pattern, here in (
        (r"bind :8080", f"bind 127.0.0.1:{port}"),
        (r"(?m)^resolvers containers\n(  .*\n)+", ""),
        (r" init-addr \S+ resolvers containers", ""),
        (r"(  server .*\n)+", "\n".join(lines) + "\n"),
    ):
        text, count = re.subn(pattern, here, text)
        assert count == 1, pattern
    return text
