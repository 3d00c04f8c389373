"""The browser's files have addresses that may be cached for ever."""

import gzip
import hashlib
from pathlib import Path

import brotli
import plotly
import pytest
from starlette.routing import Router

from app.workbench import assets
from tests.server import asgi

STATIC = Path(assets.__file__).parent / "static"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
FILES = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*.*") if path.suffix in TYPES}
FILES |= {PLOTLY.name: PLOTLY}


def get(path, **headers):
    """(status, headers, body) of an answer of the routes."""
    return asgi.get(Router(assets.routes()), path, **headers)


def test_every_module_the_style_and_plotly_have_an_address():
    assert set(assets.PATHS) == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_served_as_it_is_with_its_type_and_may_be_kept_for_ever(name):
    status, headers, body = get("/" + assets.PATHS[name])
    assert status == 200
    assert body == FILES[name].read_bytes()
    assert headers["content-type"] == TYPES[FILES[name].suffix]
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in headers


UNPACK = {"br": lambda body, size: brotli.decompress(body)}
UNPACK["gzip"] = lambda body, size: gzip.decompress(body)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip")])
def test_a_file_goes_compressed_as_the_browser_takes_it(name, accepted, encoding):
    _, headers, body = get("/" + assets.PATHS[name], accept_encoding=accepted)
    assert headers["content-encoding"] == encoding
    assert headers["vary"] == "Accept-Encoding"
    content = FILES[name].read_bytes()
    assert UNPACK[encoding](body, len(content)) == content
    assert len(body) < len(content)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip;q=0", None), ("gzip; q=0.000, br ;q=0", None), ("identity", None), ("deflate", None), ("xgzip", None),
        ("br;q=0, gzip;q=0.5", "gzip"), ("br;q=0.001", "br"), ("GZIP;Q=1.0", "gzip"), ("*", "br"), ("*;q=0", None),
        ("br;q=0, *", "gzip"),
    ],
)  # fmt: skip
def test_only_an_encoding_that_is_accepted_is_used(accepted, encoding):
    _, headers, _ = get("/" + assets.PATHS["editing/grid.js"], accept_encoding=accepted)
    assert headers.get("content-encoding") == encoding


def test_an_address_changes_with_any_module_and_modules_share_one_folder():
    modules = [FILES[name].read_bytes() for name in sorted(FILES) if name != PLOTLY.name]
    folder = hashlib.sha256(b"".join(modules)).hexdigest()[:16]
    assert {path for name, path in assets.PATHS.items() if name != PLOTLY.name} == {
        f"assets/{folder}/{name}" for name in FILES if name != PLOTLY.name
    }
    assert assets.PATHS[PLOTLY.name].split("/")[1] == hashlib.sha256(PLOTLY.read_bytes()).hexdigest()[:16]


@pytest.mark.parametrize(
    "path",
    ["/assets/", "/assets/editing/grid.js", "/assets/0123456789abcdef/editing/grid.js", "/assets/../main.py",
     "/assets/%2e%2e/main.py", "/assets//etc/passwd", "/assets/" + "a" * 5000],
)  # fmt: skip
def test_any_other_address_is_not_found(path):
    status, headers, body = get(path, accept_encoding="gzip")
    assert (status, body) == (404, b"Not found")
    assert "immutable" not in headers.get("cache-control", "")


def test_nothing_can_be_sent_to_a_file():
    assert get("/" + assets.PATHS["editing/grid.js"], method="POST")[0] == 405
