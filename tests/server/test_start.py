"""The server starts by a call, and says at once what it cannot start with."""

import os
import subprocess
import sys

from tests import ROOT

#: Each in a process of its own: a start sets what holds for the whole process.
STARTED = """
import json, sys
from app.server.app import create_app
app = create_app()
asked = []
async def receive(): return {"type": "http.request", "body": b""}
async def send(message): asked.append(message)
async def ask():
    async with app.lifespan()(app):
        scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/qr", "raw_path": b"/qr",
                 "root_path": "", "scheme": "http", "query_string": b"link=http://localhost",
                 "server": ("localhost", 80), "headers": []}
        await app(scope, receive, send)
import asyncio
asyncio.run(ask())
print(json.dumps([app.script_path.name, asked[0]["status"], sorted(name.decode() for name, _ in asked[0]["headers"])]))
"""


def in_a_process(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=60
    )


def test_the_app_is_made_by_a_call_and_answers_with_its_routes_and_headers():
    done = in_a_process(STARTED)
    assert done.returncode == 0, done.stderr
    assert '"page.py", 200' in done.stdout
    assert "content-security-policy" in done.stdout


def test_a_setting_that_cannot_be_ends_the_start_with_a_sentence():
    done = in_a_process("from app.server.app import create_app; create_app()", UNROLL_FRAME_ANCESTORS="http:/half")
    assert done.returncode == 1
    assert "Unroll: UNROLL_FRAME_ANCESTORS:" in done.stderr
    assert "Traceback" not in done.stderr
