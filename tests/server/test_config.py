"""What the server's settings promise: it asks nobody, tells nobody, and shows a visitor no insides."""

import json
import re
import tomllib

import pytest

from tests import ROOT

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


def test_what_the_requirements_bring_along_is_pinned_too():
    lines = (ROOT / "deploy" / "constraints.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.]+", line) for line in lines)
    assert len(lines) > 20


def test_the_container_runs_as_a_numbered_user_who_is_not_root():
    _, _, last = DOCKERFILE.partition(" AS unroll\n")
    assert re.findall(r"^USER (.+)$", last, re.M) == ["10001:10001"]


def test_the_container_becomes_the_server_and_is_open_to_its_host():
    entry, command = (json.loads(re.search(rf"^{word} (.+)$", DOCKERFILE, re.M)[1]) for word in ("ENTRYPOINT", r"CMD"))
    assert entry[2].startswith("exec ")
    assert command == ["python", "-m", "streamlit", "run", "app/main.py"]
    assert "STREAMLIT_SERVER_ADDRESS=0.0.0.0" in DOCKERFILE


def test_all_threads_share_one_heap_however_a_class_is_served():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^ENV (?:.+\\\n)*? *MALLOC_ARENA_MAX=1 ", DOCKERFILE, re.M)
    assert re.search(r"^run .*load: export MALLOC_ARENA_MAX = 1$", makefile, re.M)


def test_every_stage_stands_on_one_pinned_base():
    assert "_stcore/health" in (ROOT / "deploy" / "healthcheck.py").read_text(encoding="utf-8")
    assert re.findall(r"^ARG BASE_IMAGE=(.+)$", DOCKERFILE, re.M) == ["python:3.12-slim"]
    stages = re.findall(r"^FROM \S+ AS (\w+)$", DOCKERFILE, re.M)
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)) <= {"${BASE_IMAGE}", *stages}


def test_a_build_ends_with_what_runs_and_makes_no_stage_that_it_does_not_need():
    stages = re.findall(r"^FROM \S+ AS (\w+)$", DOCKERFILE, re.M)
    assert stages == [*re.findall(r"^COPY --from=(\w+) /unroll ", DOCKERFILE, re.M), "unroll"]
    assert len(re.findall("^FROM ", DOCKERFILE, re.M)) == len(stages)


def test_only_what_a_dockerfile_copies_goes_to_the_engine():
    of_tests = (ROOT / "tests" / "Dockerfile").read_text(encoding="utf-8")
    copies = re.findall(r"^COPY ((?!--).+)$", DOCKERFILE + of_tests, re.M)
    copied = set(re.findall(r"(?<= )([\w./-]+)(?= )", " " + " ".join(copies) + " "))
    allowed = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.M))
    assert {name.partition("/")[0] for name in copied} - {"", "."} <= allowed | {"unroll", "."}
    assert all((ROOT / name).exists() for name in allowed)


def test_compose_and_kubernetes_take_away_what_the_image_does_not_need():
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    kubernetes = (ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8")
    for guard in ("read_only: true", "tmpfs: [/tmp]", "cap_drop: [ALL]", "no-new-privileges:true", "mem_limit: 512m"):
        assert guard in compose
    for guard in ("readOnlyRootFilesystem: true", "drop: [ALL]", "allowPrivilegeEscalation: false", "runAsUser: 10001"):
        assert guard in kubernetes
