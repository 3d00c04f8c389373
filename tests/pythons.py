"""Runs the engine's tests on every Python from 3.11 up that this machine has, each in an environment of its own.

`python -m tests.pythons FOLDER`: the environments go into the folder. They hold NumPy and what the tests need, in the
versions of the requirements, and nothing of the page.
"""

import subprocess
import sys
from pathlib import Path
from shutil import which

from tests import ROOT

NEEDED = ("numpy", "pytest", "hypothesis", "autograd")
VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def pythons() -> dict[str, str]:
    """Interpreters by version, such as 3.12: those on the path, and those that pyenv keeps."""
    kept = sorted(Path.home().glob(".pyenv/versions/*/bin/python"))
    on_path = [which(f"python3.{minor}") for minor in range(11, 31)]
    by_version = {}
    for candidate in [*kept, *filter(None, on_path), sys.executable]:
        asked = subprocess.run([candidate, "-c", VERSION], capture_output=True, text=True)
        version = asked.stdout.strip()
        if asked.returncode == 0 and tuple(map(int, version.split("."))) >= (3, 11):
            by_version.setdefault(version, str(candidate))
    return by_version


def pins() -> list[str]:
    """What the tests need, as the requirements pin it."""
    lines = [*(ROOT / "requirements.txt").open(), *(ROOT / "tests" / "requirements.txt").open()]
    return [line.strip() for line in lines if line.partition("==")[0] in NEEDED]


def run(version: str, interpreter: str, folder: Path) -> bool:
    """Whether the engine's tests pass on one Python."""
    place = folder / version
    python = place / "bin" / "python"
    print(f"Python {version} ({interpreter})", flush=True)
    subprocess.run([interpreter, "-m", "venv", "--clear", place], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pins()], check=True)
    # The tests' own conftest starts browsers: it stays outside.
    tests = subprocess.run([python, "-m", "pytest", "-q", "--confcutdir", "tests/engine", "tests/engine"], cwd=ROOT)
    return tests.returncode == 0


if __name__ == "__main__":
    passed = {version: run(version, python, Path(sys.argv[1]).resolve()) for version, python in pythons().items()}
    for version, good in passed.items():
        print(f"Python {version}: {'passed' if good else 'FAILED'}")
    sys.exit(not all(passed.values()))
