"""The app with an error in it, for a server to run: a learning rate of 13 raises where the network is run."""

from pathlib import Path

from tests import ROOT

APP = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import streamlit as st
from app import trace
sound = trace.run
def run(experiment):
    if experiment.learning_rate == 13:
        raise RuntimeError("<b>secret</b>")
    return sound(experiment)
trace.run = run
from app.server.app import settings
app = st.App({str(ROOT / "app" / "page.py")!r}, **settings())
"""


def faulty(folder: Path) -> Path:
    """The script of the faulty app, written into a folder."""
    script = folder / "faulty.py"
    script.write_text(APP, encoding="utf-8")
    return script
