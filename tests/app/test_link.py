"""An experiment survives its journey as text bit for bit, and no text does any harm."""

import gc
import hashlib
import json
import re
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app import limits
from app.experiment import EDITABLE, MAX_SIZES, ExperimentError, Sizes
from app.experiment.link import FIELDS, LOSS_WORDS, decode, decode_with_preset, encode, encode_value
from app.experiment.presets import PRESETS, TEXTBOOK
from tests.app.experiments import LOSS_CHOICES, SIZES, experiment, experiments

settings.register_profile("link", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("link")

TEACHING = Sizes(batch_size=1, n_sequences=3, n_features=2, n_nodes=4)


@given(experiments(), st.sampled_from(list(PRESETS)))
def test_every_experiment_reads_back_bit_for_bit(made, preset):
    read, start = decode_with_preset(encode(made, preset))
    assert read.same_as(made)
    assert start == preset


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=4, max_size=4))
@example([5e-324, -2.2250738585072009e-308, 2.2250738585072014e-308, -0.0])
@example([0.1 + 0.2, 1 / 3, -1e22, 1.7976931348623157e308])
@example([123456789012345680.0, 1e16, 1e-5, 0.00012345678901234567])
def test_numbers_of_every_kind_read_back_bit_for_bit(numbers):
    made = experiment(B=np.array(numbers), learning_rate=numbers[0])
    assert decode(encode(made)).same_as(made)


@pytest.mark.parametrize("number", ["-0", "5e-324", "0.30000000000000004", "1e22", "-.5", "5.", "007", "1e-07"])
def test_a_plain_number_is_read_as_its_decimal_says(number):
    assert np.float64(decode(f"1textbook~r-{number}").learning_rate).tobytes() == np.float64(number).tobytes()


@given(experiments())
def test_a_text_needs_no_escape_in_an_address(made):
    assert re.fullmatch(r"[A-Za-z0-9._~*-]+", encode(made))


@given(experiments(sizes=st.just(TEACHING)))
@example(experiment(sizes=TEACHING, activation="identity", placement="last", learning_rate=-2.2250738585072014e-308))
def test_a_fully_edited_teaching_case_is_at_most_600_characters(made):
    # Targets or a gradient by hand, not both.
    unused = {"y": TEXTBOOK.y} if made.loss == "given_gradient" else {"g": None}
    assert len(encode(replace(made, **unused))) <= 600


def test_the_textbook_case_is_at_most_20_characters():
    assert len(encode(TEXTBOOK)) <= 20


def test_only_what_differs_from_the_preset_is_written():
    for preset, made in PRESETS.items():
        assert encode(made, preset) == f"1{preset}"
    W_h = np.array(TEXTBOOK.W_h)
    W_h[0, 0] = -0.25
    changed = encode(experiment(sizes=TEXTBOOK.sizes, **_fields(TEXTBOOK) | {"W_h": W_h}))
    assert changed == "1textbook~W_h.*0--.25"


def test_other_sizes_alone_are_a_short_text():
    assert encode(TEXTBOOK.resized(Sizes(1, 5, 2, 4))) == "1textbook~s-1.5.2.4"


def test_every_field_of_the_address_can_be_told_apart():
    assert sorted(sum(FIELDS.values(), ())) == sorted(_fields(TEXTBOOK))
    assert "s" not in FIELDS
    assert "to" not in FIELDS


def test_every_loss_with_every_placement_has_a_word_of_its_own():
    words = [dict(zip(("loss", "placement"), chosen, strict=True)) for chosen in LOSS_WORDS.values()]
    assert sorted(words, key=str) == sorted(LOSS_CHOICES, key=str)
    assert list(LOSS_WORDS) == ["every", "last", "hand"]


@pytest.mark.parametrize(
    ("text", "loss", "placement"),
    [
        ("1textbook", "half_squared_error", "every"),
        ("1textbook~l-last", "half_squared_error", "last"),
        ("1textbook~l-hand", "given_gradient", "every"),
        ("1last_step~l-every", "half_squared_error", "every"),
        ("1vanishing", "given_gradient", "every"),
        ("1vanishing~l-last", "half_squared_error", "last"),
    ],
)
def test_a_text_says_in_one_word_what_the_loss_is_and_where_it_stands(text, loss, placement):
    read, preset = decode_with_preset(text)
    assert (read.loss, read.placement) == (loss, placement)
    assert encode(read, preset) == text


@pytest.mark.parametrize("word", ["half_squared_error", "given_gradient", "", "EVERY", "hand.every"])
def test_a_text_has_no_other_words_for_the_loss(word):
    with pytest.raises(ExperimentError) as caught:
        decode(f"1textbook~l-{word}")
    assert (caught.value.key, caught.value.values) == ("error.choice", {"name": "loss", "found": word})


