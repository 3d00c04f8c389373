"""What `streamlit run app/main.py` starts: Streamlit's page beside our own routes, and what guards them."""

import gc
import importlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

# `streamlit run` puts only this file's folder on the path; the page imports `app` and `rnn` from the checkout.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app import limits
from app.experiment.presets import PRESETS
from app.server import failures, qr
from app.server.admission import Admission
from app.server.headers import HeaderError, WithHeaders, headers
from app.server.origin import KnownPagesOnly, host_of
from app.server.sockets import send_at_once
from app.trace import run
from app.translations import LANGUAGES
from app.workbench import assets
from app.workbench.payload import payload

_LOCAL = ["localhost", "127.0.0.1"]
_pages = [*_LOCAL, st.get_option("browser.serverAddress"), *st.get_option("server.corsAllowedOrigins")]
_hosts = st.get_option("server.allowedHosts")
_base = "/" + st.get_option("server.baseUrlPath").strip("/")
_index = Path(st.__file__).parent / "static" / "index.html"


def _headers() -> dict[str, str]:
    ancestors = os.environ.get("UNROLL_FRAME_ANCESTORS") or "'self'"
    try:
        return headers(_index.read_text(encoding="utf-8"), ancestors.split())
    except HeaderError as error:
        sys.exit(f"Unroll: UNROLL_FRAME_ANCESTORS: {error}")


def _check_message_size() -> None:
    """The largest case has to fit into one message; Streamlit's setting is in millions of bytes."""
    for option, size in [("maxMessageSize", limits.MAX_ANSWER), ("maxWidgetStateSize", limits.MAX_MESSAGE)]:
        if st.get_option(f"server.{option}") * 1_000_000 < size:
            sys.exit(f"Unroll: the largest case needs --server.{option}={-(-size // 1_000_000)} (or smaller limits).")


# How long Python lets a thread compute before another may: a small case changes threads a dozen times, and would wait
# 5 ms each time beside a large one.
sys.setswitchinterval(0.001)

_check_message_size()
failures.keep_tracebacks_with_their_id()
_sent = _headers()


def _warm_up() -> None:
    """Answers once before anybody asks. A class opens the page together, and imports do not stand that everywhere.

    Streamlit imports pandas with its first answer; plotly, drawing for another visitor, trips over the half of it
    that is there so far.
    """
    with suppress(ImportError):  # an image without what the page does not need has none
        importlib.import_module("pandas")
    preset, experiment = next(iter(PRESETS.items()))
    for language in LANGUAGES:
        payload(run(experiment), preset, language)


@asynccontextmanager
async def running(_app: st.App) -> AsyncIterator[None]:
    """Before the first visitor comes."""
    send_at_once()
    _warm_up()
    # What stands now stands to the end: the collector need not look through it again, which takes 50 ms of everybody.
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    "page.py",
    routes=[*assets.routes(_base), *qr.routes(_base)],
    middleware=[
        Middleware(WithHeaders, headers=_sent),
        # A health check asks by address, from this machine.
        Middleware(TrustedHostMiddleware, allowed_hosts=[*_hosts, *_LOCAL] if _hosts else ["*"], www_redirect=False),
        Middleware(Admission, most=limits.MAX_SESSIONS, base=_base),
        Middleware(KnownPagesOnly, hosts=map(host_of, _pages)),
    ],
    lifespan=running,
    on_script_error=failures.show_in_page,
    exception_handlers={Exception: failures.answer_with(_sent)},
)
