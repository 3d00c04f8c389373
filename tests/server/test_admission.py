"""As many pages as there is room for, told in a sentence; no files at all."""

import pytest

from app.server.admission import Admission
from app.translations import CATALOGUES
from tests.server.asgi import finish


def request(path="/", kind="http"):
    return {"type": kind, "path": path, "method": "GET", "headers": []}


async def inside(scope, receive, send):
    await send({"type": "let in"})


def asked(app, scope):
    """What an ASGI app sends for a request."""
    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    finish(app(scope, receive, send))
    return sent


def answer_while_open(count, scope, **options):
    """What is sent for a request while `count` pages are open."""
    found = []

    async def stay(other, receive, send):
        if other["path"].endswith("stream") and app.open < count:
            await app(request("/_stcore/stream", "websocket"), receive, send)
        elif not found:
            found.append(None)
            found[0] = asked_inside = []

            async def note(message):
                asked_inside.append(message)

            app.app = inside
            await app(scope, receive, note)

    app = Admission(stay, **options)
    asked(app, request("/_stcore/stream", "websocket"))
    assert app.open == 0
    return found[0]


LET_IN = [{"type": "let in"}]


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/assets/a/b.js"])
def test_there_is_room_for_one_less_than_the_most(path):
    assert answer_while_open(2, request(path), most=3) == LET_IN
    assert answer_while_open(2, request("/_stcore/stream", "websocket"), most=3) == LET_IN


@pytest.mark.parametrize(("base", "path"), [("/", "/"), ("/unroll", "/unroll"), ("/unroll", "/unroll/")])
def test_a_page_too_many_is_told_so_in_every_language(base, path):
    start, body = answer_while_open(3, request(path), most=3, base=base)
    assert start["status"] == 503
    assert (b"retry-after", b"30") in start["headers"]
    for sentences in CATALOGUES.values():
        assert sentences["page.full"].format(most=3) in body["body"].decode()


def test_a_stream_too_many_is_closed_and_whoever_has_a_page_goes_on_loading():
    stream = request("/_stcore/stream", "websocket")
    assert answer_while_open(3, stream, most=3) == [{"type": "websocket.close", "code": 1013}]
    assert answer_while_open(3, request("/_stcore/health"), most=3) == LET_IN
    assert answer_while_open(3, request("/assets/a/b.js"), most=3) == LET_IN


def test_a_place_is_free_again_when_a_page_fails():
    async def fail(scope, receive, send):
        raise OSError("lost")

    app = Admission(fail, most=1)
    with pytest.raises(OSError, match="lost"):
        asked(app, request("/_stcore/stream", "websocket"))
    assert app.open == 0


@pytest.mark.parametrize("path", ["/_stcore/upload_file/a/b", "/unroll/_stcore/upload_file/a/b"])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "OPTIONS"])
def test_no_files_are_taken(path, method):
    start, _ = asked(Admission(inside, most=1), request(path) | {"method": method})
    assert start["status"] == 403