def test_an_array_is_packed_only_where_that_is_shorter():
    assert encode_value(np.array([[0.5, -3.0], [0.0, 12.0]])) == "-.5_-3_0_12"
    assert re.fullmatch(r"\*[\w-]{22}", encode_value(np.array([1 / 3, 2 / 3])))


def test_the_largest_experiment_is_short_enough_to_be_sent():
    made = experiment(sizes=MAX_SIZES)
    text = encode(made)
    assert len(text) < limits.MAX_TEXT
    assert decode(text).same_as(made)


def test_other_sizes_are_asked_for_and_what_fits_is_kept():
    resized = decode("1textbook~W_x-1_2_3_4_5_6_7_8~to-2.4.1.3")
    assert resized.sizes == (2, 4, 1, 3)
    assert resized.W_x.tolist() == [[1, 2, 3]]
    np.testing.assert_array_equal(resized.W_h, TEXTBOOK.W_h[:3, :3])


BROKEN = {
    "nothing": "",
    "no version": "textbook",
    "another version": "2textbook",
    "an unknown preset": "1nothing",
    "a preset with a trailing newline": "1textbook\n",
    "an empty field": "1textbook~",
    "an unknown field": "1textbook~q-1",
    "a field without a mark": "1textbook~B",
    "an attribute instead of a field": "1textbook~learning_rate-1",
    "the same field twice": "1textbook~r-1~r-2",
    "too many fields": "1textbook" + "~r-1" * 50,
    "too few numbers": "1textbook~B-1_2_3",
    "too many numbers": "1textbook~B-1_2_3_4_5",
    "an empty number": "1textbook~B-1__3_4",
    "a word": "1textbook~B-1_2_3_four",
    "infinity": "1textbook~r-inf",
    "not a number": "1textbook~r-nan",
    "a number that is too large": "1textbook~r-1e999",
    "an underscore in a number": "1textbook~r-1_000",
    "a sign alone": "1textbook~r--",
    "a point alone": "1textbook~r-.",
    "an exponent alone": "1textbook~r-e5",
    "a space": "1textbook~r- 1",
    "a trailing newline": "1textbook~r-1\n",
    "full-width digits": "1textbook~r-１",
    "a hexadecimal number": "1textbook~r-0x1p3",
    "a number of many digits": "1textbook~r-" + "1" * 41,
    "packed numbers cut short": "1textbook~B*AAAAAAAAAAA",
    "packed numbers with padding": "1textbook~r*AAAAAAAAAA=",
    "packed numbers that end in padding": "1textbook~B*" + "A" * 42 + "=",
    "whole blocks that end in padding": "1textbook~s-1.3.1.1~y*" + "A" * 30 + "==",
    "packed numbers of another alphabet": "1textbook~r*AAAAAAAAA!A",
    "packed letters from outside ASCII": "1textbook~r*あああああああああああ",
    "packed infinity": "1textbook~r" + encode_value(np.array([np.inf])),
    "packed nan": "1textbook~r*AAAAAAAA-H8",
    "a choice that does not exist": "1textbook~f-softsign",
    "a packed choice": "1textbook~l*every",
    "a choice of many characters": "1textbook~f-" + "tanh" * 11,
    "half a surrogate pair": "1textbook~f-\ud800",
    "sizes missing": "1textbook~s-1.2.3",
    "sizes too many": "1textbook~s-1.2.3.4.5",
    "sizes with a word": "1textbook~s-1.2.3.x",
    "sizes of zero": "1textbook~s-1.0.2.4",
    "sizes with a zero in front": "1textbook~s-01.2.3.4",
    "sizes packed": "1textbook~s*1.2.3.4",
    "sizes out of range": "1textbook~s-1.3.2.65",
    "sizes of a million": "1textbook~to-999999.999999.999999.999999",
    "sizes below zero": "1textbook~to--1.3.2.4",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_text_is_refused(text):
    with pytest.raises(ExperimentError):
        decode(text)


def test_an_error_does_not_repeat_a_long_text():
    with pytest.raises(ExperimentError) as caught:
        decode("1textbook~f-" + "a" * 100_000)
    assert caught.value.key == "error.link"


def test_a_text_cut_anywhere_is_refused_or_is_another_experiment_never_a_crash():
    whole = encode(experiment(sizes=SIZES))
    for end in range(len(whole)):
        _harmless(whole[:end])


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    for start in ("", "1", "1textbook~", "1pencil~B", "1textbook~r*"):
        _harmless(start + text)


_names = st.sampled_from([*FIELDS, "s", "to", "q", ""])
_values = st.one_of(
    st.lists(st.floats(), max_size=5).map(lambda numbers: "_".join(map(str, numbers))),
    st.lists(st.integers(-1, 9), max_size=5).map(lambda numbers: ".".join(map(str, numbers))),
    st.text("AZaz09-_=+/", max_size=44),
    st.sampled_from(["tanh", "last", "A" * 10 + "=", "A" * 42 + "=", "A" * 30 + "=="]),
)
_fields_written = st.lists(st.builds("".join, st.tuples(_names, st.sampled_from("-*~"), _values)), max_size=4)


@settings(max_examples=400)
@given(st.sampled_from(["1textbook", "1pencil"]), _fields_written)
def test_a_forged_text_is_read_or_refused(head, written):
    _harmless("~".join([head, *written]))


def test_a_text_that_is_too_long_is_refused_before_it_is_looked_at():
    class Closed(str):
        def split(self, *_):
            raise AssertionError("it was looked at")

    with pytest.raises(ExperimentError) as caught:
        decode(Closed("1" * (limits.MAX_TEXT + 1)))
    assert (caught.value.key, caught.value.values) == ("error.link_long", {"largest": limits.MAX_TEXT})


@pytest.mark.parametrize("part", ["~", "_", "~r-1", "_1", ".", "1", "*", "-", "あ"])
@pytest.mark.parametrize("start", ["1textbook", "1textbook~B-1", "1textbook~B*A", "1textbook~s-1", "1textbook~r-1"])
def test_a_long_forged_text_costs_little_memory(start, part):
    text = start + part * ((limits.MAX_TEXT - len(start)) // len(part))
    tracemalloc.start()
    with pytest.raises(ExperimentError):
        decode(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * limits.MAX_TEXT  # a list of every part would take 8


def test_huge_sizes_in_a_short_text_reserve_no_memory():
    tracemalloc.start()
    for field in ("s", "to"):
        with pytest.raises(ExperimentError):
            decode(f"1textbook~{field}-8.200.16.999999")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def _fields(made):
    return {name: getattr(made, name) for names in FIELDS.values() for name in names}


def _harmless(text):
    """Nothing but an experiment that can be written again, or ExperimentError, comes of a text."""
    try:
        read = decode(text)
    except ExperimentError:
        return
    assert decode(encode(read)).same_as(read)


def test_reading_and_writing_the_same_field_again_gives_the_same_and_leaves_it_alone():
    made = experiment(sizes=Sizes(2, 40, 3, 8))
    text = encode(made)
    first = decode(text)
    for again in (decode(text), decode(encode(first))):
        assert again.same_as(made)
        assert not any(np.shares_memory(getattr(again, name), getattr(first, name)) for name in EDITABLE)
    changed = replace(made, y=made.y + 1)
    assert decode(encode(changed)).same_as(changed)


def test_the_largest_cases_leave_little_behind():
    sizes = Sizes(MAX_SIZES.batch_size, MAX_SIZES.n_sequences, 1, MAX_SIZES.n_nodes)

    def visit(seed):
        made = experiment(sizes=sizes, seed=seed)
        assert decode(encode(made)).same_as(made)
        return made.y.nbytes

    visit(0)
    tracemalloc.start()
    size = max(visit(seed) for seed in (1, 2, 3))
    gc.collect()
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept < size  # three of y or of g would be three times that


# ---- links made earlier ----

OLD = json.loads(Path(__file__).with_name("old_links.json").read_text(encoding="utf-8"))


def digest(made):
    """Every bit of an experiment: shapes and numbers of its arrays, and its choices in the words of links."""
    parts = hashlib.sha256()
    for name in ("x", "W_x", "W_h", "B", "h_initial", "y", "g"):
        values = getattr(made, name)
        parts.update(f"{values.shape}".encode() + values.astype("<f8").tobytes())
    word = {("half_squared_error", "every"): "every", ("half_squared_error", "last"): "last"}
    loss = word.get((made.loss, made.placement), "hand")
    parts.update(f"{made.activation} {loss} {made.learning_rate!r}".encode())
    return parts.hexdigest()[:32]


@pytest.mark.parametrize("old", OLD["opened"], ids=lambda old: old["text"][:60])
def test_a_link_of_an_earlier_version_opens_the_same_experiment_bit_for_bit(old):
    made, preset = decode_with_preset(old["text"])
    assert digest(made) == old["digest"]
    canonical = old.get("canonical", old["text"])
    written = encode(made, preset)
    assert canonical in (written, "sha256:" + hashlib.sha256(written.encode()).hexdigest())


@pytest.mark.parametrize("old", OLD["refused"], ids=lambda old: repr(old["text"][:60]))
def test_a_text_that_was_refused_is_refused_for_the_same_reason(old):
    with pytest.raises(ExperimentError) as caught:
        decode(old["text"])
    assert caught.value.key == old["error"]
