"""Asks a web application without a server, beside Playwright, whose event loop occupies the main thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor


def finish(coroutine: Coroutine) -> object:
    """What a coroutine returns, run in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def get(app, path: str, *, method: str = "GET", query: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) of an application's answer."""
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
        "root_path": "", "scheme": "http", "query_string": query.encode(), "server": ("localhost", 80),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    answer = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        answer.append(message)

    finish(app(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in answer[0]["headers"]}
    return answer[0]["status"], found, b"".join(message.get("body", b"") for message in answer[1:])
