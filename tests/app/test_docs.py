"""The papers keep step with the code: every room, every registry, every path and command that they name."""

import re

import pytest

from tests import ROOT

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ADDING = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "deploy" / "README.md", *(ROOT / "docs").glob("*.md")]
papers = pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
STATIC = ROOT / "app" / "workbench" / "static"


def rooms():
    """The folders of the code, as the papers name them."""
    yield "rnn/"
    yield from (f"app/{path.name}/" for path in sorted((ROOT / "app").iterdir()) if (path / "__init__.py").exists())
    yield from (f"{path.name}/" for path in sorted(STATIC.iterdir()) if path.is_dir())
    yield from (f"tests/{path.name}/" for path in sorted((ROOT / "tests").iterdir()) if any(path.glob("*.py")))


@pytest.mark.parametrize("room", list(rooms()))
def test_every_room_is_in_the_architecture(room):
    assert f"`{room}`" in ARCHITECTURE


@pytest.mark.parametrize(
    "word", ["slot", "road", "part", "view", "clockwork", "frame", "panel", "scene", "position", "operation", "preset"]
)
def test_the_glossary_explains_the_words_of_the_code(word):
    assert re.search(rf"^\| {word} \| \S", ARCHITECTURE, re.MULTILINE)


@pytest.mark.parametrize(
    ("path", "registry"),
    [
        ("rnn/activations.py", "ACTIVATIONS"),
        ("app/experiment/presets.py", "PRESETS"),
        ("app/experiment/fills.py", "FILLS"),
        ("app/experiment/arrays.py", "ARRAYS"),
        ("app/experiment/losses.py", "LOSSES"),
        ("app/workbench/charts/__init__.py", "CHARTS"),
        ("app/experiment/literals/dialects/__init__.py", "DIALECTS"),
        ("app/experiment/frameworks.py", "FRAMEWORKS"),
        ("app/exports/__init__.py", "EXPORTS"),
        ("app/workbench/address.py", "NAMES"),
        ("app/workbench/static/clock/position.js", "FIELDS"),
    ],
)
def test_every_registry_is_there_and_it_is_said_how_to_add_to_it(path, registry):
    source = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^(?:const )?{registry}\b", source, re.MULTILINE)
    assert f"`{registry}`" in ADDING
    assert path in ADDING or path.removesuffix("__init__.py") in ADDING


@papers
def test_every_path_that_a_paper_names_is_there(paper):
    names = set(re.findall(r"`([\w./-]+/[\w./-]*)`", paper.read_text(encoding="utf-8")))
    places = [ROOT, ROOT / "app", ROOT / "app" / "workbench", STATIC, paper.parent]
    missing = {name for name in names if not any((place / name).exists() for place in places)}
    assert missing == set()


@papers
def test_every_link_of_a_paper_leads_somewhere(paper):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", paper.read_text(encoding="utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []


@papers
def test_every_command_of_make_that_a_paper_names_is_in_the_makefile(paper):
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = re.findall(r"(?:`|^    )make ([\w-]+)", paper.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(commands) <= targets
