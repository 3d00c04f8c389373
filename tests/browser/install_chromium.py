"""Brings a headless Chromium for the browser tests, unless there is one."""

import os
import shutil
import subprocess
import sys

from tests.browser.chromium import find


def main() -> None:
    """Installs Debian's package when root and apt are at hand, Playwright's own download otherwise."""
    if find():
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=True, env=environment)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    if not find():
        sys.exit("No Chromium could be installed; set CHROMIUM to the path of one.")


if __name__ == "__main__":
    main()
