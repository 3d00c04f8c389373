"""What people give for an array is read, or asked about: by paste, in the text box, from a file, and as weights."""

import io
import json

import numpy as np
import pytest
from playwright.sync_api import expect

from app.experiment.link import decode, decode_link
from tests.browser.visitor import STAGE, field, open_page, paste, wait_for_revision

OFFERS = ".tools-of .offer"


def experiment(page):
    page.wait_for_function("() => !document.querySelector('.unsent:not([hidden])')")
    return decode_link(page.evaluate("() => new URL(location).searchParams.get('e') ?? '1textbook'"))[0]


def array(page, name, numbers):
    """Waits until the experiment has these numbers."""
    wanted = np.asarray(numbers, dtype=float)
    for _ in range(200):
        found = getattr(experiment(page), name)
        if found.shape == wanted.shape and (found == wanted).all():
            return
        page.wait_for_timeout(25)
    assert found.tolist() == wanted.tolist()


def tools(page, name):
    page.locator(f"[data-editor='{name}'] .more").click()
    return page.locator(".tools-of textarea").first


def put(page, name, text):
    box = tools(page, name)
    expect(box).not_to_have_value("")
    box.fill(text)
    box.press("Control+Enter")


@pytest.mark.parametrize(("which", "numbers"), [(0, [0, 5, 1, 1]), (1, [0.5, 1, 1, 1])])
def test_a_comma_that_can_be_two_things_is_asked_about(page, which, numbers):
    paste(page, "B node 1", "0,5")
    offers = page.locator(OFFERS)
    expect(offers).to_have_count(2)
    expect(offers.nth(0)).to_contain_text("[[0., 5.]]")
    expect(offers.nth(1)).to_contain_text("[[0.5]]")
    offers.nth(which).click()
    array(page, "B", numbers)
    expect(offers).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    array(page, "B", [1, 1, 1, 1])


def test_a_block_with_decimal_commas_goes_where_it_was_pasted(page):
    paste(page, "W_h row 2 column 2", "0,5\t1,5\n2,5\t50%")
    page.wait_for_function("() => new URL(location).searchParams.has('e')")
    wanted = decode("1textbook").W_h.copy()
    wanted[1:3, 1:3] = [[0.5, 1.5], [2.5, 0.5]]
    array(page, "W_h", wanted)
    expect(page.locator(".tools-of")).to_be_hidden()


def test_a_cell_with_an_error_is_refused_where_it_was_pasted(page):
    paste(page, "B node 1", "#DIV/0!\t1")
    expect(page.locator("[data-editor='B'] .error")).to_contain_text("#DIV/0!")
    assert experiment(page).B.tolist() == [1, 1, 1, 1]


def test_what_a_framework_prints_is_pasted_into_a_cell(page):
    paste(page, "B node 1", "tensor([0.1000, 0.2000, 0.3000, 0.4000], requires_grad=True)")
    array(page, "B", [0.1, 0.2, 0.3, 0.4])


def test_another_shape_is_one_click_and_one_undo(page):
    put(page, "W_h", "np.eye(3)")
    expect(page.locator(".tools-of .error")).to_contain_text("(3, 3)")
    offer = page.locator(OFFERS)
    expect(offer).to_contain_text("n_nodes = 3")
    before = int(page.get_attribute(STAGE, "data-revision"))
    offer.click()
    wait_for_revision(page, before)
    array(page, "W_h", np.eye(3))
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    array(page, "W_h", decode("1textbook").W_h)


def test_transposing_and_carrying_the_state_on(page, server):
    open_page(page, f"{server.url}/?e=1pencil")
    tools(page, "h_0")
    page.get_by_role("button", name="Carry h_T into h_0").click()
    array(page, "h_initial", [[1.5]])
    page.keyboard.press("Escape")
    open_page(page, server.url)
    tools(page, "W_h")
    page.get_by_role("button", name="Transpose", exact=True).click()
    array(page, "W_h", decode("1textbook").W_h.T)


def npz(**values):
    file = io.BytesIO()
    np.savez(file, **values)
    return file.getvalue()


def give(page, name, content):
    page.locator(".tools-of input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})


def test_a_file_by_button_and_by_drop(page):
    tools(page, "W_h")
    give(page, "weights.npz", npz(W_h=np.eye(4), other=np.arange(3.0)))
    expect(page.locator(OFFERS)).to_have_count(2)
    page.locator(OFFERS).first.click()
    array(page, "W_h", np.eye(4))
    give(page, "model.pt", b"PK")
    expect(page.locator(".tools-of .error")).to_contain_text("np.savez")
    page.evaluate("""(text) => {
      const data = new DataTransfer()
      data.items.add(new File([text], "w.json"))
      const over = document.querySelector(".tools-of")
      over.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }))
      over.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }))
    }""", json.dumps((2 * np.eye(4)).tolist()))  # fmt: skip
    array(page, "W_h", 2 * np.eye(4))


def test_what_was_skipped_of_a_table_is_told(page):
    put(page, "W_h", ",a,b,c,d\n" + "\n".join(f"{i},1,2,3,4" for i in range(4)))
    expect(page.locator(".offers")).to_contain_text("The header was skipped: a b c d.")
    array(page, "W_h", [[1, 2, 3, 4]] * 4)


def test_what_was_skipped_of_a_pasted_table_is_told_beside_it(page):
    paste(page, "W_h row 1 column 1", "name\ta\tb\nup\t0,5\t1,5\ndown\t2,5\t3,5")
    told = page.locator("[data-editor='W_h'] .error")
    expect(told).to_contain_text("The header was skipped: name a b. The first column was skipped, from up on.")
    wanted = decode("1textbook").W_h.copy()
    wanted[:2, :2] = [[0.5, 1.5], [2.5, 3.5]]
    array(page, "W_h", wanted)


@pytest.mark.parametrize("framework", ["pytorch", "keras"])
def test_the_weights_of_a_layer_are_taken_together(page, framework):
    rng = np.random.default_rng(1)
    W_x, W_h, b = rng.integers(-9, 9, (3, 5)), rng.integers(-9, 9, (5, 5)), rng.integers(-9, 9, (2, 5))
    given = {
        "pytorch": {"weight_ih": W_x.T, "weight_hh": W_h.T, "bias_ih": b[0], "bias_hh": b[1]},
        "keras": {"kernel": W_x, "recurrent_kernel": W_h, "bias": b.sum(axis=0)},
    }[framework]
    tools(page, "W_h")
    page.get_by_text("Weights of a framework").click()
    page.locator(".tools-of details select").select_option(framework)
    page.get_by_role("button", name="Put the weights in").click()
    expect(page.locator(".tools-of .error")).to_contain_text("is missing")
    for name, values in given.items():
        field(page, name).fill(repr(values))
    page.get_by_role("button", name="Put the weights in").click()
    array(page, "W_h", W_h)
    array(page, "W_x", W_x)
    array(page, "B", b.sum(axis=0))


def test_offers_are_said_in_japanese(page):
    page.locator(".language").click()
    page.wait_for_selector("html[lang=ja]", state="attached")
    put(page, "W_h", "np.eye(3)")
    expect(page.locator(OFFERS)).to_contain_text("サイズを変える")
