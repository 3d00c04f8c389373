"""Parity with engines that others wrote: HIPS autograd always; torch and Keras where they are installed.

torch: W_x = weight_ih.T, W_h = weight_hh.T, B = bias_ih + bias_hh.
"""

import importlib.util
import itertools
import os

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from rnn import ACTIVATIONS, Params, backward, forward
from tests.engine.referee import (
    GRADIENTS,
    WEIGHTS,
    difference,
    plain_backward,
    plain_forward,
    random_case,
    random_sizes,
)

TORCH = importlib.util.find_spec("torch") is not None
needs_torch = pytest.mark.skipif(
    not TORCH and os.environ.get("UNROLL_REQUIRE_TORCH") != "1", reason="torch is not installed"
)
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS)
#: Those that torch's own recurrent layer has.
of_torch = pytest.mark.parametrize("activation", ["tanh", "relu"])
SHAPES_EACH = 55  # for each activation, with and without h_initial: at least 220 for each referee


with_and_without_h_initial = pytest.mark.parametrize("h_initial", [True, False])


def cases(activation, h_initial):
    rng = np.random.default_rng([ord(activation[0]), h_initial])
    for _ in range(SHAPES_EACH):
        yield random_case(rng, random_sizes(rng), activation, h_initial=h_initial)


def ours(case, **options):
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, case.h_initial, case.activation, **options)
    bwd = backward(params, fwd, case.dh_output)
    return {"h": fwd.h} | {name: getattr(bwd, name) for name in GRADIENTS}


AUTOGRAD = {
    "tanh": anp.tanh,
    "relu": lambda a: anp.maximum(a, 0.0),
    "sigmoid": lambda a: 1.0 / (1.0 + anp.exp(-a)),
    "identity": lambda a: a,
}


def by_autograd(case):
    f = AUTOGRAD[case.activation]
    initial = np.zeros((len(case.x), len(case.B))) if case.h_initial is None else case.h_initial
    inputs = {**{name: getattr(case, name) for name in (*WEIGHTS, "x")}, "h_initial": initial}

    def states(v):
        h, kept = v["h_initial"], []
        for t in range(case.x.shape[1]):
            h = f(anp.dot(v["x"][:, t], v["W_x"]) + anp.dot(h, v["W_h"]) + v["B"])
            kept.append(h)
        return anp.stack(kept, axis=1)

    gradients = grad(lambda v: anp.sum(states(v) * case.dh_output))(inputs)
    return {"h": states(inputs)} | {f"d{name}": gradients[name] for name in inputs}


def by_torch(case, dtype="float64"):
    import torch

    n_features, n_nodes = case.W_x.shape
    rnn = torch.nn.RNN(n_features, n_nodes, nonlinearity=case.activation, batch_first=True)
    rnn = rnn.to(getattr(torch, dtype))
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(torch.tensor(case.W_x.T))
        rnn.weight_hh_l0.copy_(torch.tensor(case.W_h.T))
        rnn.bias_ih_l0.copy_(torch.tensor(0.25 * case.B))
        rnn.bias_hh_l0.copy_(torch.tensor(0.75 * case.B))
    x = torch.tensor(case.x, dtype=getattr(torch, dtype), requires_grad=True)
    initial = np.zeros((len(case.x), n_nodes)) if case.h_initial is None else case.h_initial
    h_initial = torch.tensor(initial[None], dtype=getattr(torch, dtype), requires_grad=True)
    h, _ = rnn(x, h_initial)
    h.backward(torch.tensor(case.dh_output, dtype=getattr(torch, dtype)))
    return {
        "h": h.detach().numpy(),
        "dW_x": rnn.weight_ih_l0.grad.numpy().T,
        "dW_h": rnn.weight_hh_l0.grad.numpy().T,
        "dB": rnn.bias_ih_l0.grad.numpy(),
        "dx": x.grad.numpy(),
        "dh_initial": h_initial.grad.numpy()[0],
    }


@every_activation
@with_and_without_h_initial
def test_states_and_gradients_agree_with_autograd(activation, h_initial):
    for case in cases(activation, h_initial):
        found, expected = ours(case), by_autograd(case)
        for name, values in expected.items():
            assert difference(found[name], values) < 1e-12, (name, case.x.shape, case.W_x.shape)


@needs_torch
@of_torch
@with_and_without_h_initial
def test_states_and_gradients_agree_with_torch(activation, h_initial):
    for case in cases(activation, h_initial):
        found, expected = ours(case), by_torch(case)
        for name, values in expected.items():
            assert difference(found[name], values) < 1e-12, (name, case.x.shape, case.W_x.shape)


