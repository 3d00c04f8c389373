"""Whose pages may open a WebSocket: this server's own, and those of hosts that its settings name.

Streamlit refuses the others too, but first asks the outside world what its own address is, and everybody waits
for the answer. Here the question does not arise.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send


class KnownPagesOnly:
    """Middleware that refuses WebSockets opened by pages of other hosts than its own and `hosts`."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not self._knows(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await self.app(scope, receive, send)

    def _knows(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None:  # no browser: there is no page that could misuse a visitor's session
            return True
        try:
            page = urlsplit(origin)
        except ValueError:
            return False
        return page.netloc == headers.get("host") or page.hostname in self.hosts


def host_of(origin: str) -> str | None:
    """The host that an address names: `https://example.org:8443` -> `example.org`, `localhost` -> `localhost`."""
    return urlsplit(origin if "//" in origin else f"//{origin}").hostname
