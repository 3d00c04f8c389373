"""Every answer carries the headers, and a setting cannot smuggle anything into them."""

import base64
import hashlib
from pathlib import Path

import pytest
import streamlit

from app.server.headers import HeaderError, WithHeaders, headers
from tests.server.asgi import finish

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def policy(**options):
    """The Content-Security-Policy by directive."""
    directives = headers(INDEX, **options)["Content-Security-Policy"].split("; ")
    return {name: sources.split() for name, _, sources in (directive.partition(" ") for directive in directives)}


def test_what_is_not_named_is_forbidden_and_nothing_is_evaluated():
    made = policy()
    assert made["default-src"] == made["base-uri"] == made["form-action"] == ["'none'"]
    assert not {"'unsafe-eval'", "'unsafe-inline'", "'wasm-unsafe-eval'", "data:", "https:", "*"} & set(
        made["script-src"]
    )
    for sources in made.values():
        assert not any("//" in source or source == "*" for source in sources)


def test_streamlits_inline_script_is_allowed_by_its_hash():
    script = INDEX.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert script.strip()
    assert f"'sha256-{digest}'" in policy()["script-src"]


def test_only_this_host_frames_the_page_unless_others_are_named():
    assert policy()["frame-ancestors"] == ["'self'"]
    named = ["'self'", "https://lms.example.org", "http://localhost:8080", "https://*.school.example"]
    assert policy(frame_ancestors=named)["frame-ancestors"] == named


@pytest.mark.parametrize(
    "ancestor",
    ["*", "https://*", "lms.example.org", "https://a.example; script-src *", "https://a.example/", "data:", "",
     "https://a.example\r\nSet-Cookie: a=b", "'unsafe-inline'", "https://a..example", "javascript://a"],
)  # fmt: skip
def test_an_ancestor_that_is_no_origin_is_refused(ancestor):
    with pytest.raises(HeaderError, match="cannot frame the page; expected"):
        headers(INDEX, [ancestor])


def sent_with(kind, *given):
    """The headers of an answer that had the given ones."""
    sent = []

    async def answer(scope, receive, send):
        await send({"type": kind, "status": 404, "headers": list(given)})
        await send({"type": "http.response.body", "body": b""})

    async def send(message):
        sent.append(message)

    finish(WithHeaders(answer, headers(INDEX))({"type": "http"}, None, send))
    assert len(sent) == 2
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize("kind", ["http.response.start", "websocket.http.response.start"])
def test_every_answer_carries_them(kind):
    all_of_them = {name.lower(): value for name, value in headers(INDEX).items()}
    assert sent_with(kind, (b"x-content-type-options", b"sniff")) == all_of_them
    for document in (b"text/html; charset=utf-8", b"image/svg+xml", b"application/json", b"text/plain"):
        assert sent_with(kind, (b"content-type", document)) == all_of_them | {"content-type": document.decode()}


@pytest.mark.parametrize("part", [b"text/javascript; charset=utf-8", b"text/css", b"font/woff2"])
def test_what_no_browser_makes_a_document_of_carries_what_is_said_of_parts(part):
    found = sent_with("http.response.start", (b"content-type", part))
    assert found.keys() == {
        "content-type", "x-content-type-options", "referrer-policy", "cross-origin-resource-policy"
    }  # fmt: skip
