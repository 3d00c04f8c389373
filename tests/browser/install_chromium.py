"""Brings a headless Chromium for the browser tests, unless there is one."""

import os
import shutil
import subprocess
import sys

from tests.browser.chromium import NAMES, find


def main() -> None:
    """Installs Debian's package when root and apt are at hand, Playwright's own download otherwise."""
    lean = NAMES[0]
    if os.environ.get("CHROMIUM") or shutil.which(lean):
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt("update", "-qq")
        if not _apt("install", "-y", "-qq", lean) and not find():
            _apt("install", "-y", "-qq", "chromium")
    elif not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    if not find():
        sys.exit("No Chromium could be installed; set CHROMIUM to the path of one.")


def _apt(*arguments: str) -> bool:
    """Whether apt-get did it."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", *arguments], env=environment).returncode == 0


if __name__ == "__main__":
    main()
