"""Activations: values and slopes."""

import numpy as np
import pytest

from rnn import ACTIVATIONS
from rnn.activations import activation_named
from tests.engine.referee import SLOPES, VALUES, difference

SPREAD = np.array([-3.0, -1.0, -0.5, 0.25, 1.0, 2.0])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_and_slope_are_those_of_the_formula(name):
    activation = ACTIVATIONS[name]
    h = activation.value(SPREAD)
    assert difference(h, VALUES[name](SPREAD)) < 1e-15
    assert difference(activation.slope(h), SLOPES[name](SPREAD)) < 1e-15


#: Numbers to try a formula on: around 0, where tanh and sigmoid saturate, and beyond.
EVERYWHERE = np.array([0.0, *(sign * size for size in (1e-12, 1e-3, 0.5, 1, 3, 19, 40, 700, 1e4) for sign in (1, -1))])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_lines_of_numpy_give_the_value_and_the_slope(name):
    activation = ACTIVATIONS[name]
    a = np.union1d(EVERYWHERE, activation.kinks)
    h = activation.value(a)
    scope = {"np": np, "state": a, "result": h}
    with np.errstate(over="ignore"):  # the plain formula of sigmoid overflows on its way to 0
        value = eval(activation.value_line.format(a="state"), scope)
        slope = eval("1.0 * " + activation.slope_line.format(a="state", h="result"), scope)
    np.testing.assert_allclose(value, h, rtol=1e-15, atol=1e-300)
    np.testing.assert_allclose(np.broadcast_to(slope, a.shape), activation.slope(h), rtol=1e-15, atol=1e-300)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_jumps_at_the_kinks_and_nowhere_else(name):
    activation, step = ACTIVATIONS[name], 1e-9

    def jump(a):
        before, after = (activation.slope(activation.value(np.array([a + side]))) for side in (-step, step))
        return abs(after - before).item()

    kinks = list(activation.kinks)
    assert all(jump(a) > 1e-3 for a in kinks)
    assert all(jump(a) < 1e-6 for a in np.linspace(-5, 5, 201) if a not in kinks)
    assert not (kinks and activation.analytic)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_is_the_limit_of_the_difference_quotient(name):
    activation, step = ACTIVATIONS[name], 1e-6
    quotient = (activation.value(SPREAD + step) - activation.value(SPREAD - step)) / (2 * step)
    assert np.abs(activation.slope(activation.value(SPREAD)) - quotient).max() < 1e-9


def test_the_slope_of_tanh_is_full_at_zero_and_that_of_relu_is_zero_at_its_kink():
    zero = np.zeros(1)
    assert ACTIVATIONS["tanh"].slope(zero)[0] == 1.0
    assert ACTIVATIONS["relu"].slope(zero)[0] == 0.0


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_extreme_values_raise_no_warning(name):
    activation = ACTIVATIONS[name]
    a = np.array([-1e4, 1e4])
    h = activation.value(a)
    expected = {"tanh": (-1, 1), "relu": (0, 1e4), "sigmoid": (0, 1), "identity": (-1e4, 1e4)}[name]
    assert tuple(h) == expected
    assert np.isfinite(activation.slope(h)).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_nan_stays_nan_so_that_a_lost_state_is_seen(name):
    activation = ACTIVATIONS[name]
    a = np.array([np.nan])
    assert np.isnan(activation.value(a)).all()
    if name != "identity":
        assert np.isnan(activation.slope(activation.value(a))).all()


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"activation is 'softplus'; expected one of tanh, relu, sigmoid, identity\."):
        activation_named("softplus")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_slope_may_be_written_over_the_values_that_it_follows_from(name):
    activation = ACTIVATIONS[name]
    h = activation.value(SPREAD)
    expected = activation.slope(h)
    assert activation.slope(h, out=h) is h
    assert (h == expected).all()


def test_the_slope_of_the_identity_is_one_even_where_the_state_was_lost():
    assert ACTIVATIONS["identity"].slope(np.array([np.inf, np.nan])).tolist() == [1.0, 1.0]
