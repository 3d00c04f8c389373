"""What happens when something fails that must not: the visitor gets a sentence and an id, the log the traceback.

The page's numbers stay with the visitor, whose browser holds them.
"""

import logging
import secrets
import traceback
from collections.abc import Mapping

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.translations import CATALOGUES, Catalogue
from app.workbench import request, spoken

_log = logging.getLogger("streamlit.unroll")


def show_in_page(error: Exception) -> bool:
    """Tells the visitor; for `on_script_error` of `st.App`. True: Streamlit need not.

    A browser asks again until it has an answer: the same failure is one id and one traceback for each session.
    """
    language = spoken(request())
    last = traceback.extract_tb(error.__traceback__)[-1]
    known = st.session_state.setdefault("failures", {})
    place = f"{type(error).__name__} {last.filename}:{last.lineno}"
    if place not in known:
        known[place] = _logged(error)
    with st.container(key="failed"):
        st.error(Catalogue(language)("page.failed", id=known[place]))
    return True


def answer_with(headers: Mapping[str, str]) -> object:
    """A handler of Starlette for what fails in a route; its answer carries `headers`."""

    def answer(_: Request, error: Exception) -> Response:
        number = _logged(error)
        said = "\n".join(sentences["page.failed"].format(id=number) for sentences in CATALOGUES.values())
        return PlainTextResponse(said, status_code=500, headers=dict(headers))

    return answer


def keep_tracebacks_with_their_id() -> None:
    """Streamlit logs what fails in a page too, without the id: once is enough."""
    logging.getLogger("streamlit.error_util").addFilter(lambda record: record.getMessage() != "Uncaught app execution")


def _logged(error: Exception) -> str:
    number = secrets.token_hex(4)
    _log.error("Error %s", number, exc_info=error)
    return number
