"""A bare Streamlit app, to measure the app against: it starts as `app/main.py` does, with no page of its own."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import streamlit as st

from app.server.sockets import send_at_once


@asynccontextmanager
async def _running(_app: st.App) -> AsyncIterator[None]:
    send_at_once()
    yield


app = st.App("bare_page.py", lifespan=_running)
