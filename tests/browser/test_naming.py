"""What numbers are called, where one sees it: batches, gradients by hand, the program, terms, the ledger."""

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

from app.experiment.presets import PRESETS, TEXTBOOK
from app.trace import run
from app.translations import CATALOGUES
from tests.browser.visitor import STAGE, change, field, open_page

TIP = "[role=tooltip]"


def at(page, server, query):
    open_page(page, f"{server.url}/?{query}")


def focus(page, selector):
    """Opens the tip of a cell, with its sum."""
    page.evaluate("selector => document.querySelector(selector).focus()", selector)
    return page.inner_text(TIP)


def point(page, selector):
    page.locator(selector).first.hover()
    return page.inner_text(TIP)


# ---- a batch ----


def test_a_batch_says_which_sample_stands_on_the_stage_and_what_is_summed(page, server):
    at(page, server, "e=1batch&step=5")
    sample = page.locator(".caption .of-sample")
    expect(sample).to_have_text("sample 1 of 2")
    labels = page.locator(".equation .term-label").all_inner_texts()
    assert [label for label in labels if "sample" not in label] == ["WhT (4, 4)"]
    assert sum("Σ over samples" in label for label in labels) == 3
    page.get_by_label("sample", exact=True).select_option("1")
    expect(sample).to_have_text("sample 2 of 2")
    assert "sample 2" in page.locator(".equation .term-label").first.inner_text()
    tip = point(page, f"{STAGE} [data-column='2'] > [data-slot='h'] .cell")
    assert tip.startswith("h2, sample 2")


def test_an_opened_sum_of_a_batch_lists_its_samples(page, server):
    at(page, server, "e=1batch&step=5")
    assert "in this order: sample 1: t = 2, 3 · sample 2: t = 2, 3" in focus(page, ".sum .cell")
    at(page, server, "e=1textbook&step=5")
    assert "in this order: t = 2, 3" in focus(page, ".sum .cell")
    at(page, server, "e=1batch&step=4")
    tip = point(page, f"{STAGE} [data-column='2'] [data-slot='loss'] .cell")
    assert ") / 2" in tip
    assert "sample 1 · sample 2" in tip


# ---- the loss of a step ----


def test_the_loss_of_a_step_opens_to_what_it_is_made_of(page, server):
    at(page, server, "e=1textbook&step=4")
    tip = point(page, f"{STAGE} [data-column='2'] [data-slot='loss'] .cell")
    assert tip.startswith("L2 = 3.566")
    assert tip.count(")²") == 4
    assert "½ ((" in tip


# ---- a gradient by hand ----


