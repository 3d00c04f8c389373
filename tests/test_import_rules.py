"""Imports never run against the flow of the data: Experiment -> Trace -> Timeline, figures -> workbench -> page."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: The flow, layer by layer: a module imports modules of earlier layers (or of its own layer, but never in a circle).
FLOW = (
    {"rnn"},
    {"app", "app.decimals", "app.limits", "app.numerals", "app.translations", "app.view"},
    {"app.admission", "app.assets", "app.headers", "app.origin", "app.qr", "app.sockets"},
    {"app.experiment"},
    {"app.turns"},
    {"app.fills", "app.literals", "app.presets", "app.recipes", "app.trace"},
    {"app.link", "app.lessons"},
    {"app.listing", "app.operations", "app.timeline", "app.figures", "app.exports"},
    {"app.workbench"},
    {"app.failures"},
    {"app.page", "app.main"},
)
MAY_KNOW_STREAMLIT = {"app.failures", "app.main", "app.page", "app.workbench", "app.sockets"}
KNOWS_THE_WEB_SERVER = {
    "app.admission",
    "app.assets",
    "app.failures",
    "app.headers",
    "app.main",
    "app.origin",
    "app.qr",
}


def _module(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {_module(path): path for folder in ("rnn", "app") for path in sorted((ROOT / folder).rglob("*.py"))}
modules = pytest.mark.parametrize("module", SOURCES)


def imports(module):
    """Every module that one imports, anywhere in its file."""
    path = SOURCES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            names = {f"{base}.{alias.name}" for alias in node.names}
            found |= {name if name in SOURCES else base for name in names}
    return found


def ours(module):
    return {name for name in imports(module) if name.partition(".")[0] in ("rnn", "app")}


def layer(module):
    """Where a module stands in the flow; a module of a package stands where its package does."""
    while module:
        for number, names in enumerate(FLOW):
            if module in names and (module != "app" or module in SOURCES):
                return number
        module = module.rpartition(".")[0] if module.count(".") > 1 or module.startswith("rnn") else ""
    return None


def outsiders(module):
    found = {name.partition(".")[0] for name in imports(module)}
    return found - set(sys.stdlib_module_names) - {"rnn", "app"}


@modules
def test_every_module_has_a_place_in_the_flow(module):
    assert layer(module) is not None, f"give {module} a place in FLOW"


@modules
def test_no_import_runs_against_the_flow(module):
    against = {name for name in ours(module) if layer(name) is None or layer(name) > layer(module)}
    assert against == set()


@pytest.mark.parametrize("module", [name for name in SOURCES if name.startswith("rnn")])
def test_the_engine_knows_numpy_and_itself_only(module):
    assert outsiders(module) <= {"numpy"}
    assert not any(name.startswith("app") for name in imports(module))


@modules
def test_streamlit_is_known_on_the_pages_side_only(module):
    if module not in MAY_KNOW_STREAMLIT:
        assert "streamlit" not in outsiders(module)


@modules
def test_plotly_is_known_to_the_figures_and_the_web_server_to_the_assets(module):
    allowed = {"numpy"}
    allowed |= {"plotly"} if module.startswith("app.figures") else set()
    allowed |= {"starlette"} if module in KNOWS_THE_WEB_SERVER else set()
    allowed |= {"segno"} if module == "app.qr" else set()
    allowed |= {"brotli"} if module == "app.assets" else set()
    allowed |= {"streamlit"} if module in MAY_KNOW_STREAMLIT else set()
    assert outsiders(module) <= allowed


def test_no_modules_import_each_other_in_a_circle():
    finished, path = set(), []

    def visit(module):
        assert module not in path, " -> ".join([*path[path.index(module) :], module])
        if module in finished or module not in SOURCES:
            return
        path.append(module)
        for name in ours(module) - {module}:
            visit(name)
        path.pop()
        finished.add(module)

    for module in SOURCES:
        visit(module)
    assert finished == set(SOURCES)


def test_the_reader_of_imports_sees_them():
    assert {"app.experiment", "app.view", "plotly.graph_objects"} <= imports("app.figures.states")
    assert "rnn.params" in imports("rnn.forward")
    assert "streamlit" in outsiders("app.page")