@needs_torch
@of_torch
@with_and_without_h_initial
def test_float32_agrees_with_torch_in_float32(activation, h_initial):
    for case in cases(activation, h_initial):
        found, expected = ours(case, dtype=np.float32), by_torch(case, "float32")
        for name, values in expected.items():
            assert found[name].dtype == np.float32
            assert difference(found[name], values) < 1e-5, (name, case.x.shape, case.W_x.shape)


def by_keras(case):
    """In float32, by whichever backend was chosen or is installed."""
    os.environ.setdefault("KERAS_BACKEND", "jax" if importlib.util.find_spec("jax") else "torch")
    import keras

    n_features, n_nodes = case.W_x.shape
    layer = keras.layers.SimpleRNN(n_nodes, activation=case.activation, return_sequences=True)
    layer.build((None, None, n_features))
    layer.set_weights([case.W_x, case.W_h, case.B])
    initial = np.zeros((len(case.x), n_nodes)) if case.h_initial is None else case.h_initial
    pull_back = {"jax": _keras_by_jax, "torch": _keras_by_torch}[keras.backend.backend()]
    h, gradients = pull_back(layer, *(array.astype("float32") for array in (case.x, initial, case.dh_output)))
    return {"h": h} | dict(zip(("dW_x", "dW_h", "dB", "dx", "dh_initial"), gradients, strict=True))


def _keras_by_jax(layer, x, h_initial, dh_output):
    import jax

    def states(weights, x, h_initial):
        return layer.stateless_call(weights, others, x, initial_state=h_initial)[0]

    weights = [variable.value for variable in layer.trainable_variables]
    others = [variable.value for variable in layer.non_trainable_variables]  # the seed of its dropout
    h, pull_back = jax.vjp(states, weights, x, h_initial)
    dweights, dx, dh_initial = pull_back(jax.numpy.asarray(dh_output))
    return np.asarray(h), [np.asarray(gradient) for gradient in (*dweights, dx, dh_initial)]


def _keras_by_torch(layer, x, h_initial, dh_output):
    import torch

    x, h_initial = (torch.tensor(array, requires_grad=True) for array in (x, h_initial))
    h = layer(x, initial_state=h_initial)
    h.backward(torch.tensor(dh_output))
    sources = [*(variable.value for variable in layer.trainable_variables), x, h_initial]
    return h.detach().numpy(), [source.grad.numpy() for source in sources]


@pytest.mark.skipif(importlib.util.find_spec("keras") is None, reason="Keras is not installed")
@of_torch
@with_and_without_h_initial
def test_states_and_gradients_agree_with_keras_in_float32(activation, h_initial):
    for case in itertools.islice(cases(activation, h_initial), 10):  # each shape is traced anew
        found, expected = ours(case, dtype=np.float32), by_keras(case)
        for name, values in expected.items():
            assert difference(found[name], values) < 1e-5, (name, case.x.shape, case.W_x.shape)


def test_a_single_node_agrees_with_autograd():
    rng = np.random.default_rng(3)
    for sizes in ((1, 1, 1, 1), (1, 9, 1, 1), (4, 7, 3, 1), (1, 30, 5, 1)):
        for activation in ACTIVATIONS:
            case = random_case(rng, sizes, activation)
            case.x *= 0.3  # a slope near 0 of one node alone is 1 - h^2 here and 1 / cosh(a)^2 there, to fewer digits
            found, expected = ours(case), by_autograd(case)
            for name, values in expected.items():
                assert difference(found[name], values) < 1e-12, (name, sizes)


@pytest.mark.parametrize("scale", [1e4, 1e150, 1e-300])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_extreme_inputs_agree_with_the_plain_form(activation, scale):
    case = random_case(np.random.default_rng(4), (2, 6, 3, 4), activation)
    case.x *= scale
    found, expected = ours(case), plain_backward(case) | {"h": plain_forward(case)[1]}
    for name, values in found.items():
        assert np.isfinite(values).all(), name
        assert difference(values, expected[name]) < 1e-12, name


@needs_torch
@of_torch
def test_saturated_and_tiny_states_agree_with_torch(activation):
    for scale in (1e4, 1e-8):
        case = random_case(np.random.default_rng(5), (3, 9, 2, 5), activation)
        case.x *= scale
        case.B *= scale
        found, expected = ours(case), by_torch(case)
        for name, values in expected.items():
            assert difference(found[name], values) < 1e-12, (name, scale)


@every_activation
def test_zero_weights_agree_with_autograd(activation):
    case = random_case(np.random.default_rng(6), (2, 5, 3, 4), activation)
    case.W_x, case.W_h = np.zeros_like(case.W_x), np.zeros_like(case.W_h)
    found, expected = ours(case), by_autograd(case)
    for name, values in expected.items():
        assert difference(found[name], values) < 1e-12, name
