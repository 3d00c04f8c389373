"""What `streamlit run app/main.py` starts: Streamlit's page beside our own routes."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

# `streamlit run` puts only this file's folder on the path; the page imports `app` and `rnn` from the checkout.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st
from starlette.middleware import Middleware

from app import assets, qr
from app.origin import KnownPagesOnly, host_of
from app.sockets import send_at_once

_named = ["localhost", "127.0.0.1", st.get_option("browser.serverAddress"), *st.get_option("server.corsAllowedOrigins")]


@asynccontextmanager
async def _running(_app: st.App) -> AsyncIterator[None]:
    send_at_once()
    yield


app = st.App(
    "page.py",
    routes=[*assets.routes(), *qr.routes()],
    middleware=[Middleware(KnownPagesOnly, hosts=map(host_of, _named))],
    lifespan=_running,
)
