"""A against B: the sentence of what differs and what came of it, and what the page gets of a pinned run."""

import re
from dataclasses import replace

import numpy as np
import pytest

from app.experiment import DELAYED, Sizes
from app.experiment.link import encode
from app.experiment.presets import PRESETS, TEXTBOOK
from app.timeline import against
from app.trace import lengths, run
from app.translations import CATALOGUES, Catalogue
from app.workbench.lens import OpenLens
from app.workbench.payload import payload
from app.workbench.pin import pin_in, pin_of
from tests.app.experiments import experiment

ENGLISH = Catalogue("en")


def said(before, now, text=ENGLISH):
    return against(run(before), run(now), text)


def changed(before, now):
    return said(before, now).removeprefix("Changed: ").split(". Result: ")[0]


def with_cell(made, name, place, value):
    values = getattr(made, name).copy()
    values[place] = value
    return replace(made, **{name: values})


def test_a_number_that_was_changed_is_named_with_what_came_of_it():
    other = with_cell(TEXTBOOK, "W_h", (1, 2), 0.5)
    assert TEXTBOOK.W_h[1, 2] == 0.06
    one, now = run(TEXTBOOK), run(other)
    sentence = against(one, now, ENGLISH)
    assert sentence.startswith("Changed: W_h row 2 column 3: 0.06 → 0.5. Result: L: 0.6815 → ")
    numbers = [
        float(number)
        for number in re.findall(
            r"[\d.]+(?:e-\d+)?", sentence.split("Result: ")[1].replace("_1", "").replace("_h", "")[:-1]
        )
    ]
    wanted = [
        (one.loss.value, now.loss.value),
        (lengths(one)[0], lengths(now)[0]),
        (np.linalg.norm(one.bwd.dW_h), np.linalg.norm(now.bwd.dW_h)),
    ]
    assert numbers == pytest.approx(np.ravel(wanted), rel=2e-3)


def test_nothing_has_changed_yet():
    assert said(TEXTBOOK, TEXTBOOK) == ENGLISH("against.same")


def test_other_kinds_of_change():
    constant = PRESETS["constant"]
    assert changed(TEXTBOOK, replace(TEXTBOOK, W_h=TEXTBOOK.W_h * 0.5)) == "W_h times 0.5"
    assert changed(TEXTBOOK, replace(TEXTBOOK, x=TEXTBOOK.x - 0.25)) == "x shifted by −0.25"
    assert changed(TEXTBOOK, replace(TEXTBOOK, activation="relu")) == "f: tanh → relu"
    assert changed(TEXTBOOK, replace(TEXTBOOK, placement="last")) == "loss at: every step → last step only"
    assert changed(TEXTBOOK, replace(TEXTBOOK, learning_rate=0.1)) == "learning rate: 0.5 → 0.1"
    assert changed(constant, constant.resized(constant.sizes._replace(n_sequences=3))) == "T: 12 → 3"
    noise = np.random.default_rng(3).normal(size=TEXTBOOK.W_h.shape)
    assert changed(TEXTBOOK, replace(TEXTBOOK, W_h=noise)) == "W_h: 16 of 16 numbers"


def test_a_number_that_changed_in_a_run_of_other_sizes_is_named_too():
    longer = TEXTBOOK.resized(TEXTBOOK.sizes._replace(n_sequences=4))
    assert (
        changed(TEXTBOOK, with_cell(longer, "x", (0, 1, 0), 9))
        == f"T: 3 → 4, x step 2 feature 1: {TEXTBOOK.x[0, 1, 0]:g} → 9"
    )


def test_what_changed_by_little_reads_differently_and_what_did_not_stays():
    sentence = said(TEXTBOOK, with_cell(TEXTBOOK, "W_h", (1, 2), 0.05000001))
    for one, other in re.findall(r": (\S+) → ([^,\s]+[^,.\s])", sentence):
        assert one != other
    assert "L stays 0.6815" in said(TEXTBOOK, replace(TEXTBOOK, learning_rate=0.1))


def test_a_sum_of_given_gradients_is_not_called_a_loss():
    given = replace(TEXTBOOK, loss="given_gradient", g=np.ones_like(TEXTBOOK.y))
    assert "L = 0.6815 → Σ g·h = " in said(TEXTBOOK, given)


@pytest.mark.parametrize("language", CATALOGUES)
def test_any_two_runs_are_compared_with_a_sentence(language):
    text = Catalogue(language)
    runs = [run(made) for made in PRESETS.values()]
    runs += [run(experiment(seed, sizes=Sizes(seed % 3 + 1, seed % 5 + 1, 2, seed % 4 + 1))) for seed in range(12)]
    for one in runs:
        for other in runs:
            sentence = against(one, other, text)
            assert "{" not in sentence
            assert "against." not in sentence
            assert one is not other or sentence == text("against.same")


# ---- what the page gets ----


def asked(made, known=False, preset="textbook"):
    return pin_of({"text": encode(made, preset), "known": known})


def test_a_pinned_run_comes_with_all_its_arrays_once():
    other = with_cell(TEXTBOOK, "W_h", (1, 2), 0.5)
    got = payload(run(other), "textbook", "en", pin=asked(TEXTBOOK))
    assert got["pin"]["text"] == "1textbook"
    for name, values in run(TEXTBOOK).arrays.items():
        if name not in DELAYED:
            assert got["arrays"][f"pin.{name}"].tobytes() == values.tobytes()
    again = payload(run(other), "textbook", "en", pin=asked(TEXTBOOK, known=True))
    assert not [name for name in again["arrays"] if name.startswith("pin.")]
    assert again["pin"] == got["pin"]


def test_the_open_lens_is_of_both_runs():
    vanishing = PRESETS["vanishing"]
    pin = asked(vanishing, known=True, preset="vanishing")
    for name, array in {"why": "why.W_h", "where": "where.projections"}.items():
        got = payload(run(TEXTBOOK), "textbook", "en", lens=OpenLens(name), pin=pin)
        alone = payload(run(vanishing), "vanishing", "en", lens=OpenLens(name))
        assert got["arrays"][f"pin.{array}"].tobytes() == alone["arrays"][array].tobytes()
        assert got["pin"]["shows"] == alone["lens"]["shows"]


@pytest.mark.parametrize("sent", [None, "1textbook", {}, {"text": 1, "known": True}, {"text": "1textbook", "known": 1}])
def test_a_pin_that_is_none_of_ours_is_none(sent):
    assert pin_of(sent) is None


def test_a_pin_that_cannot_be_read_says_why():
    assert pin_of({"text": "1nowhere", "known": False}).error.key == "error.link"
    assert pin_in({"pin": "2textbook~r-.25~zz"}).experiment is None
    assert pin_in({"pin": "tab"}) is None
    assert pin_in({}) is None
