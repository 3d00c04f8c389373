"""Fully connected layer, activation layers, softmax with cross-entropy."""

import numpy as np
import pytest

from rnn import FC, SGD, ReLU, Sigmoid, SimpleInitializer, Softmax, Tanh
from tests.engine.referee import SLOPES, VALUES, difference

RNG = np.random.default_rng(1)


def test_the_fully_connected_layer_gives_fixed_numbers():
    layer = FC(2, 3, SimpleInitializer(0.1, seed=1))
    layer.W, layer.B = [[1, 2, 3], [4, 5, 6]], [0.5, 0, -0.5]
    assert layer.forward(np.array([[1.0, 2.0], [0.0, 1.0]])).tolist() == [[9.5, 12, 14.5], [4.5, 5, 5.5]]
    dX = layer.backward(np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]]))
    assert dX.tolist() == [[7, 16], [2, 5]]
    assert layer.dW.tolist() == [[1, 0, 2], [2, 1, 4]]
    assert layer.dB.tolist() == [1, 1, 2]


@pytest.mark.parametrize("leading", [(5,), (5, 4)])
def test_its_gradients_are_the_slopes_of_the_loss_with_or_without_a_time_axis(leading):
    layer, step = FC(2, 3, SimpleInitializer(1.0, seed=2)), 1e-6
    X, dA = RNG.normal(size=(*leading, 2)), RNG.normal(size=(*leading, 3))
    layer.forward(X)
    dX = layer.backward(dA)
    for name, found in (("W", layer.dW), ("B", layer.dB), ("X", dX)):
        for index in np.ndindex(found.shape):
            values = []
            for sign in (1, -1):
                parts = {"W": layer.W.copy(), "B": layer.B.copy(), "X": X.copy()}
                parts[name][index] += sign * step
                values.append(((parts["X"] @ parts["W"] + parts["B"]) * dA).sum())
            assert found[index] == pytest.approx((values[0] - values[1]) / (2 * step), abs=1e-8)


def test_backward_ends_with_an_update_and_dx_belongs_to_the_weights_before_it():
    layer = FC(2, 3, SimpleInitializer(1.0, seed=3), SGD(0.5))
    W, B = layer.W.copy(), layer.B.copy()
    layer.forward(np.ones((4, 2)))
    dX = layer.backward(np.ones((4, 3)))
    assert difference(dX, np.ones((4, 3)) @ W.T) < 1e-14
    assert difference(layer.W, W - 0.5 * layer.dW) < 1e-14
    assert difference(layer.B, B - 0.5 * layer.dB) < 1e-14
    assert layer.dB.tolist() == [4, 4, 4]


@pytest.mark.parametrize(("layer", "name"), [(Tanh(), "tanh"), (ReLU(), "relu"), (Sigmoid(), "sigmoid")])
def test_activation_layers_give_value_and_slope(layer, name):
    A, dZ = RNG.normal(size=(2, 3, 4, 5))
    assert difference(layer.forward(A), VALUES[name](A)) < 1e-14
    assert difference(layer.backward(dZ), dZ * SLOPES[name](A)) < 1e-14


def test_softmax_sums_to_one_and_stands_extreme_values():
    Z = Softmax().forward(np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4], [1.0, 2.0, 3.0]]))
    assert Z[0].tolist() == [1, 0, 0]
    assert np.allclose(Z[1], 1 / 3)
    assert np.allclose(Z[2], [0.09003057, 0.24472847, 0.66524096])


@pytest.mark.parametrize("leading", [(5,), (5, 4)])
def test_softmax_hands_back_the_slope_of_the_mean_cross_entropy(leading):
    layer, step = Softmax(), 1e-6
    A = RNG.normal(size=(*leading, 3))
    Y = np.eye(3)[RNG.integers(3, size=leading)]

    def loss(A):
        layer.backward(layer.forward(A), Y)
        return layer.loss

    dA = layer.backward(layer.forward(A), Y)
    probabilities = np.exp(A) / np.exp(A).sum(axis=-1, keepdims=True)
    assert loss(A) == pytest.approx(-np.log((probabilities * Y).sum(axis=-1)).mean(), rel=1e-12)
    for index in np.ndindex(A.shape):
        shift = np.zeros_like(A)
        shift[index] = step
        assert dA[index] == pytest.approx((loss(A + shift) - loss(A - shift)) / (2 * step), abs=1e-8)


def test_a_class_given_no_chance_costs_much_but_not_infinity():
    layer = Softmax()
    layer.backward(layer.forward(np.array([[1e4, 0.0]])), np.array([[0.0, 1.0]]))
    assert 700 < layer.loss < 1000


def test_bad_use_is_refused():
    layer = FC(2, 3, SimpleInitializer(0.1, seed=4))
    with pytest.raises(ValueError, match=r"X has shape \(4, 3\); expected .* n_nodes1 = 2, as in W"):
        layer.forward(np.ones((4, 3)))
    with pytest.raises(ValueError, match="expected a call of forward before"):
        layer.backward(np.ones((4, 3)))
    layer.forward(np.ones((4, 2)))
    with pytest.raises(ValueError, match=r"dA has shape \(1, 3\); expected \(4, 3\)"):
        layer.backward(np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"W has shape \(3, 2\); expected .* \(2, 3\)"):
        layer.W = np.ones((3, 2))
    with pytest.raises(ValueError, match=r"Y has shape \(2,\); expected one-hot \(2, 3\)"):
        Softmax().backward(np.ones((2, 3)), np.ones(2))
    tanh = Tanh()
    tanh.forward(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"dZ has shape \(1, 3\); expected \(2, 3\)"):
        tanh.backward(np.ones((1, 3)))


@pytest.mark.parametrize("shape", [(3,), (1, 3), (3, 1)])
def test_a_bias_may_lie_or_stand(shape):
    layer = FC(2, 3, SimpleInitializer(0.1, seed=5))
    layer.W, layer.B = np.zeros((2, 3)), np.array([1.0, 2.0, 3.0]).reshape(shape)
    assert layer.forward(np.ones((1, 2))).tolist() == [[1.0, 2.0, 3.0]]
