"""Where the browser of the browser tests is, and how it is started."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

#: One that has no windows takes half the processor time for a page.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find(*, windows: bool = False) -> str | None:
    """The path of a Chromium: $CHROMIUM, one on the PATH, or Playwright's own; `windows`: rather as a person's is."""
    names = NAMES[1:] + NAMES[:1] if windows else NAMES
    if named := os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None):
        return named
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None
