"""What a person sees while something is broken, and after."""

import asyncio
import threading
import time
from contextlib import contextmanager

import pytest

from tests.bench.load.wire import Wire
from tests.browser.visitor import open_page
from tests.server.faulty import faulty

STAGE = "[data-testid=stage]"


@contextmanager
def wire_to(port):
    """A wire that runs beside Playwright; `call(wire.cut)` runs something on it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    wire = Wire(port)

    def call(function):
        async def soon():
            return await function() if asyncio.iscoroutinefunction(function) else function()

        return asyncio.run_coroutine_threadsafe(soon(), loop).result(10)

    try:
        call(wire.__aenter__)
        yield wire, call
    finally:
        call(wire.__aexit__)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def type_into(page, label, value):
    page.get_by_label(label, exact=True).fill(value)
    page.get_by_label(label, exact=True).press("Enter")


def answered(page, text):
    """The page shows an answer to what was typed: nothing is unsent, and it stands in the address."""
    page.wait_for_function("text => location.search.includes(text)", arg=text)
    page.wait_for_selector(".unsent:visible", state="detached", timeout=60_000)


@pytest.mark.slow
def test_edits_made_while_the_connection_is_gone_for_30_seconds_are_marked_and_then_accepted(context, server):
    with wire_to(server.port) as (wire, call):
        page = context.new_page()
        open_page(page, wire.url)
        type_into(page, "B node 1", "0.5")
        answered(page, "B")
        revision = int(page.get_attribute(STAGE, "data-revision"))
        call(wire.cut)
        gone = time.monotonic()
        type_into(page, "B node 2", "0.25")
        page.wait_for_selector(".unsent:visible")
        time.sleep(15 - (time.monotonic() - gone))
        page.wait_for_selector(".stDialog", state="attached")  # Streamlit's own, which would stand before the page
        page.get_by_role("button", name="Last").click()
        assert page.get_attribute(STAGE, "data-phase") == "update"
        type_into(page, "B node 4", "0.75")
        time.sleep(30 - (time.monotonic() - gone))
        assert page.locator(".unsent:visible").count() == 1
        call(wire.mend)
        page.wait_for_function(
            f"after => Number(document.querySelector('{STAGE}').dataset.revision) > after", arg=revision, timeout=60_000
        )
        page.wait_for_selector(".unsent:visible", state="detached", timeout=60_000)
        values = [page.get_by_label(f"B node {n}", exact=True).input_value() for n in (1, 2, 3, 4)]
        assert values == ["0.5", "0.25", "1", "0.75"]
        type_into(page, "B node 3", "0.125")
        page.wait_for_function("() => location.search.includes('.5_.25_.125_.75')")
        page.wait_for_selector(".unsent:visible", state="detached")


def test_after_an_error_on_the_server_the_page_goes_on(context, serve, tmp_path):
    server = serve(script=faulty(tmp_path))
    page = context.new_page()
    open_page(page, server.url)
    type_into(page, "B node 1", "0.5")
    answered(page, "B")
    revision = int(page.get_attribute(STAGE, "data-revision"))
    type_into(page, "learning rate", "13")
    page.wait_for_selector(".unsent:visible")
    assert page.get_by_label("B node 1", exact=True).input_value() == "0.5"
    type_into(page, "learning rate", "0.25")
    page.wait_for_function(
        f"after => Number(document.querySelector('{STAGE}').dataset.revision) > after", arg=revision, timeout=60_000
    )
    page.wait_for_selector(".unsent:visible", state="detached", timeout=60_000)
    assert page.get_by_label("B node 1", exact=True).input_value() == "0.5"
