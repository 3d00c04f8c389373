"""What `streamlit run app/main.py` starts: Streamlit's page beside our own routes, and what guards them."""

import os
import sys
from pathlib import Path

# `streamlit run` puts only this file's folder on the path; the page imports `app` and `rnn` from the checkout.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app import assets, failures, limits
from app.admission import Admission
from app.headers import HeaderError, WithHeaders, headers
from app.origin import KnownPagesOnly, host_of

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

app = st.App(
    "page.py",
    routes=assets.routes(_base),
    middleware=[
        Middleware(WithHeaders, headers=_sent),
        # A health check asks by address, from this machine.
        Middleware(TrustedHostMiddleware, allowed_hosts=[*_hosts, *_LOCAL] if _hosts else ["*"], www_redirect=False),
        Middleware(Admission, most=limits.MAX_SESSIONS, base=_base),
        Middleware(KnownPagesOnly, hosts=map(host_of, _pages)),
    ],
    on_script_error=failures.show_in_page,
    exception_handlers={Exception: failures.answer_with(_sent)},
)
