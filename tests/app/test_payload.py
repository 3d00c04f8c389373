"""What goes to the browser is plain JSON, whatever the numbers do."""

import re

import numpy as np
import pytest

from app.experiment import DELAYED, MAX_SIZES, Sizes
from app.experiment.link import LOSS_WORDS, decode
from app.experiment.presets import PENCIL, PRESETS, TEXTBOOK
from app.trace import run
from app.translations import CATALOGUES, LANGUAGES
from app.workbench.packing import as_sent, packed
from app.workbench.payload import payload
from rnn import ACTIVATIONS
from tests import ROOT
from tests.app.answers import unpacked
from tests.app.experiments import SIZES, experiment

STATIC = ROOT / "app" / "workbench" / "static"
CASES = {
    "textbook": TEXTBOOK,
    "pencil": PENCIL,
    "batch": experiment(),
    "smallest": experiment(sizes=Sizes(1, 1, 1, 1)),
    "minus zero": experiment(B=-np.zeros(4), learning_rate=-0.0),
    "overflow forward": experiment(h_initial=np.full((2, 4), 1e308), W_h=np.full((4, 4), 1e308), activation="identity"),
    "overflow forward, saturating": experiment(W_h=np.full((4, 4), -1.7e308), W_x=np.full((3, 4), 1.7e308)),
    "overflow back": experiment(W_h=np.full((4, 4), 1e200), activation="relu"),
    "overflow of the loss alone": experiment(h_initial=np.full((2, 4), 1e200), activation="identity"),
    "overflow of the update": experiment(learning_rate=1.7e308, activation="identity"),
}
cases = pytest.mark.parametrize("made", CASES.values(), ids=CASES.keys())


def sent(made, preset="textbook", language="en"):
    """A payload as the browser gets it."""
    return unpacked(packed(payload(run(made), preset, language)))


@cases
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_payload_is_json_without_nan_and_infinity(made, language):
    assert sent(made, language=language)["language"] == language


@cases
def test_every_array_arrives_bit_for_bit(made):
    arrays = sent(made)["arrays"]
    expected = run(made).arrays
    assert set(arrays) == set(expected) - set(DELAYED)  # the browser makes those of the others
    for name, found in arrays.items():
        assert found.shape == expected[name].shape
        np.testing.assert_array_equal(found, expected[name])
        assert np.signbit(found[~np.isnan(found)]).tolist() == np.signbit(expected[name][~np.isnan(found)]).tolist()


def test_the_cases_overflow_as_they_say():
    not_finite = {
        name: {key for key, values in run(made).arrays.items() if not np.isfinite(values).all()}
        for name, made in CASES.items()
    }
    assert "a" in not_finite["overflow forward"]
    assert not_finite["overflow back"] >= {"dh", "dW_h"}
    assert "loss" in not_finite["overflow of the loss alone"]
    assert "W_h_after" in not_finite["overflow of the update"]
    assert not not_finite["batch"]


def test_another_step_with_a_gradient_by_hand_is_another_frame():
    one, same, other = (np.zeros(SIZES.shapes()["g"]) for _ in range(3))
    one[0, 1, 2], same[1, 1, 0], other[0, 2, 2] = 1, -3, 1
    frames = [sent(experiment(loss="given_gradient", g=g))["frame"] for g in (one, same, other)]
    assert frames[0] == frames[1] != frames[2]


def test_a_loss_at_the_last_of_one_step_has_its_own_line_in_the_program():
    sizes = Sizes(1, 1, 1, 1)
    every, last = (sent(experiment(sizes=sizes, placement=placement))["framed"] for placement in ("every", "last"))
    assert "dh_output = " in str(every["clockwork"]["listing"])
    assert "dh_output[:, -1] = " in str(last["clockwork"]["listing"])


@cases
def test_the_text_stands_for_the_experiment(made):
    assert decode(sent(made)["text"]).same_as(made)


def test_the_text_starts_from_the_preset_that_was_chosen():
    found = sent(PENCIL, "pencil")
    assert (found["text"], found["preset"]) == ("1pencil", "pencil")
    assert sorted(name for names in found["framed"]["groups"].values() for name in names) == sorted(PRESETS)


@cases
def test_going_on_is_offered_where_the_updated_weights_are_numbers(made):
    answer = sent(made)
    after = [answer["arrays"][f"{name}_after"] for name in ("W_x", "W_h", "B")]
    assert answer["updated"] is bool(np.isfinite(np.concatenate([values.ravel() for values in after])).all())


def test_editors_and_settings_describe_what_can_be_changed():
    made = experiment(activation="relu", placement="last", learning_rate=0.25)
    found = sent(made)
    shapes = {editor["name"]: tuple(editor["shape"]) for editor in found["editors"]}
    assert shapes == {name: shape for name, shape in SIZES.shapes().items() if name != "g"}
    by_hand = [editor["name"] for editor in sent(experiment(loss="given_gradient"))["editors"]]
    assert by_hand == ["x", "W_x", "W_h", "B", "h_initial", "g"]
    assert found["settings"] == {
        "f": {"value": "relu", "options": list(ACTIVATIONS)},
        "l": {"value": "last", "options": ["every", "last", "hand"]},
        "r": {"value": 0.25},
    }
    assert found["sizes"] == SIZES._asdict()
    assert found["framed"]["largest"] == MAX_SIZES._asdict()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_the_browser_says_are_sent_in_its_language(language):
    words = sent(TEXTBOOK, language=language)["framed"]["words"]
    assert words.items() <= CATALOGUES[language].items()
    for path in STATIC.rglob("*.js"):
        source = path.read_text(encoding="utf-8")
        for key in re.findall(r"words\[[\"']([\w.]+)[\"']\]|words\.([a-z_]+)\b", source):
            assert "".join(key) in words, path.name


def test_the_browser_may_name_every_activation_loss_preset_size_and_cell():
    words = sent(experiment())["framed"]["words"]
    named = [f"preset.{name}" for name in PRESETS] + [f"choice.loss.{name}" for name in LOSS_WORDS]
    named += [f"size.{name}" for name in Sizes._fields] + [f"array.{name}" for name in SIZES.shapes()]
    named += [f"cell.{name}" for name in SIZES.shapes()] + [f"cell.{name}.batch" for name in ("x", "h_initial", "y")]
    assert set(named) <= set(words)


def test_the_largest_case_is_sent_in_a_few_megabytes():
    largest = experiment(sizes=MAX_SIZES)
    assert len(packed(payload(run(largest), "textbook", "en"))) < 16_000_000


def test_an_answer_with_a_frame_travels_deflated_and_others_as_they_are():
    whole = payload(run(TEXTBOOK), "textbook", "en")
    assert len(as_sent(whole)) < 0.3 * len(packed(whole))
    assert unpacked(as_sent(whole))["framed"] == unpacked(packed(whole))["framed"]
    rest = payload(run(TEXTBOOK), "textbook", "en", whole["frame"])
    assert as_sent(rest) == packed(rest)
