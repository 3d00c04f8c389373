"""What the server's settings promise: it asks nobody, tells nobody, and shows a visitor no insides."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("runner", "postScriptGC", False),
        ("browser", "gatherUsageStats", False),
        ("browser", "serverAddress", "localhost"),
        ("server", "headless", True),
        ("client", "toolbarMode", "minimal"),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
    ],
)
def test_a_setting_is_held(section, name, value):
    assert CONFIG[section][name] == value


def test_nothing_loosens_what_streamlit_guards():
    assert not {"enableCORS", "enableXsrfProtection", "enableStaticServing"} & set(CONFIG["server"])


def test_direct_requirements_are_pinned_exactly():
    for name in ("requirements.txt", "tests/requirements.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(r"-r \S+|[a-z-]+==[\d.]+", line), line


def test_the_container_runs_as_a_numbered_user_who_is_not_root():
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.M) == ["10001:10001"]


def test_the_container_starts_the_server_without_a_shell_and_open_to_its_host():
    (command,) = re.findall(r"^CMD (.+)$", DOCKERFILE, re.M)
    assert json.loads(command)[:3] == ["streamlit", "run", "app/main.py"]
    assert {"--server.address=0.0.0.0", "--server.port=8501"} <= set(json.loads(command))


def test_the_container_is_asked_for_its_health_and_has_a_pinned_base():
    assert "/_stcore/health" in re.search(r"^HEALTHCHECK (?:.*\\\n)*.*$", DOCKERFILE, re.M)[0]
    assert re.findall(r"^FROM (.+)$", DOCKERFILE, re.M) == ["python:3.12-slim"]


def test_only_what_runs_goes_into_the_container():
    copied = re.findall(r"^COPY (\S+)", DOCKERFILE, re.M)
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.M)
    assert sorted(copied) == sorted(allowed) == [".streamlit", "app", "requirements.txt", "rnn"]
