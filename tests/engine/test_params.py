"""Params: the weights, checked once where they enter."""

import dataclasses

import numpy as np
import pytest

from rnn import Params

GOOD = {"W_x": np.ones((2, 3)), "W_h": np.arange(9.0).reshape(3, 3), "B": np.ones(3)}


def test_the_sizes_are_read_from_the_weights():
    params = Params(**GOOD)
    assert (params.n_features, params.n_nodes) == (2, 3)


def test_the_weights_are_a_read_only_copy():
    W_h = np.arange(9.0).reshape(3, 3)
    params = Params(GOOD["W_x"], W_h, GOOD["B"])
    W_h[0, 0] = 99.0
    assert params.W_h[0, 0] == 0.0
    with pytest.raises(ValueError, match="read-only"):
        params.W_h[0, 0] = 1.0


def test_lists_and_integers_become_float64():
    params = Params([[1, 2]], [[1, 2], [3, 4]], [0, 1])
    assert {array.dtype for array in (params.W_x, params.W_h, params.B)} == {np.dtype(np.float64)}


def test_a_field_cannot_be_replaced_in_place_but_a_changed_copy_can_be_made():
    params = Params(**GOOD)
    with pytest.raises(dataclasses.FrozenInstanceError):
        params.B = np.zeros(3)
    assert dataclasses.replace(params, B=np.zeros(3)).B.sum() == 0.0


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("W_x", np.ones(3), r"W_x has shape \(3,\); expected \(n_features, n_nodes\)"),
        ("W_x", np.ones((0, 3)), r"W_x has shape \(0, 3\); .* every size at least 1"),
        ("W_h", np.ones((3, 2)), r"W_h has shape \(3, 2\); .* n_nodes = 3, as in W_x"),
        ("W_h", np.ones((1, 3)), r"W_h has shape \(1, 3\)"),
        ("B", np.ones((3, 3)), r"B has shape \(3, 3\); expected \(n_nodes,\)"),
        ("B", np.ones(4), r"B has shape \(4,\); expected \(n_nodes,\) with n_nodes = 3, as in W_x"),
        ("B", [1.0, np.nan, 1.0], r"B\[1\] is nan; expected finite numbers"),
        ("W_h", [[0, 1, 2], [0, 1, -np.inf], [0, 1, 2]], r"W_h\[1, 2\] is -inf"),
        ("W_x", [["1", "2", "3"]], "W_x holds .* entries; expected real numbers"),
        ("B", [1j, 0, 0], "B holds complex128 entries"),
        ("B", [None, 0, 0], "B holds object entries"),
        ("W_x", [[1, 2, 3], [1, 2]], "W_x is ragged"),
    ],
)
def test_bad_weights_are_refused_by_name(name, values, message):
    with pytest.raises(ValueError, match=message):
        Params(**(GOOD | {name: values}))


@pytest.mark.parametrize("shape", [(3,), (1, 3), (3, 1)])
def test_a_bias_may_lie_or_stand(shape):
    params = Params(GOOD["W_x"], GOOD["W_h"], np.array([1.0, 2.0, 3.0]).reshape(shape))
    assert params.B.tolist() == [1.0, 2.0, 3.0]
    assert Params([[1.0]], [[1.0]], [[5.0]]).B.tolist() == [5.0]
    assert Params([[1.0]], [[1.0]], [5.0]).B.tolist() == [5.0]
