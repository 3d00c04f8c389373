"""A link as a QR code, so that a class can photograph it from the wall."""

import io
from urllib.parse import urlsplit

import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app import limits


def _draw(request: Request) -> Response:
    """The code of `?link=` as SVG, black on white. Runs in a worker thread, being no coroutine."""
    link = request.query_params.get("link", "")
    if len(link) > limits.MAX_QR or not _is_address(link):
        return Response("Not a link, or too long for a QR code", status_code=400, media_type="text/plain")
    drawn = io.BytesIO()
    segno.make_qr(link).save(drawn, kind="svg", light="#fff", xmldecl=False, border=4)
    return Response(drawn.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "private, max-age=3600"})


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and link.isascii()


def routes(base: str = "/") -> list[Route]:
    """The routes that `app.py` adds to Streamlit's own, below the page's address: `/`, or a base path."""
    return [Route(f"{base.rstrip('/')}/qr", _draw)]
