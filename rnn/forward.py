"""The way forward: one cell, used again at every time step.

a_t = x_t W_x + h_{t-1} W_h + B
h_t = f(a_t)

State, input and a constant 1 stand side by side in one row for each step, so that a step is one product:
a_t = [h_{t-1} | x_t | 1] [W_h; W_x; B].
"""

from dataclasses import dataclass

import numpy as np

from rnn.activations import activation_named
from rnn.axes import batch_first
from rnn.checks import checked_dtype, instance, numbers, read_only
from rnn.params import Params
from rnn.records import Record


@dataclass(frozen=True, eq=False, slots=True)
class Forward(Record):
    """All that the way forward computes, kept for the way back."""

    params: Params
    activation: str
    a: np.ndarray  # (batch_size, n_sequences, n_nodes): the state before the activation
    rows: np.ndarray  # (n_sequences + 1, batch_size, n_nodes + n_features + 1): [h_{t-1} | x_t | 1], the last of h_T

    @property
    def x(self) -> np.ndarray:
        """The input: (batch_size, n_sequences, n_features)."""
        return batch_first(self.rows[:-1, :, self.params.n_nodes : -1])

    @property
    def h(self) -> np.ndarray:
        """The state after the activation: (batch_size, n_sequences, n_nodes)."""
        return batch_first(self.rows[1:, :, : self.params.n_nodes])

    @property
    def h_previous(self) -> np.ndarray:
        """h_{t-1} for every t: (batch_size, n_sequences, n_nodes), beginning with h_initial."""
        return batch_first(self.rows[:-1, :, : self.params.n_nodes])

    @property
    def h_initial(self) -> np.ndarray:
        """The state before the first step: (batch_size, n_nodes)."""
        return self.rows[0, :, : self.params.n_nodes]

    @property
    def slope(self) -> np.ndarray:
        """f'(a_t) for every t: (batch_size, n_sequences, n_nodes)."""
        return read_only(activation_named(self.activation).slope(self.h))


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
    instance("params", params, Params, "forward(Params(W_x, W_h, B), x)")
    f = activation_named(activation)
    if dtype is not None:
        params = params.astype(checked_dtype(dtype))
    if not f.analytic and params.dtype.kind == "c":
        raise ValueError(f"activation is {activation!r}; expected an analytic one with complex numbers.")
    x, h_initial = _checked_inputs(params, x, h_initial)

    (batch_size, n_sequences, n_features), n_nodes = x.shape, params.n_nodes
    rows = np.empty((n_sequences + 1, batch_size, n_nodes + n_features + 1), params.dtype)
    rows[..., n_nodes:] = 1.0
    rows[:-1, :, n_nodes:-1] = x.swapaxes(0, 1)
    h, a = rows[..., :n_nodes], np.empty((n_sequences, batch_size, n_nodes), params.dtype)
    h[0] = h_initial
    value, weights = f.value, params.stacked
    for row, a_t, h_t in zip(rows[:-1], a, h[1:], strict=True):
        row.dot(weights, out=a_t)  # a_t = h_{t-1} W_h + x_t W_x + B
        value(a_t, out=h_t)  # h_t = f(a_t), written into the row of step t+1
    return Forward(params, activation, batch_first(a), read_only(rows))


def _checked_inputs(params: Params, x: object, h_initial: object) -> tuple[np.ndarray, np.ndarray | float]:
    """x and h_initial after the checks that forward promises; they may be the caller's own."""
    x = numbers("x", x, params.dtype, "(batch_size, n_sequences, n_features)")
    if x.ndim != 3 or x.size == 0:
        raise ValueError(
            f"x has shape {x.shape}; expected (batch_size, n_sequences, n_features), every size at least 1."
        )
    if x.shape[2] != params.n_features:
        raise ValueError(
            f"x has shape {x.shape}; expected (batch_size, n_sequences, n_features) "
            f"with n_features = {params.n_features}, as in W_x."
        )
    if h_initial is None:
        return x, 0.0
    h_initial = numbers("h_initial", h_initial, params.dtype, "(batch_size, n_nodes)")
    shape = (x.shape[0], params.n_nodes)
    if h_initial.shape != shape:
        raise ValueError(
            f"h_initial has shape {h_initial.shape}; expected (batch_size, n_nodes) = {shape}, as in x and W_h."
        )
    return x, h_initial
