"""What `streamlit run app/main.py` starts."""

import sys
from pathlib import Path

# `streamlit run` puts only this file's folder on the path; the page imports `app` and `rnn` from the checkout.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st

from app.server.app import settings

# `streamlit run` reads this file, before it runs it, for a call of `st.App`: so the call stands here.
app = st.App("page.py", **settings())
