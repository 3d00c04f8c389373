"""The workbench: number grid, stage and player as one component, and what passes between it and Python.

From the browser comes a request: the whole experiment as text with a revision number. Back go the numbers,
marked with that revision and with a nonce of this session; a browser that meets a nonce it does not know
sends its text again, so that a restarted server or another replica takes up where the page is.

With the request may come one array as a person gives it, see `literal.py`, a wish for a file, see `export.py`, the
lens that is open, see `lens.py`, a pinned run, see `pin.py`, or the lesson that is open, see `lesson.py`. A request may
be sent twice: what it asks for starts from its own text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from app.translations import preferred
from app.workbench.address import opened
from app.workbench.assets import PATHS
from app.workbench.export import export_of
from app.workbench.lens import OpenLens, lens_in, lens_of
from app.workbench.lesson import OpenLesson, lesson_of
from app.workbench.literal import Literal, literal_of
from app.workbench.packing import as_sent
from app.workbench.pin import Pin, pin_in, pin_of

_LOADER = f"""
let workbench
export default function (component) {{
  if (workbench) return void workbench.update(component)
  import(new URL("{PATHS["workbench.js"]}", document.baseURI).href).then((loaded) => {{
    workbench = loaded
    workbench.update(component)
  }})
}}
"""

_component = st.components.v2.component(
    "unroll_workbench", html="<div data-unroll></div>", js=_LOADER, isolate_styles=False
)


#: Under this name Streamlit keeps the component's state.
_KEY = "workbench"


@dataclass(frozen=True)
class Request:
    """What the open page asks for: an experiment as text, in a language."""

    text: str
    revision: int
    language: str
    frame: str  # the key of the frame that the page has, see `payload.py`; empty for none
    literal: Literal | None = None
    export: str | None = None  # the kind of file that is to be made
    lens: OpenLens | None = None  # None where nothing beyond the trace is looked at
    pin: Pin | None = None  # what the run is compared with
    lesson: OpenLesson | None = None


def workbench(data: dict) -> None:
    """Puts the workbench on the page; `data` is what the browser shows."""
    _component(key=_KEY, data=as_sent(data), on_request_change=_noted)


def request() -> Request | None:
    """The newest request of the open page; None before the first, and for one that is none of ours."""
    state = st.session_state.get(_KEY)
    sent = state.get("request") if isinstance(state, Mapping) else None
    if not isinstance(sent, dict):
        return None
    values = tuple(sent.get(name) for name in ("text", "revision", "language", "frame"))
    if tuple(type(value) for value in values) != (str, int, str, str):
        return None
    asked = {"literal": literal_of, "export": export_of, "lens": lens_of, "pin": pin_of, "lesson": lesson_of}
    return Request(*values, **{name: read(sent.get(name)) for name, read in asked.items()})


def looked_through(asked: Request | None) -> OpenLens | None:
    """The lens that is open: what the page asks for; before it does, what its address says."""
    return asked.lens if asked else lens_in(st.query_params)


def compared_with(asked: Request | None) -> Pin | None:
    """The pinned run: of the page; before it asks, of its address."""
    return asked.pin if asked else pin_in(st.query_params)


def spoken(asked: Request | None) -> str:
    """The language of a page: what it asks for; before it does, what its address or else the browser prefers."""
    return preferred(asked.language if asked else opened(st.query_params, "language") or st.context.locale)


def _noted() -> None:
    """Streamlit keeps a state only if something listens to its change; the run itself reads it."""
