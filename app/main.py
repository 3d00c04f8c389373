"""What `streamlit run app/main.py` starts: Streamlit's page beside our own routes."""

import sys
from pathlib import Path

# `streamlit run` puts only this file's folder on the path; the page imports `app` and `rnn` from the checkout.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st

from app import assets

app = st.App("page.py", routes=assets.routes())
