"""The way forward: one cell, used again at every time step.

a_t = x_t W_x + h_{t-1} W_h + B
h_t = f(a_t)

State, input and a constant 1 stand side by side in one row for each step, so that a step is one product:
a_t = [h_{t-1} | x_t | 1] [W_h; W_x; B]. Arrays are kept with time first, which makes each step one block of memory.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnn.activations import activation_named
from rnn.buffers import buffer
from rnn.checks import checked_dtype, numbers, read_only
from rnn.params import Params
from rnn.threads import in_halves


@dataclass(frozen=True, eq=False, slots=True)
class Forward:
    """All that the way forward computes, kept for the way back."""

    params: Params
    activation: str
    rows: np.ndarray  # (n_sequences + 1, batch_size, n_nodes + n_features + 1): [h_{t-1} | x_t | 1] for every t
    a_steps: np.ndarray  # (n_sequences, batch_size, n_nodes)

    @property
    def x(self) -> np.ndarray:
        """The input: (batch_size, n_sequences, n_features)."""
        return self.rows[:-1, :, self.params.n_nodes : -1].swapaxes(0, 1)

    @property
    def a(self) -> np.ndarray:
        """The state before the activation: (batch_size, n_sequences, n_nodes)."""
        return self.a_steps.swapaxes(0, 1)

    @property
    def h(self) -> np.ndarray:
        """The state after it: (batch_size, n_sequences, n_nodes)."""
        return self.rows[1:, :, : self.params.n_nodes].swapaxes(0, 1)

    @property
    def h_previous(self) -> np.ndarray:
        """h_{t-1} for every t: (batch_size, n_sequences, n_nodes), beginning with h_initial."""
        return self.rows[:-1, :, : self.params.n_nodes].swapaxes(0, 1)

    @property
    def h_initial(self) -> np.ndarray:
        """The state before the first step: (batch_size, n_nodes)."""
        return self.rows[0, :, : self.params.n_nodes]

    @property
    def slope(self) -> np.ndarray:
        """f'(a_t) for every t: (batch_size, n_sequences, n_nodes)."""
        return read_only(activation_named(self.activation).slope(self.a, self.h))


def forward(
    params: Params,
    x: np.ndarray,
    h_initial: np.ndarray | None = None,
    activation: str = "tanh",
    *,
    dtype: object = None,
) -> Forward:
    """Runs the network over `x` (batch_size, n_sequences, n_features), each sample from its own row of h_initial.

    `h_initial` (batch_size, n_nodes) is zeros unless given; `dtype` is that of params unless given. Results may
    overflow; inputs must be finite. Raises ValueError for wrong shapes, NaN, infinity and entries that are no real
    numbers.
    """
    f = activation_named(activation)
    if dtype is not None:
        params = params.astype(checked_dtype(dtype))
    if params.dtype.kind == "c" and not f.analytic:
        raise ValueError(f"activation is {activation!r}; expected an analytic one with complex numbers.")
    rows = _rows(params, x, h_initial)
    a = buffer((len(rows) - 1, rows.shape[1], params.n_nodes), params.dtype)
    in_halves(
        lambda part: _run(samples(rows, part), samples(a, part), params.stacked, f.value),
        rows.shape[1],
        rows[0].size * params.n_nodes,
    )
    return Forward(params, activation, read_only(rows), read_only(a))


def samples(array: np.ndarray, part: slice) -> np.ndarray:
    """Part of the batch of a time-major array; a batch of one loses its axis, since a row costs less than a matrix."""
    return array[:, 0] if array.shape[1] == 1 else array[:, part]


def _run(rows: np.ndarray, a: np.ndarray, weights: np.ndarray, f: Callable[..., np.ndarray]) -> None:
    """Fills `a` and the states in `rows`, step by step."""
    h = rows[1:, ..., : a.shape[-1]]
    for row, a_t, h_t in zip(rows, a, h, strict=False):
        row.dot(weights, a_t)  # a_t = h_{t-1} W_h + x_t W_x + B
        f(a_t, h_t)  # h_t = f(a_t), written into the row of step t+1


def _rows(params: Params, x: np.ndarray, h_initial: np.ndarray | None) -> np.ndarray:
    """[h_{t-1} | x_t | 1] for every t, with the states after the first still to come."""
    x = numbers("x", x, ndim=3, expected="(batch_size, n_sequences, n_features)", finite=True, dtype=params.dtype)
    batch_size, n_sequences, n_features = x.shape
    n_nodes = params.n_nodes
    if n_features != params.n_features:
        raise ValueError(
            f"x has shape {x.shape}; expected (batch_size, n_sequences, n_features) "
            f"with n_features = {params.n_features}, as in W_x."
        )
    rows = buffer((n_sequences + 1, batch_size, n_nodes + n_features + 1), params.dtype)
    rows[:-1, :, n_nodes:-1] = x.swapaxes(0, 1)
    rows[:, :, -1] = 1.0
    rows[0, :, :n_nodes] = 0.0 if h_initial is None else _checked_state(h_initial, batch_size, params)
    return rows


def _checked_state(h_initial: np.ndarray, batch_size: int, params: Params) -> np.ndarray:
    h_initial = numbers(
        "h_initial", h_initial, ndim=2, expected="(batch_size, n_nodes)", finite=True, dtype=params.dtype
    )
    if h_initial.shape != (batch_size, params.n_nodes):
        raise ValueError(
            f"h_initial has shape {h_initial.shape}; expected (batch_size, n_nodes) = {(batch_size, params.n_nodes)}, "
            "as in x and W_h."
        )
    return h_initial
