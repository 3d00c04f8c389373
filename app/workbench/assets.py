"""What the browser fetches besides Streamlit itself: the workbench's modules, its style, and plotly.js.

Every file is read once, at start, and its address holds a hash of the content, so that it may be cached for
ever and an update is never missed. One hash stands before all modules, so that they can import each other.

They go compressed as the browser allows. Brotli makes plotly.js a sixth smaller than gzip does. Browsers take it over
https and from localhost, gzip everywhere.
"""

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

import brotli
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_STATIC = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_CACHE = "public, max-age=31536000, immutable"


def _hash(*contents: bytes) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()[:16]


_MODULES = {
    path.relative_to(_STATIC).as_posix(): path.read_bytes()
    for path in sorted(_STATIC.rglob("*"))
    if path.suffix in _TYPES
}
_PLOTLY = (files("plotly") / "package_data" / "plotly.min.js").read_bytes()
_FILES = {f"{_hash(*_MODULES.values())}/{name}": content for name, content in _MODULES.items()}
_FILES |= {f"{_hash(_PLOTLY)}/plotly.min.js": _PLOTLY}

#: Addresses relative to the page, by file name (of a module, with its folder).
PATHS = {path.partition("/")[2]: f"assets/{path}" for path in _FILES}


#: How to compress, by the name of the encoding; the best one first.
_ENCODINGS = {
    "br": lambda content: brotli.compress(content, quality=9),
    "gzip": lambda content: gzip.compress(content, compresslevel=9, mtime=0),
}


@cache
def _compressed(path: str, encoding: str) -> bytes:
    return _ENCODINGS[encoding](_FILES[path])


def _encoding(accepted: str) -> str | None:
    """The best encoding that an Accept-Encoding header allows; None for none of ours."""
    weights = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = next((q.removeprefix("q=") for q in parameters if q.startswith("q=")), "1")
    return next((name for name in _ENCODINGS if weights.get(name, weights.get("*", "0")).strip("0.")), None)


def _serve(request: Request) -> Response:
    """One file, compressed where the browser takes it. Runs in a worker thread, being no coroutine."""
    path = request.path_params["path"]
    if path not in _FILES:
        return Response("Not found", status_code=404, media_type="text/plain")
    headers = {"Cache-Control": _CACHE, "Vary": "Accept-Encoding"}
    content = _FILES[path]
    if encoding := _encoding(request.headers.get("accept-encoding", "")):
        content = _compressed(path, encoding)
        headers["Content-Encoding"] = encoding
    return Response(content, headers=headers, media_type=_TYPES[Path(path).suffix])


def routes(base: str = "/") -> list[Route]:
    """The routes that `server/app.py` adds to Streamlit's own, below the page's address: `/`, or a base path."""
    return [Route(f"{base.rstrip('/')}/assets/{{path:path}}", _serve)]
