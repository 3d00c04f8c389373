"""Who is let in: as many open pages at a time as there is room for, and no files.

An open page is a WebSocket. Who comes when all are taken is told so in a sentence; who has a page goes on. Streamlit
offers an address that takes files whether a page asks for any or not; this page asks for none.
"""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.translations import CATALOGUES

_STREAM = "/_stcore/stream"
_UPLOAD = "/_stcore/upload_file"
#: Seconds after which a browser may try again.
_AGAIN_AFTER = "30"


class Admission:
    """Middleware that lets in `most` pages at a time; the page itself has the address `base` (`/` or `/unroll`)."""

    def __init__(self, app: ASGIApp, most: int, base: str = "/") -> None:
        self.app = app
        self.most = most
        self.pages = {base.rstrip("/"), base.rstrip("/") + "/"}
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "websocket" and path.endswith(_STREAM):
            await self._page(scope, receive, send)
        elif _UPLOAD in path:
            await PlainTextResponse("No files are taken.", status_code=403)(scope, receive, send)
        elif scope["type"] == "http" and path in self.pages and self.open >= self.most:
            await self._full()(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.open >= self.most:
            await receive()
            await send({"type": "websocket.close", "code": 1013})  # "try again later"
            return
        self.open += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.open -= 1

    def _full(self) -> PlainTextResponse:
        said = "\n".join(sentences["page.full"].format(most=self.most) for sentences in CATALOGUES.values())
        return PlainTextResponse(said, status_code=503, headers={"Retry-After": _AGAIN_AFTER})
