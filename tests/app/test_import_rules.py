"""Imports never run against the flow of the data: Experiment -> Trace -> Timeline -> workbench -> server -> page."""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests import ROOT

#: The flow, room by room: a module imports modules of earlier rooms, or of its own (but never in a circle).
FLOW = (
    {"rnn"},
    {"app", "app.limits", "app.translations"},
    {"app.experiment"},
    {"app.trace"},
    {"app.timeline"},
    {"app.lenses"},
    {"app.lessons"},
    {"app.exports"},
    {"app.workbench"},
    {"app.server"},
    {"app.page", "app.main"},
)
#: Who may know what from outside, besides NumPy.
OUTSIDERS = {
    "streamlit": {
        "app.main",
        "app.page",
        "app.workbench",
        "app.server.app",
        "app.server.failures",
        "app.server.sockets",
    },
    "starlette": {"app.workbench.assets", "app.server"},
    "plotly": {"app.workbench.charts"},
    "segno": {"app.server.qr"},
    "brotli": {"app.workbench.assets"},
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


def room(module):
    """The number of a module's room in the flow; None for one that has no place there."""
    of = {name: number for number, names in enumerate(FLOW) for name in names}
    if module.startswith("rnn"):
        return of["rnn"]
    return of.get(module, of.get(".".join(module.split(".")[:2])) if module.count(".") > 1 else None)


def outsiders(module):
    found = {name.partition(".")[0] for name in imports(module)}
    return found - set(sys.stdlib_module_names) - {"rnn", "app"}


@modules
def test_every_module_has_a_place_in_the_flow(module):
    assert room(module) is not None, f"give {module} a place in FLOW"


def test_the_flow_and_the_outsiders_name_only_modules_that_there_are():
    named = {name for names in (*FLOW, *OUTSIDERS.values()) for name in names}
    assert named <= SOURCES.keys()


@modules
def test_no_import_runs_against_the_flow(module):
    against = {name for name in ours(module) if room(name) is None or room(name) > room(module)}
    assert against == set()


@pytest.mark.parametrize("module", [name for name in SOURCES if name.startswith("rnn")])
def test_the_engine_knows_numpy_and_itself_only(module):
    assert outsiders(module) <= {"numpy"}
    assert not any(name.startswith("app") for name in imports(module))


@modules
def test_each_module_knows_only_the_libraries_that_its_work_needs(module):
    for library in outsiders(module) - {"numpy"}:
        allowed = OUTSIDERS.get(library, set())
        assert any(module == name or module.startswith(f"{name}.") for name in allowed), f"{module} imports {library}"


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
    assert {"app.experiment", "app.timeline.view", "plotly.graph_objects"} <= imports("app.workbench.charts.gradients")
    assert "rnn.params" in imports("rnn.forward")
    assert "streamlit" in outsiders("app.page")


# ---- the browser's modules ----

STATIC = ROOT / "app" / "workbench" / "static"
#: The flow in the browser, folder by folder; what stands in no folder comes last, and wires them.
FOLDERS = ("dom", "clock", "store", "editing", "stage", "lenses", "lessons", "page", "takeaway", ".")
MODULES = {path.relative_to(STATIC).as_posix(): path for path in sorted(STATIC.rglob("*.js"))}
_IMPORT = re.compile(r"""^(?:import|export)\b(?:[^"'();=]*\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)


def modules_used(name):
    """The modules that a module of the browser imports, as paths below `static/`."""
    path = MODULES[name]
    found = _IMPORT.findall(path.read_text(encoding="utf-8"))
    return {(path.parent / used).resolve().relative_to(STATIC).as_posix() for used in found}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_of_the_browser_uses_those_of_its_folder_and_of_folders_before_it(name):
    assert modules_used(name) <= MODULES.keys()
    order = [FOLDERS.index(Path(used).parent.as_posix()) for used in (*modules_used(name), name)]
    assert max(order) == order[-1], modules_used(name)


def test_every_folder_of_the_browser_is_in_the_flow():
    assert {Path(name).parent.as_posix() for name in MODULES} == set(FOLDERS)


def test_the_reader_of_the_browsers_imports_sees_them():
    assert {"dom/blocks.js", "store/link.js"} <= modules_used("stage/update.js")
