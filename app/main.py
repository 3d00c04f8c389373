"""What `streamlit run app/main.py` starts: Streamlit's page beside our own routes."""

import importlib
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
from app.presets import PRESETS
from app.sockets import send_at_once
from app.trace import run
from app.translations import LANGUAGES
from app.workbench.payload import payload

_named = ["localhost", "127.0.0.1", st.get_option("browser.serverAddress"), *st.get_option("server.corsAllowedOrigins")]


def _warm_up() -> None:
    """Answers once before anybody asks. A class opens the page together, and imports do not stand that everywhere.

    Streamlit imports pandas with its first answer; plotly, drawing for another visitor, trips over the half of it
    that is there so far.
    """
    importlib.import_module("pandas")
    preset, experiment = next(iter(PRESETS.items()))
    for language in LANGUAGES:
        payload(run(experiment), preset, language)


@asynccontextmanager
async def running(_app: st.App) -> AsyncIterator[None]:
    """Before the first visitor comes."""
    send_at_once()
    _warm_up()
    yield


app = st.App(
    "page.py",
    routes=[*assets.routes(), *qr.routes()],
    middleware=[Middleware(KnownPagesOnly, hosts=map(host_of, _named))],
    lifespan=running,
)
