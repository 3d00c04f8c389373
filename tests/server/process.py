"""The app in a process of its own, as `streamlit run` starts it, and what it costs as Linux counts that."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Self

from tests import ROOT

#: Seconds within which a server has to answer; a busy machine takes some.
PATIENCE = 60


def reserved_port() -> socket.socket:
    """A socket bound to a port on which nothing listens; keep it, and the port is given to nobody else meanwhile.

    Linux lets another socket listen there, as long as this one does not.
    """
    reserved = socket.socket()
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    reserved.bind(("", 0))
    return reserved


def python_path(first: Path) -> str:
    """A folder before those in which this process finds its packages."""
    return os.pathsep.join([str(first), os.environ.get("PYTHONPATH", "")])


class Server:
    """The app as `streamlit run` starts it, on a port of its own; it can be killed and started again.

    `options` are Streamlit's (`server.baseUrlPath=/unroll`), `environment` adds variables; `root` is where it runs, and
    so whose `.streamlit/config.toml` it reads. As a `with` block it starts and is killed.
    """

    def __init__(
        self,
        log: Path | str = os.devnull,
        *options: str,
        script: str | Path = "app/main.py",
        environment: dict[str, str] | None = None,
        root: Path = ROOT,
        base: str = "",
    ) -> None:
        self.reserved = reserved_port()
        self.port = self.reserved.getsockname()[1]
        if sys.platform != "linux":
            self.reserved.close()
        self.url = f"http://localhost:{self.port}{base}"
        self.arguments = [str(script), *(f"--{option}" for option in options)]
        self.environment = os.environ | (environment or {})
        self.root = root
        self.log = Path(log)
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.reserved.close()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", *self.arguments, "--server.port", str(self.port)]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, cwd=self.root, env=self.environment, stdout=log, stderr=log)
        try:
            wait_for(self.url, self.process)
        except RuntimeError as error:
            self.kill()
            raise RuntimeError(f"{error}\n{self.log.read_text()}") from None

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        self.process.kill()
        self.process.wait()

    def cpu_seconds(self) -> float:
        """Processor time used since its start."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Memory that it holds (bytes resident)."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def wait_for(url: str, process: subprocess.Popen) -> None:
    """Waits until the server of a process answers at `url`; raises RuntimeError where it ends or does not."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no server answered at {url}")
