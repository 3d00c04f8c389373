"""What is compared: the engine, its layer, the plain loop, torch.nn.RNN and jitted JAX, on the same numbers.

Each is a pair of calls without arguments: forward alone, and forward with every gradient (dW_x, dW_h, dB, dx, dh_0).
"""

import importlib.util
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np

from rnn import Params, SimpleRNN, XavierInitializer, backward, forward

Pair = tuple[Callable[[], object], Callable[[], object]]


def case_of(sizes: tuple[int, int, int, int], dtype: str) -> SimpleNamespace:
    """Random numbers for (batch_size, n_sequences, n_features, n_nodes)."""
    batch_size, n_sequences, n_features, n_nodes = sizes
    rng = np.random.default_rng(1)
    made = {
        "x": rng.normal(size=(batch_size, n_sequences, n_features)),
        "W_x": rng.normal(size=(n_features, n_nodes)) / np.sqrt(n_features),
        "W_h": rng.normal(size=(n_nodes, n_nodes)) * 0.8 / np.sqrt(n_nodes),
        "B": rng.normal(size=n_nodes) * 0.1,
        "h_initial": rng.normal(size=(batch_size, n_nodes)),
        "dh_output": rng.normal(size=(batch_size, n_sequences, n_nodes)),
    }
    return SimpleNamespace(**{name: values.astype(dtype) for name, values in made.items()})


def engine(case: SimpleNamespace) -> Pair:
    """The public calls, checks included."""
    params = Params(case.W_x, case.W_h, case.B, dtype=case.x.dtype)

    def both() -> object:
        return backward(params, forward(params, case.x, case.h_initial), case.dh_output)

    return lambda: forward(params, case.x, case.h_initial), both


def layer(case: SimpleNamespace) -> Pair | None:
    """SimpleRNN without an optimizer; None for float32, which it does not keep."""
    if case.x.dtype != np.float64:
        return None
    rnn = SimpleRNN(*case.W_x.shape, XavierInitializer(seed=1))
    rnn.W_x, rnn.W_h, rnn.B = case.W_x, case.W_h, case.B

    def both() -> object:
        rnn.forward(case.x, case.h_initial, return_sequences=True)
        return rnn.backward(case.dh_output)

    return lambda: rnn.forward(case.x, case.h_initial, return_sequences=True), both


def plain_loop(case: SimpleNamespace) -> Pair:
    """The equations as a course writes them, without checks."""

    def states() -> tuple[np.ndarray, np.ndarray]:
        h = np.empty_like(case.dh_output)
        before, h_t = np.empty_like(h), case.h_initial
        for t in range(h.shape[1]):
            before[:, t] = h_t
            h_t = h[:, t] = np.tanh(case.x[:, t] @ case.W_x + h_t @ case.W_h + case.B)
        return h, before

    def both() -> tuple[np.ndarray, ...]:
        h, before = states()
        dW_x, dW_h, dB = np.zeros_like(case.W_x), np.zeros_like(case.W_h), np.zeros_like(case.B)
        dx, carried = np.empty_like(case.x), np.zeros_like(case.h_initial)
        for t in reversed(range(h.shape[1])):
            da = (case.dh_output[:, t] + carried) * (1.0 - h[:, t] ** 2)
            dW_x += case.x[:, t].T @ da
            dW_h += before[:, t].T @ da
            dB += da.sum(axis=0)
            dx[:, t] = da @ case.W_x.T
            carried = da @ case.W_h.T
        return dW_x, dW_h, dB, dx, carried

    return states, both


def torch_rnn(case: SimpleNamespace) -> Pair | None:
    """torch.nn.RNN with the gradient of every state given; None where torch is not installed."""
    if importlib.util.find_spec("torch") is None:
        return None
    import torch

    rnn = torch.nn.RNN(*case.W_x.shape, batch_first=True, dtype=getattr(torch, case.x.dtype.name))
    with torch.no_grad():
        for name, values in (("weight_ih_l0", case.W_x.T), ("weight_hh_l0", case.W_h.T), ("bias_ih_l0", case.B)):
            getattr(rnn, name).copy_(torch.from_numpy(values.copy()))
        rnn.bias_hh_l0.zero_()
    x = torch.from_numpy(case.x).requires_grad_()
    h_initial = torch.from_numpy(case.h_initial[None]).requires_grad_()
    dh_output = torch.from_numpy(case.dh_output)

    def both() -> object:
        rnn.zero_grad(set_to_none=True)
        x.grad = h_initial.grad = None
        rnn(x, h_initial)[0].backward(dh_output)
        return x.grad

    return lambda: rnn(x, h_initial), both


def jax_scan(case: SimpleNamespace) -> Pair | None:
    """Jitted lax.scan with value and gradient; None where JAX is not installed."""
    if importlib.util.find_spec("jax") is None:
        return None
    import jax

    jax.config.update("jax_enable_x64", True)

    def states(values: tuple) -> object:
        W_x, W_h, B, x, h_initial = values

        def step(h: object, x_t: object) -> tuple[object, object]:
            h = jax.numpy.tanh(x_t @ W_x + h @ W_h + B)
            return h, h

        return jax.lax.scan(step, h_initial, x.swapaxes(0, 1))[1].swapaxes(0, 1)

    values = tuple(jax.numpy.asarray(getattr(case, name)) for name in ("W_x", "W_h", "B", "x", "h_initial"))
    dh_output = jax.numpy.asarray(case.dh_output)
    only = jax.jit(states)
    gradients = jax.jit(jax.value_and_grad(lambda values, dh: (states(values) * dh).sum()))
    return (
        lambda: jax.block_until_ready(only(values)),
        lambda: jax.block_until_ready(gradients(values, dh_output)),
    )
