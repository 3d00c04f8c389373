"""What a case is said to be about is so: its numbers are those of the trace, and a claim that fails retires."""

import re
from dataclasses import replace

import numpy as np
import pytest

from app.experiment.presets import PRESETS
from app.timeline import purpose
from app.timeline.numerals import read
from app.trace import CLAIMS, insight, run
from app.translations import Catalogue
from tests.app.experiments import experiment

ENGLISH, JAPANESE = Catalogue("en"), Catalogue("ja")


def said(preset, made=None, text=ENGLISH):
    return purpose(run(made or PRESETS[preset]), preset, text)


def with_entry(preset, name, index, value):
    values = getattr(PRESETS[preset], name).copy()
    values[index] = value
    return replace(PRESETS[preset], **{name: values})


def test_every_preset_has_a_claim_and_it_holds_as_the_preset_stands():
    assert list(CLAIMS) == list(PRESETS)
    for preset, made in PRESETS.items():
        assert insight(preset, run(made)) is not None, preset
        assert "{" not in (said(preset) + said(preset, text=JAPANESE)).replace("h_{t-1}", "")


@pytest.mark.parametrize(
    ("preset", "numbers"),
    [
        ("vanishing", {"factor": 0.5, "steps": 11, "first": 0.5**11, "last": 1}),
        ("exploding", {"factor": 1.25, "steps": 11, "first": 1.25**11, "last": 1}),
        ("saturation", {"radius": 2}),
        ("non_normal", {"radius": 0.6}),
        ("normal", {"radius": 0.6}),
    ],
)
def test_the_numbers_of_a_sentence_are_those_of_the_case(preset, numbers):
    found = insight(preset, run(PRESETS[preset]))
    assert {name: found[name] for name in numbers} == pytest.approx(numbers)


def test_the_sentences_name_these_numbers():
    assert "by 0.5: after 11 steps 4.9e-4 of 1 is left" in said("vanishing")
    assert "by 1.25: 1 has become 11.6 at t = 1" in said("exploding")
    assert "radius 2, and the gradient still vanishes, down to 5.0e-9 at t = 1" in said("saturation")


@pytest.mark.parametrize(
    ("preset", "made"),
    [
        ("textbook", replace(PRESETS["textbook"], W_h=np.zeros((4, 4)))),
        ("pencil", replace(PRESETS["pencil"], activation="tanh")),
        ("last_step", replace(PRESETS["last_step"], placement="every")),
        ("batch", replace(PRESETS["batch"], h_initial=np.zeros((2, 4)))),
        ("relu_identity", with_entry("relu_identity", "W_h", (0, 1), 0.5)),
        ("dead_relu", with_entry("dead_relu", "B", 0, 1)),
        (
            "zero_weights",
            with_entry("zero_weights", "B", 0, 1),
        ),
        ("vanishing", with_entry("vanishing", "W_h", (0, 0), 0.9)),
        ("constant", with_entry("constant", "W_h", (0, 0), 0.9)),
        ("exploding", with_entry("exploding", "W_h", (0, 0), 0.2)),
        ("saturation", with_entry("saturation", "x", (0, 0, 0), 0)),
        ("non_normal", with_entry("non_normal", "W_h", (0, 1), 0)),
        ("normal", with_entry("normal", "W_h", (0, 1), 2)),
        ("remembers", with_entry("remembers", "W_h", (2, 2), 0.5)),
        ("echo", with_entry("echo", "W_h", (3, 0), 1)),
    ],
)
def test_a_claim_that_an_edit_made_false_is_not_said_any_more(preset, made):
    assert insight(preset, run(made)) is None
    assert said(preset, made).startswith("As it stands")
    assert ("Try x at step 1" in said(preset, made)) == (preset == "saturation")


def test_in_saturation_without_input_the_gradient_is_said_to_grow():
    """x_1 = 0 keeps every state at 0 and every slope at 1: the gradient grows to 2**11 / 2 + 0.5."""
    sentence = said("saturation", with_entry("saturation", "x", (0, 0, 0), 0))
    assert "vanishes" not in sentence
    assert (
        f"{np.linalg.norm(run(with_entry('saturation', 'x', (0, 0, 0), 0)).bwd.dh[0, 0]):.0f} at t = 1: it has grown"
        in sentence
    )


@pytest.mark.parametrize("preset", PRESETS)
def test_whatever_is_edited_every_number_that_is_said_is_one_of_the_trace(preset):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        made = PRESETS[preset]
        name = ["x", "W_x", "W_h", "B", "h_initial"][seed % 5]
        values = getattr(made, name)
        trace = run(replace(made, **{name: values + rng.normal(size=values.shape) * 10.0 ** -(seed % 4)}))
        numbers = insight(preset, trace)
        sentence = purpose(trace, preset, ENGLISH).split(" Try ")[0]
        found = np.linalg.norm(trace.bwd.dh[0], axis=1)
        known = [*(numbers or {}).values(), found[0], found[-1], len(found), 0, 1, 3, 4]
        for text in re.findall(r"(?<![\w_])−?\d[\d.]*(?:e-?\d+)?(?![\w])", sentence):
            value = read(text.rstrip("."))
            assert any(np.isclose(value, one, rtol=0.06) for one in known), (text, sentence)


def test_other_sizes_and_batches_break_no_sentence():
    for preset in PRESETS:
        for seed in range(3):
            assert said(preset, experiment(seed))


def test_a_case_that_overflows_is_said_to_be_changed():
    assert said("exploding", with_entry("exploding", "W_h", (0, 0), 1e300)) == ENGLISH("look.changed")
