"""The app that a server runs: Streamlit's page beside our own routes, and what guards them."""

import gc
import importlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app import limits
from app.experiment.presets import PRESETS
from app.server import failures, qr
from app.server.admission import Admission
from app.server.cores import one_core_for_each_product
from app.server.headers import HeaderError, WithHeaders, headers
from app.server.origin import KnownPagesOnly, host_of
from app.server.sockets import send_at_once
from app.trace import run
from app.translations import LANGUAGES
from app.workbench import assets
from app.workbench.payload import payload

PAGE = Path(__file__).resolve().parent.parent / "page.py"
#: How long Python lets a thread compute before another may (seconds): a small experiment changes threads a dozen times,
#: and would wait 5 ms each time beside a large one.
_SWITCH_INTERVAL = 0.001
_LOCAL = ["localhost", "127.0.0.1"]


def create_app() -> st.App:
    """The whole app, for a server that takes an ASGI application; raises SystemExit as `settings` does."""
    return st.App(PAGE, **settings())


def settings() -> dict[str, object]:
    """What `st.App` is made of besides the page: routes, middleware, what happens before the first visitor comes and
    when something fails.

    Ends the process with a sentence where Streamlit's options or the environment cannot be.
    """
    sys.setswitchinterval(_SWITCH_INTERVAL)
    one_core_for_each_product()
    _check_message_size()
    failures.keep_tracebacks_with_their_id()
    base, sent = "/" + st.get_option("server.baseUrlPath").strip("/"), _headers()
    return {
        "routes": [*assets.routes(base), *qr.routes(base)],
        "middleware": _middleware(base, sent),
        "lifespan": running,
        "on_script_error": failures.show_in_page,
        "exception_handlers": {Exception: failures.answer_with(sent)},
    }


@asynccontextmanager
async def running(_app: st.App) -> AsyncIterator[None]:
    """Before the first visitor comes."""
    send_at_once()
    _warm_up()
    # What stands by then stands to the end: the collector need not look through it again, which takes 50 ms.
    gc.collect()
    gc.freeze()
    yield


def _middleware(base: str, sent: dict[str, str]) -> list[Middleware]:
    hosts = st.get_option("server.allowedHosts")
    pages = [*_LOCAL, st.get_option("browser.serverAddress"), *st.get_option("server.corsAllowedOrigins")]
    return [
        Middleware(WithHeaders, headers=sent),
        # A health check asks by address, from this machine.
        Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts, *_LOCAL] if hosts else ["*"], www_redirect=False),
        Middleware(Admission, most=limits.MAX_SESSIONS, base=base),
        Middleware(KnownPagesOnly, hosts=map(host_of, pages)),
    ]


def _headers() -> dict[str, str]:
    index = Path(st.__file__).parent / "static" / "index.html"
    ancestors = os.environ.get("UNROLL_FRAME_ANCESTORS") or "'self'"
    try:
        return headers(index.read_text(encoding="utf-8"), ancestors.split())
    except HeaderError as error:
        sys.exit(f"Unroll: UNROLL_FRAME_ANCESTORS: {error}")


def _check_message_size() -> None:
    """The largest experiment and a file have to fit into one message; Streamlit counts in millions of bytes."""
    largest = {"maxMessageSize": limits.MAX_ANSWER + limits.MAX_EXPORT, "maxWidgetStateSize": limits.MAX_MESSAGE}
    for option, size in largest.items():
        if st.get_option(f"server.{option}") * 1_000_000 < size:
            sys.exit(f"Unroll: the largest case needs --server.{option}={-(-size // 1_000_000)} (or smaller limits).")


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
