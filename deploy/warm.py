"""Runs the page once without a server: with compiled modules kept, what a visit imports is then compiled in the image.

PYTHONPATH=... python warm.py
"""

import importlib
import sys

from streamlit.testing.v1 import AppTest

#: What only a running server imports.
SERVER = ["app.main", "streamlit.web.cli", "streamlit.web.bootstrap", "uvicorn.lifespan.on", "uvicorn.loops.auto",
          "uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.auto"]  # fmt: skip

for name in SERVER:
    importlib.import_module(name)
page = AppTest.from_file("app/page.py", default_timeout=60).run()
if page.exception or not page.get("bidi_component"):
    sys.exit(f"The page does not run: {page.exception}")
print("modules compiled:", sum(bool(getattr(module, "__cached__", None)) for module in sys.modules.values()))
