"""HAProxy before several servers: a cookie keeps a visitor at one of them, and moves him when it is gone."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from load.server import Server, free_port, wait_for

_CONFIG = """
global
    maxconn 2000
defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    timeout tunnel 1h
    retries 3
    option redispatch
frontend page
    bind 127.0.0.1:{port}
    default_backend replicas
backend replicas
    balance leastconn
    cookie replica insert indirect nocache
    option httpchk GET /_stcore/health
    default-server check inter 500ms fall 2 rise 2 on-marked-down shutdown-sessions
{servers}
"""


def find() -> str | None:
    """The path of HAProxy, if there is one."""
    return shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


class Balancer:
    """HAProxy on a port of its own, ended with the `with` block; `url` is what a browser opens."""

    def __init__(self, servers: list[Server]) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        lines = (f"    server s{i} 127.0.0.1:{server.port} cookie s{i}" for i, server in enumerate(servers))
        self._config = _CONFIG.format(port=self.port, servers="\n".join(lines))

    def __enter__(self) -> "Balancer":
        self._folder = tempfile.TemporaryDirectory()
        config = Path(self._folder.name) / "haproxy.cfg"
        config.write_text(self._config)
        self.process = subprocess.Popen([find(), "-q", "-db", "-f", str(config)])
        wait_for(self.url)
        time.sleep(1)  # until every server has been asked for its health
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self._folder.cleanup()
