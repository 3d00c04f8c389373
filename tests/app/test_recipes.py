"""What was filled in travels as its recipe and the cells changed since, and comes back bit for bit."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import limits
from app.experiment import ExperimentError, Sizes
from app.experiment.fills import FILLS, fill
from app.experiment.link import decode, encode
from app.experiment.recipes import Cell, Filled, differences, from_text, make, needed, settled, to_text
from tests.app.experiments import experiment, finite

LARGEST = Sizes(batch_size=1, n_sequences=3, n_features=2, n_nodes=64)

#: The orthogonal 3 x 3 of seed 5, to the last bit.
ORTHOGONAL_5 = [
    "-0x1.05d9d3a32194ap-1", "-0x1.8f7cca400a2cbp-1", "-0x1.70b74f5398f64p-2",
    "-0x1.b06fcb4c76812p-1", "0x1.1139877341f30p-1", "0x1.6272a1b87bcc3p-5",
    "-0x1.4462a94bfc50cp-3", "-0x1.4e13f48522760p-2", "0x1.dd249631f12adp-1",
]  # fmt: skip


def filled(name):
    """Any step of one fill."""
    amount = finite if FILLS[name].amount is not None else st.none()
    seed = st.integers(0, limits.MAX_SEED) if FILLS[name].random else st.just(0)
    return st.builds(Filled, st.just(name), amount, seed)


cells = st.builds(Cell, st.integers(0, 999_999), finite)
steps = st.lists(st.one_of(cells, *map(filled, FILLS)), min_size=1, max_size=limits.MAX_RECIPE_FILLS).map(tuple)


@given(steps)
def test_steps_read_back_from_their_text(taken):
    text = to_text(taken)
    assert text.startswith("*")
    read = from_text(text[1:])
    assert read == taken
    assert to_text(read) == text  # tells -0.0 from 0.0


@pytest.mark.parametrize("name", FILLS)
def test_a_filled_weight_is_a_short_text_and_reads_back_bit_for_bit(name):
    chosen = Filled(name, None if FILLS[name].amount is None else 0.75, 7 if FILLS[name].random else 0)
    steps = to_text((Filled("gaussian", 0.5, 3), chosen, Cell(5, 0.25), Cell(4095, -0.0)))
    made = decode(f"1textbook~s-1.3.2.64~W_h.{steps}")
    text = encode(made)
    assert len(text) < 90
    assert made.W_h[0, 5] == 0.25
    read = decode(text)
    assert read.same_as(made)
    assert encode(read) == text


def test_the_steps_are_taken_in_their_order():
    made = decode("1textbook~W_h.*identity*1-3*times-2*0--1")
    assert made.W_h.tolist() == [[-1, 6, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 2]]
    assert encode(made) == "1textbook~W_h.*identity*1-3*times-2*0--1"


def test_cells_may_be_changed_on_top_of_the_preset_and_of_any_numbers():
    assert decode("1textbook~B.*2--.5").B.tolist() == [1, 1, -0.5, 1]
    assert decode("1textbook~B-1_2_3_4*0-9").B.tolist() == [9, 2, 3, 4]
    assert decode("1pencil~x*AAAAAAAA8D8AAAAAAAAAAAAAAAAAAPA_*1-7").x.ravel().tolist() == [1, 7, 1]
    assert encode(decode("1textbook~B-1_2_3_4*0-9")) == "1textbook~B-9_2_3_4"


def test_a_fill_makes_what_stood_before_it_needless():
    taken = from_text("5-1*orthogonal-3*identity*times-2*7-1")
    assert needed(taken) == taken[2:]
    assert encode(decode("1textbook~W_h-" + "_".join("1" * 16) + "*orthogonal-3")) == "1textbook~W_h.*orthogonal-3"


def test_a_spectral_radius_is_written_as_the_factor_it_came_to():
    current = fill("gaussian", np.zeros((4, 4)), amount=0.5, seed=3)
    factor = 0.9 / np.abs(np.linalg.eigvals(current)).max()
    fills = settled(from_text("gaussian-.5-3*spectral_radius-.9*4-1"), np.zeros((4, 4)))
    assert [step.name for step in fills] == ["gaussian", "times"]
    assert fills[1].amount == pytest.approx(factor, rel=1e-12)
    made = decode("1textbook~W_h.*gaussian-.5-3*spectral_radius-.9")
    assert np.abs(np.linalg.eigvals(made.W_h)).max() == pytest.approx(0.9)
    assert re_read(made).same_as(made)
    assert "spectral" not in encode(made)


def re_read(made):
    return decode(encode(made))


def test_a_recipe_is_dropped_where_the_array_gets_another_shape():
    made = decode("1textbook~W_x.*constant-2~W_h.*identity~to-1.3.2.5")
    assert made.recipes == {}
    assert made.W_h[4].tolist() == [0] * 5
    kept = decode("1textbook~W_x.*constant-2~W_h.*identity~to-1.7.2.4")
    assert set(kept.recipes) == {"W_x", "W_h"}


def test_a_recipe_is_no_part_of_what_an_experiment_is():
    assert decode("1textbook~B.*constant-1").same_as(decode("1textbook"))
    assert encode(decode("1textbook~B.*constant-1")) == "1textbook"


def test_many_changed_cells_are_written_as_the_whole_array():
    made = experiment(sizes=LARGEST)
    assert "*" in encode(made)
    assert decode(encode(made)).same_as(made)


@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=5))
def test_cells_that_differ_in_any_bit_are_told(pairs):
    values, other = (np.array(column) for column in zip(*pairs, strict=True))
    expected = [i for i, (one, two) in enumerate(pairs) if np.float64(one).tobytes() != np.float64(two).tobytes()]
    assert differences(values, other).tolist() == expected


@pytest.mark.parametrize(
    "written",
    ["", "*", "lecun-1", "gaussian", "gaussian-.1", "gaussian-.1-", "gaussian-1-2-3", "orthogonal", "orthogonal-.5", 
     "orthogonal--1", "zeros-1", "zeros-1-2", "constant", "constant-1-2", "constant-inf", "times-1e999", "5", "5-", 
     "5-1_2", "-1-2", "5--", "16-1", "999999-1", "9999999-1", "he-4294967296", "he-99999999999", "gaussian--.1-1", 
     "5-1 ", "５-1", "5-1\n", "Gaussian-1-1", "identity~identity",
     "*".join(["identity"] * (limits.MAX_RECIPE_FILLS + 1)),
     "*".join(["0-1"] * (limits.MAX_RECIPE_STEPS + 1)), "zeros*spectral_radius-1", "times-1e300*times-1e300"],
)  # fmt: skip
def test_a_broken_recipe_is_refused(written):
    with pytest.raises(ExperimentError):
        decode(f"1textbook~W_h.*{written}")


@pytest.mark.parametrize("text", ["1textbook~f-tanh*0-1", "1textbook~r-1*0-1", "1textbook~s-1.3.2.4*0-1", 
                                  "1textbook~r.", "1textbook~f.", "1textbook~B.5", "1textbook~B.1_1_1_1"])  # fmt: skip
def test_only_arrays_have_steps(text):
    with pytest.raises(ExperimentError):
        decode(text)


def test_no_array_is_filled_before_every_field_was_looked_at(monkeypatch):
    def never(*_, **__):
        raise AssertionError("it was filled")

    monkeypatch.setattr("app.experiment.recipes.fill", never)
    with pytest.raises(ExperimentError):
        decode("1textbook~W_h.*orthogonal-1~B-1_2")


def test_what_is_filled_is_the_same_on_every_machine():
    """Sums of a linear algebra library depend on the processor; these digits do not."""
    q = make(from_text("orthogonal-5"), np.zeros((3, 3)))
    expected = gram_schmidt(np.random.Generator(np.random.PCG64(5)).standard_normal((3, 3)))
    np.testing.assert_allclose(q.T, expected, atol=1e-15)
    assert [number.hex() for number in q.ravel().tolist()] == ORTHOGONAL_5


def gram_schmidt(vectors):
    """The textbook's form, in long doubles."""
    done = []
    for vector in vectors.astype(np.longdouble):
        for other in done:
            vector = vector - (vector @ other) * other
        done.append(vector / np.sqrt(vector @ vector))
    return np.array(done)


def test_all_pairs_of_fills_follow_each_other():
    for one, two in itertools.product(FILLS, FILLS):
        names = [Filled(name, FILLS[name].amount, 2 if FILLS[name].random else 0) for name in (one, two)]
        if (one, two) == ("zeros", "spectral_radius"):
            continue
        start = np.arange(9.0).reshape(3, 3)
        assert np.array_equal(make(tuple(names), start), make(needed(tuple(names)), start))
