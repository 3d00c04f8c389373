"""An experiment is checked once, on creation, and never changes."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from app.experiment import EDITABLE, LOSSES, MAX_SIZES, PLACEMENTS, ExperimentError, Sizes, check_sizes, on_page
from rnn import ACTIVATIONS
from tests.app.experiments import LOSS_CHOICES, SIZES, experiment


def test_sizes_are_read_from_the_arrays():
    assert experiment().sizes == SIZES


def test_arrays_are_float64_copies_closed_for_writing():
    B = np.array([1.0, 2.0, 3.0, 4.0])
    made = experiment(B=B)
    B[0] = 9
    for name in EDITABLE:
        values = getattr(made, name)
        assert values.dtype == np.float64
        assert not values.flags.writeable
    assert made.B.tolist() == [1, 2, 3, 4]


def test_an_experiment_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        experiment().placement = "last"


def test_a_whole_learning_rate_is_the_float_of_the_same_value():
    assert experiment(learning_rate=1).same_as(experiment(learning_rate=1.0))


@pytest.mark.parametrize("name", EDITABLE)
def test_an_array_of_another_shape_is_refused_by_name(name):
    shape = SIZES.shapes()[name]
    for wrong in [(*shape, 1), (*shape[:-1], shape[-1] + 3), shape[:-1]]:
        with pytest.raises(ExperimentError) as caught:
            experiment(**{name: np.zeros(wrong)})
        assert caught.value.key == "error.shape"
    with pytest.raises(ExperimentError) as caught:
        replace(experiment(), **{name: np.zeros((1, 1, 1, 1))})
    assert caught.value.key == "error.shape"


@pytest.mark.parametrize("name", ["W_x", "B", "h_initial", "y"])
def test_the_error_says_what_came_and_what_was_expected(name):
    with pytest.raises(ExperimentError) as caught:
        experiment(**{name: np.zeros((7, 7))})
    assert caught.value.values == {"name": on_page(name), "found": (7, 7), "expected": SIZES.shapes()[name]}


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", EDITABLE)
def test_a_number_that_is_not_finite_is_refused_by_name(name, value):
    values = np.zeros(SIZES.shapes()[name])
    values.flat[-1] = value
    with pytest.raises(ExperimentError) as caught:
        experiment(**{name: values})
    assert (caught.value.key, caught.value.values) == ("error.not_finite", {"name": on_page(name)})


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_learning_rate_that_is_not_finite_is_refused(value):
    with pytest.raises(ExperimentError) as caught:
        experiment(learning_rate=value)
    assert (caught.value.key, caught.value.values) == ("error.not_finite", {"name": "learning_rate"})


@pytest.mark.parametrize("name", ["activation", "loss", "placement"])
@pytest.mark.parametrize("found", ["", "TANH", "every\n", "softsign", "hand"])
def test_a_choice_that_is_not_registered_is_refused(name, found):
    with pytest.raises(ExperimentError) as caught:
        experiment(**{name: found})
    assert (caught.value.key, caught.value.values) == ("error.choice", {"name": name, "found": found})


def test_every_registered_choice_is_taken():
    for activation in ACTIVATIONS:
        for choice in LOSS_CHOICES:
            made = experiment(activation=activation, **choice)
            assert (made.activation, made.loss, made.placement) == (activation, *choice.values())
    assert {choice["loss"] for choice in LOSS_CHOICES} == LOSSES.keys()
    assert {choice["placement"] for choice in LOSS_CHOICES} == PLACEMENTS.keys()


def test_a_given_gradient_says_itself_where_it_enters_and_no_other_placement_can_be_chosen():
    for change in ({"loss": "given_gradient", "placement": "last"}, {"loss": "given_gradient"}):
        with pytest.raises(ExperimentError) as caught:
            replace(experiment(placement="last"), **change)
        assert caught.value.key == "error.placement"
        assert caught.value.values == {"loss": "given_gradient", "found": "last", "allowed": "every"}


def test_a_step_carries_a_loss_where_the_placement_and_the_loss_itself_have_one():
    g = np.zeros(SIZES.shapes()["g"])
    g[1, 2, 3] = -1e-300
    carried = {
        "every": experiment(),
        "last": experiment(placement="last"),
        "given": experiment(loss="given_gradient", g=g),
        "nothing given": experiment(loss="given_gradient", g=np.zeros_like(g)),
    }
    steps = {name: (np.flatnonzero(made.carries_loss) + 1).tolist() for name, made in carried.items()}
    assert steps == {"every": [1, 2, 3, 4, 5], "last": [5], "given": [3], "nothing given": []}


@pytest.mark.parametrize("name", Sizes._fields)
def test_a_size_out_of_range_is_refused_by_name(name):
    largest = getattr(MAX_SIZES, name)
    for found in (0, -1, largest + 1):
        with pytest.raises(ExperimentError) as caught:
            check_sizes(SIZES._replace(**{name: found}))
        assert caught.value.key == "error.size"
        assert caught.value.values == {"name": name, "found": found, "largest": largest}
    with pytest.raises(ExperimentError, match=r"error\.size"):
        experiment(sizes=SIZES._replace(**{name: largest + 1}))
    with pytest.raises(ExperimentError, match=r"error\.size"):
        experiment().resized(SIZES._replace(**{name: largest + 1}))


def test_resizing_keeps_what_fits_and_fills_with_zeros():
    before = experiment()
    after = before.resized(Sizes(batch_size=1, n_sequences=7, n_features=2, n_nodes=6))
    assert after.sizes == (1, 7, 2, 6)
    np.testing.assert_array_equal(after.x[0, :5], before.x[0, :, :2])
    np.testing.assert_array_equal(after.W_x[:, :4], before.W_x[:2])
    np.testing.assert_array_equal(after.W_h[:4, :4], before.W_h)
    np.testing.assert_array_equal(after.B[:4], before.B)
    np.testing.assert_array_equal(after.h_initial[0, :4], before.h_initial[0])
    np.testing.assert_array_equal(after.y[0, :5, :4], before.y[0])
    for new in (after.x[0, 5:], after.W_x[:, 4:], after.W_h[4:], after.W_h[:, 4:], after.B[4:], after.y[0, 5:]):
        assert not new.any()


def test_resizing_leaves_choices_and_the_learning_rate_alone():
    after = experiment(activation="relu", placement="last", learning_rate=0.3).resized(Sizes(1, 1, 1, 1))
    assert (after.activation, after.placement, after.learning_rate) == ("relu", "last", 0.3)


def test_resizing_to_the_same_sizes_changes_nothing():
    assert experiment().resized(SIZES).same_as(experiment())


def test_experiments_are_the_same_only_when_every_field_is():
    assert experiment().same_as(experiment())
    for name in EDITABLE:
        values = np.array(getattr(experiment(), name))
        values.flat[-1] = np.nextafter(values.flat[-1], np.inf)
        assert not experiment().same_as(experiment(**{name: values}))
    for changes in ({"activation": "relu"}, {"placement": "last"}, {"loss": "given_gradient"}, {"learning_rate": 0.25}):
        assert not experiment().same_as(experiment(**changes))
    assert not experiment().same_as(experiment().resized(SIZES._replace(n_features=2)))


def test_zero_and_minus_zero_are_told_apart():
    assert not experiment(B=np.zeros(4)).same_as(experiment(B=-np.zeros(4)))
    assert not experiment(learning_rate=0.0).same_as(experiment(learning_rate=-0.0))
