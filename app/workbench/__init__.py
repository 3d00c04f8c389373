"""The workbench: number grid, stage and player as one component, and what passes between it and Python.

From the browser comes a request: the whole experiment as text with a revision number. Back go the numbers,
marked with that revision and with a nonce of this session; a browser that meets a nonce it does not know
sends its text again, so that a restarted server or another replica takes up where the page is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from app import limits
from app.assets import PATHS

_LOADER = """
export default function (component) {
  const at = (path) => new URL(path, document.baseURI).href
  import(at(component.data.assets["workbench.js"])).then((workbench) => workbench.update(component))
}
"""

_component = st.components.v2.component(
    "unroll_workbench", html="<div data-unroll></div>", js=_LOADER, isolate_styles=False
)


@dataclass(frozen=True)
class Request:
    """What the open page asks for: an experiment as text, in a language."""

    text: str
    revision: int
    language: str
    frame: str  # the key of the frame that the page has, see `payload.py`; empty for none


def workbench(data: dict, *, key: str) -> None:
    """Puts the workbench on the page; `data` is what the browser shows."""
    bounds = {"link": limits.MAX_LINK, "text": limits.MAX_TEXT, "sessions": limits.MAX_SESSIONS}
    fixed = {"assets": PATHS, "longest_link": limits.MAX_LINK, "bounds": bounds}
    _component(key=key, data=data | fixed, on_request_change=_noted)


def request(key: str) -> Request | None:
    """The newest request of the open page; None before the first, and for one that is none of ours."""
    state = st.session_state.get(key)
    sent = state.get("request") if isinstance(state, Mapping) else None
    if not isinstance(sent, dict):
        return None
    values = tuple(sent.get(name) for name in ("text", "revision", "language", "frame"))
    if tuple(type(value) for value in values) != (str, int, str, str):
        return None
    return Request(*values)


def _noted() -> None:
    """Streamlit keeps a state only if something listens to its change; the run itself reads it."""
