"""Headers that go with every answer: what the page may load, run and be framed by, and what it may ask the browser for.

Measured with Streamlit 1.67 and plotly.js 3 in Chromium. Each thing that is allowed has its reason beside it; whatever
is not named is forbidden, `eval`, other hosts, workers, frames, plug-ins and forms among it. Streamlit's protobuf
library tries `eval` and WebAssembly at start, is refused, and goes on without.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: An origin that may frame the page: scheme, host (its first label may be `*`), port; or one of CSP's own two words.
_ANCESTOR = re.compile(r"'self'|'none'|https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?")

_OTHERS = {
    "X-Content-Type-Options": "nosniff",
    # The address holds the experiment, and is nobody else's business.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(
        [f"{feature}=()" for feature in ("camera", "microphone", "geolocation", "usb", "serial", "midi",
                                         "payment", "display-capture", "accelerometer", "gyroscope", "magnetometer")]
        + ["fullscreen=(self)", "clipboard-write=(self)"]
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
#: What says something of a document alone, and is left out where a page's part travels that no browser makes one of: in
#: 150 of a first visit's answers these are a tenth of all that is ours.
_OF_DOCUMENTS = {"Content-Security-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"}
_PARTS = ("text/javascript", "application/javascript", "text/css", "font/")


class HeaderError(ValueError):
    """A setting that cannot stand in a header; the text says which, and what can."""


def headers(index_html: str, frame_ancestors: Sequence[str] = ("'self'",)) -> dict[str, str]:
    """Every header, for the page that Streamlit serves and those who may frame it.

    Raises HeaderError for an ancestor that is no origin.
    """
    for ancestor in frame_ancestors:
        if not _ANCESTOR.fullmatch(ancestor):
            raise HeaderError(
                f"{ancestor!r} cannot frame the page; expected 'self', 'none' or an origin: https://lms.example.org"
            )
    return {"Content-Security-Policy": _policy(index_html, frame_ancestors)} | _OTHERS


def _policy(index_html: str, frame_ancestors: Sequence[str]) -> str:
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in _INLINE_SCRIPT.findall(index_html)]
    allowed: Mapping[str, Sequence[str]] = {
        "default-src": ["'none'"],
        # Streamlit runs a component's loader as a module out of a blob, and its page has one inline script: its hash.
        "script-src": ["'self'", "blob:", *(f"'sha256-{digest.decode()}'" for digest in hashes)],
        # Streamlit's styles (emotion) are written by its scripts, and ours and Plotly's set `style` attributes.
        "style-src": ["'self'", "'unsafe-inline'"],
        # Streamlit's icons are data; Plotly makes a picture of a chart through a blob.
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],  # Streamlit's style holds the font of its formulas as data
        "connect-src": ["'self'"],  # the WebSocket, health and host configuration
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": frame_ancestors,
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in allowed.items())


class WithHeaders:
    """Middleware that puts headers on every answer; those of a refused WebSocket among them.

    Scripts, styles and fonts do without what a document alone obeys.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = headers
        self.of_parts = {name: value for name, value in headers.items() if name not in _OF_DOCUMENTS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                found = MutableHeaders(scope=message)
                is_part = found.get("content-type", "").startswith(_PARTS)
                found.update(self.of_parts if is_part else self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers)
