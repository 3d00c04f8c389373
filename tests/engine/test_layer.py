"""SimpleRNN, the layer as courses build one."""

import numpy as np
import pytest

from rnn import SGD, SimpleInitializer, SimpleRNN
from tests.engine.referee import difference, plain_backward, plain_forward, random_case


def layer_of(case, optimizer=None):
    layer = SimpleRNN(*case.W_x.shape, SimpleInitializer(0.1, seed=1), optimizer, case.activation)
    layer.W_x, layer.W_h, layer.B = case.W_x, case.W_h, case.B
    return layer


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_forward_gives_the_last_state_or_all(activation):
    case = random_case(np.random.default_rng(1), activation=activation)
    _, h = plain_forward(case)
    layer = layer_of(case)
    assert difference(layer.forward(case.x, case.h_initial), h[:, -1]) < 1e-13
    assert difference(layer.forward(case.x, case.h_initial, return_sequences=True), h) < 1e-13


@pytest.mark.parametrize("only_last", [True, False])
def test_backward_takes_the_gradient_of_the_last_state_or_of_all(only_last):
    case = random_case(np.random.default_rng(2))
    if only_last:
        case.dh_output[:, :-1] = 0.0
    layer = layer_of(case)
    layer.forward(case.x, case.h_initial)
    dx = layer.backward(case.dh_output[:, -1] if only_last else case.dh_output)
    expected = plain_backward(case)
    assert difference(dx, expected["dx"]) < 1e-12
    for name in ("dW_x", "dW_h", "dB", "dh_initial"):
        assert difference(getattr(layer, name), expected[name]) < 1e-12, name


def test_with_an_optimizer_backward_ends_with_one_update():
    case = random_case(np.random.default_rng(3))
    layer = layer_of(case, SGD(0.5))
    layer.forward(case.x, case.h_initial)
    dx = layer.backward(case.dh_output)
    expected = plain_backward(case)
    assert difference(dx, expected["dx"]) < 1e-12
    for name in ("W_x", "W_h", "B"):
        assert difference(getattr(layer, name), getattr(case, name) - 0.5 * expected[f"d{name}"]) < 1e-12, name


def test_a_second_update_starts_from_the_updated_weights_with_gradients_of_its_own():
    case = random_case(np.random.default_rng(4))
    layer = layer_of(case, SGD(0.1))
    for _ in range(2):
        gradients = plain_backward(case)
        layer.forward(case.x, case.h_initial)
        layer.backward(case.dh_output)
        for name in ("W_x", "W_h", "B"):
            setattr(case, name, getattr(case, name) - 0.1 * gradients[f"d{name}"])
            assert difference(getattr(layer, name), getattr(case, name)) < 1e-12, name


def test_without_an_optimizer_the_weights_are_left_alone():
    case = random_case(np.random.default_rng(5))
    layer = layer_of(case)
    layer.forward(case.x)
    layer.backward(case.dh_output)
    assert (layer.W_h == case.W_h).all()


def test_two_layers_keep_weights_of_their_own():
    initializer = SimpleInitializer(1.0, seed=2)
    first, second = (SimpleRNN(2, 3, initializer) for _ in range(2))
    assert not np.allclose(first.W_x, second.W_x)
    second.W_x = np.zeros((2, 3))
    assert first.W_x.any()


def test_the_state_does_not_go_over_into_the_next_call():
    case = random_case(np.random.default_rng(6), h_initial=False)
    layer = layer_of(case)
    assert (layer.forward(case.x) == layer.forward(case.x)).all()


def test_stacked_layers_pass_the_gradient_down():
    rng = np.random.default_rng(7)
    below, above = random_case(rng, (3, 5, 2, 4)), random_case(rng, (3, 5, 4, 6))
    layers = layer_of(below), layer_of(above)

    def loss(x):
        return float((layers[1].forward(layers[0].forward(x, return_sequences=True), return_sequences=True)).sum())

    loss(below.x)
    dx = layers[0].backward(layers[1].backward(np.ones((3, 5, 6))))
    shift = np.zeros_like(below.x)
    shift[1, 2, 0] = 1e-6
    assert dx[1, 2, 0] == pytest.approx((loss(below.x + shift) - loss(below.x - shift)) / 2e-6, rel=1e-7)


def test_bad_use_is_refused():
    layer = SimpleRNN(2, 3, SimpleInitializer(0.1, seed=3))
    with pytest.raises(ValueError, match="expected a call of forward before"):
        layer.backward(np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"W_h has shape \(2, 2\); expected \(n_nodes, n_nodes\) = \(3, 3\)"):
        layer.W_h = np.ones((2, 2))
    with pytest.raises(ValueError, match=r"B\[0\] is nan"):
        layer.B = [np.nan, 0, 0]
    layer.forward(np.ones((4, 5, 2)))
    with pytest.raises(ValueError, match=r"dh has shape \(1, 3\); expected \(batch_size, n_nodes\) = \(4, 3\)"):
        layer.backward(np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"dh_output has shape \(4, 4, 3\)"):
        layer.backward(np.ones((4, 4, 3)))
    with pytest.raises(ValueError, match="activation is 'softplus'"):
        SimpleRNN(2, 3, SimpleInitializer(0.1), activation="softplus")


@pytest.mark.parametrize("shape", [(4,), (1, 4), (4, 1)])
def test_a_bias_may_lie_or_stand(shape):
    case = random_case(np.random.default_rng(8))
    layer = layer_of(case)
    expected = layer.forward(case.x)
    layer.B = case.B.reshape(shape)
    assert layer.B.shape == (4,)
    assert (layer.forward(case.x) == expected).all()


def test_weights_are_checked_when_they_are_assigned_and_not_at_each_forward():
    case = random_case(np.random.default_rng(9))
    layer = layer_of(case, SGD(0.1))
    layer.forward(case.x)
    first = layer.fwd.params
    layer.forward(case.x)
    assert layer.fwd.params is first
    layer.W_h = 2.0 * case.W_h
    layer.forward(case.x)
    assert (layer.fwd.params.W_h == 2.0 * case.W_h).all()
    layer.backward(case.dh_output)
    layer.forward(case.x)
    assert (layer.fwd.params.W_h == layer.W_h).all()
    with pytest.raises(ValueError, match="read-only"):
        layer.W_h[0, 0] = 9.0
