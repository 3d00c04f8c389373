"""A link becomes a QR code that says exactly that link; nothing else does."""

import re
from urllib.parse import quote

import pytest
import segno
from starlette.routing import Router

from app import limits
from app.server import qr
from tests.server.asgi import get

LINK = "https://unroll.example.org/class?e=1textbook~W_h.*0--.25&step=3&lang=ja"


def answer(link, method="GET"):
    """(status, headers, body) for a link."""
    return get(Router(qr.routes()), "/qr", query=f"link={quote(link, safe='')}", method=method)


def dark_runs(svg):
    """The stretches of dark modules that the picture draws, as its path has them."""
    return re.search(r'<path[^>]*stroke="#000"[^>]* d="([^"]+)"', svg)[1]


@pytest.mark.parametrize("link", [LINK, "http://localhost:8501/", LINK + "a" * (limits.MAX_QR - len(LINK))])
def test_the_picture_is_the_code_of_the_link(link):
    status, headers, body = answer(link)
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    expected = segno.make_qr(link).svg_inline(light="#fff", border=4)
    assert dark_runs(body.decode()) == dark_runs(expected)
    assert dark_runs(body.decode()) != dark_runs(segno.make_qr(link[:-1] + "b").svg_inline(light="#fff", border=4))


@pytest.mark.parametrize(
    "link",
    ["", "text", "javascript:alert(1)", "ftp://example.org/", "https://", "https://[", "https://例え.jp/",
     LINK + "a" * (limits.MAX_QR + 1 - len(LINK))],
)  # fmt: skip
def test_what_is_no_short_link_is_refused(link):
    status, _, body = answer(link)
    assert status == 400
    assert b"<" not in body


def test_without_a_link_there_is_no_code():
    assert get(Router(qr.routes()), "/qr")[0] == 400
