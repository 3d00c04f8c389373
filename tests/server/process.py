"""The app in a process of its own, as `streamlit run` starts it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests import ROOT


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