@pytest.mark.parametrize("query", ["e=1vanishing&step=25", "e=1textbook~l-hand~g.*8-1&step=7"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_gradient_by_hand_has_no_l(page, server, query, language):
    at(page, server, f"{query}&lang={language}")
    page.wait_for_selector(f"html[lang={language}]", state="attached")
    assert page.inner_text(".new-loss").startswith("Σ g·h")
    chips = page.locator(f"{STAGE} .loss-name").all_text_contents()
    assert chips
    assert all("Σ g" in chip and "L" not in chip for chip in chips)
    assert "L" not in "".join(page.locator(".track span").all_inner_texts())
    assert "Σ g·h" in page.inner_text(".caption")
    page.get_by_role("radio").first.click()
    page.wait_for_function("() => document.querySelector('.loss-name').textContent.startsWith('L')")
    assert page.inner_text(".new-loss").startswith("L")


# ---- the program ----


def test_the_rows_of_a_long_sequence_have_the_names_of_their_loss(page, server):
    names = page.locator(".diagram .row-name")
    at(page, server, "e=1textbook~s-1.7.2.4")
    assert {"Lt", "∂Lt/∂ht"} <= set(names.all_text_contents())
    at(page, server, "e=1vanishing")
    written = set(names.all_text_contents())
    assert "gt" in written
    assert not any("L" in name for name in written if "∂L/∂" not in name)


def test_tips_of_the_program_write_names_as_the_program_does(page, server):
    at(page, server, "e=1textbook&step=5&lens=program")
    for name in ("dh_next", "dW_h", "h_previous[:, t]", "dh_output[:, t]"):
        variable = page.locator(".listing .lit var", has_text=name).first
        variable.focus()
        assert page.inner_text(TIP).startswith(f"{name} (")
        assert page.locator(f"{TIP} sub").count() == 0


def test_the_program_is_copied_whole_and_runs(context, server):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    at(page, server, "e=1batch&lens=program")
    page.get_by_role("button", name="Copy the whole program").click()
    expect(page.locator(".lens-tools [role=status]")).to_have_text("Copied")
    scope = {}
    exec(page.evaluate("navigator.clipboard.readText()"), scope)
    trace = run(PRESETS["batch"])
    for name, values in trace.updated.items():
        np.testing.assert_allclose(scope[name], values, rtol=1e-12, atol=1e-14)


def test_the_numbers_that_the_program_begins_with_are_shown_and_follow_an_edit(page):
    page.keyboard.press("2")
    page.get_by_text("Before it: the numbers of this case").click()
    numbers = page.locator(".listing .given code")
    expect(numbers).to_contain_text("B = np.array([1, 1, 1, 1], dtype=float)")
    change(page, "B node 2", "-0.125")
    expect(numbers).to_contain_text("B = np.array([1, -0.125, 1, 1], dtype=float)")
    lines = page.locator(".listing pre code").first.evaluate(
        "(code) => [...code.querySelectorAll('.right-code')].map((line) => line.textContent).join('\\n')"
    )
    scope = {}
    exec(numbers.inner_text() + "\n" + lines, scope)
    np.testing.assert_allclose(scope["dx"], run_with_b(-0.125).bwd.dx, rtol=1e-12, atol=1e-14)


def run_with_b(value):
    B = TEXTBOOK.B.copy()
    B[1] = value
    return run(replace(TEXTBOOK, B=B))


# ---- labels ----


def test_the_number_of_time_steps_is_named_so_and_what_is_wrong_with_a_size_names_its_field(page):
    name = "time steps T (n_sequences)"
    assert page.locator("[data-editor=n_sequences] h3").inner_text() == name
    for field_name, typed, said in [
        (name, "2.5", f"{name}: “2.5” is not a whole number"),
        (name, "0", f"{name} is 0; it can be 1 to"),
        ("n_nodes", "1.5", "n_nodes: “1.5” is not a whole number"),
        ("batch_size", "x", "batch_size: “x” is not a number"),
    ]:
        field(page, field_name).fill(typed)
        field(page, field_name).press("Enter")
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
        page.keyboard.press("Escape")


@pytest.mark.parametrize(("language", "name"), [("en", "gradient ledger"), ("ja", "勾配の累計")])
def test_the_ledger_has_one_name(language, name):
    words = CATALOGUES[language]
    assert words["page.ledger"].lower() == name
    assert name in words["look.batch"]
    for key, sentence in words.items():
        assert "ledger" not in sentence.lower().replace("gradient ledger", ""), key
        assert "gradients so far" not in sentence.lower(), key
        assert "ここまでの勾配" not in sentence, key


def test_step_1_says_why_it_adds_only_zeros(page, server):
    at(page, server, "e=1textbook&step=6")
    remark = page.locator(".ledger .remark")
    expect(remark).to_contain_text("so this step adds only zeros to")
    page.keyboard.press("ArrowLeft")
    expect(remark).to_have_count(0)
    page.get_by_label("Level of detail").select_option("operation")
    page.evaluate("document.activeElement.blur()")
    for shown in (False, False, True, True, False):
        page.keyboard.press("Shift+ArrowRight")
        expect(remark).to_have_count(1 if shown else 0)
    page.keyboard.press("Shift+ArrowLeft")
    expect(remark).to_have_count(1)
    change(page, "h_0 node 1", "0.5")
    expect(remark).to_have_count(0)


# ---- terms ----


@pytest.mark.parametrize(
    ("preset", "term", "value"),
    [
        ("saturation", "Spectral radius", "Of Wh as it is: 2."),
        ("non_normal", "normal", "not normal. Its largest singular value is 2.17, its spectral radius 0.6."),
        ("normal", "spectral radius", "Of Wh as it is: 0.6."),
        ("echo", "eigenvalue", "Of Wh as it is: 0, 0, 0, 0."),
    ],
)
def test_a_term_opens_what_it_means_and_what_it_is_for_the_present_matrix(page, server, preset, term, value):
    at(page, server, f"e=1{preset}")
    word = page.locator(".purpose").get_by_role("button", name=term)
    word.click()
    dialog = page.locator(".glossary")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".present")).to_contain_text(value)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(word).to_be_focused()


def test_the_value_of_a_term_follows_the_matrix_and_leads_to_other_terms(page, server):
    at(page, server, "e=1non_normal")
    page.locator(".purpose").get_by_role("button", name="Spectral radius").click()
    present = page.locator(".glossary .present")
    expect(present).to_contain_text("0.6")
    page.evaluate("document.querySelector('.glossary').scrollTop = 0")
    field(page, "W_h row 1 column 1").fill("1.5")
    field(page, "W_h row 1 column 1").press("Enter")
    expect(present).to_contain_text("1.5")
    page.locator(".glossary").get_by_role("button", name="eigenvalues").click()
    expect(present).to_contain_text("1.5, 0.6")


def test_a_fill_that_needs_a_term_explains_it(page):
    page.locator("[data-editor=W_h] .more").click()
    page.get_by_label("Fill", exact=True).select_option("spectral_radius")
    page.locator(".tools-of").get_by_role("button", name="spectral radius").click()
    expect(page.locator(".glossary .present")).to_contain_text("Of Wh as it is")


# ---- Japanese ----


def test_the_timeline_and_the_program_are_japanese(page, server):
    at(page, server, "e=1textbook~to-1.8.2.4&lang=ja&step=9&lens=program")
    page.wait_for_selector("html[lang=ja]", state="attached")
    steps = page.locator(".track span").all_inner_texts()
    assert [text for text in steps if not text.isdigit()] == ["損", "更"]
    lines = page.inner_text(".listing")
    comments = [line.partition("#")[2] for line in lines.splitlines() if "#" in line]
    assert len(comments) == 4
    assert all(any(ord(letter) > 0x3000 for letter in comment) for comment in comments)
