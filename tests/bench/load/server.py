"""A server as `streamlit run` starts it, and what it costs: processor seconds and memory, as Linux counts them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests import ROOT

_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`script` under Streamlit with the project's settings, ended with the `with` block."""

    def __init__(
        self,
        script: str = "app/main.py",
        *,
        port: int | None = None,
        log: Path | str = os.devnull,
        options: tuple[str, ...] = (),
        prefix: tuple[str, ...] = (),
        **popen: object,
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = Path(log)
        program = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(self.port)]
        self._command = [*prefix, *program, *options]
        self._popen = popen
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Starts it and waits until it answers; raises RuntimeError after 30 seconds."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self._command, cwd=ROOT, stdout=log, stderr=log, **self._popen)
        wait_for(self.url)

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        self.process.kill()
        self.process.wait()

    def cpu_seconds(self) -> float:
        """Processor time used since its start."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> int:
        """Memory that it holds (bytes resident)."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def wait_for(url: str, seconds: float = 30) -> None:
    """Waits until a Streamlit server answers at `url`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no server answered at {url} in {seconds:g} s")
