"""What axe-core finds on the page, at moments that differ in what stands on it."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_looks import visit
from tests.browser.visitor import field

MOMENTS = {
    "forward, light": ({}, []),
    "loss of a batch, dark": ({"scheme": "dark", "address": "/?e=1batch&step=3"}, []),
    "backward by operation": ({"address": "/?step=5"}, ["operation"]),
    "update, Japanese": ({"locale": "ja-JP", "address": "/?step=7"}, []),
    "projected, dark": ({"scheme": "dark", "address": "/?step=5&view=projector"}, []),
    "many nodes": ({"address": "/?e=1textbook~s-1.20.3.20&step=25"}, []),
    "on a phone": ({"size": (390, 844), "address": "/?step=5"}, []),
    "the list of keys": ({}, ["?"]),
    "program": ({"address": "/?step=5&lens=program&of=wrong-moved~beside-dW_h~eps-5"}, []),
    "where from, dark": ({"scheme": "dark", "address": "/?step=6&lens=where&of=loss-3~step-1~cut-2"}, []),
    "two runs compared": ({"address": "/?e=1textbook~W_h.*6-.5&pin=1textbook&step=6"}, []),
    "a lesson that asks for a number": ({"address": "/?lesson=two_gradients_meet&stop=4"}, ["lesson"]),
    "a lesson that asks to choose, dark": (
        {"scheme": "dark", "address": "/?lesson=when_do_the_weights_change&stop=1"},
        ["lesson"],
    ),
    "a lesson that asks for a bar": ({"address": "/?lesson=vanish_and_explode&stop=3"}, ["lesson"]),
    "a lesson that asks for a change": ({"address": "/?lesson=one_cell_unrolled&stop=4"}, ["lesson"]),
    "why this size, Japanese": ({"locale": "ja-JP", "address": "/?e=1saturation&step=20&lens=why"}, []),
    "a wrong number": ({}, ["wrong"]),
}


@pytest.mark.parametrize(("where", "how"), MOMENTS.values(), ids=MOMENTS.keys())
def test_axe_finds_nothing(browser, server, where, how):
    context, page = visit(browser, server, **where)
    if "lesson" in how:
        page.wait_for_selector("[data-testid=lesson]")
        page.wait_for_function("() => document.querySelector('.lesson .back').hidden")
    if "operation" in how:
        page.get_by_label("Level of detail").select_option("operation")
    if "?" in how:
        page.keyboard.press("?")
    if "wrong" in how:
        field(page, "B node 1").fill("x")
        field(page, "B node 1").press("Enter")
    found = Axe().run(page).response["violations"]
    told = [(each["id"], each["help"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found]
    assert told == [], json.dumps(told, indent=1, ensure_ascii=False)
    context.close()
