"""The way forward: one cell, used again at every time step.

a_t = x_t W_x + h_{t-1} W_h + B
h_t = f(a_t)

State, input and a constant 1 stand side by side in one row for each step, so that a step is one product:
a_t = [h_{t-1} | x_t | 1] [W_h; W_x; B]. `rnn.layout` says how the rows lie in memory.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from rnn.activations import activation_named
from rnn.checks import checked_dtype, numbers, read_only
from rnn.layout import States, StatesPart, sizes_of
from rnn.params import Params
from rnn.threads import run_parts


@dataclass(frozen=True, eq=False, slots=True)
class Forward:
    """All that the way forward computes, kept for the way back."""

    params: Params
    activation: str
    states: States  # rows: (n_sequences + 1, batch_size, n_nodes + n_features + 1), [h_{t-1} | x_t | 1] for every t
    _a: np.ndarray = field(init=False, repr=False)  # once it was asked for

    @property
    def x(self) -> np.ndarray:
        """The input: (batch_size, n_sequences, n_features)."""
        return self.states.rows[:-1, :, self.params.n_nodes : -1].swapaxes(0, 1)

    @property
    def a(self) -> np.ndarray:
        """The state before the activation: (batch_size, n_sequences, n_nodes)."""
        try:
            return self._a
        except AttributeError:
            object.__setattr__(self, "_a", read_only(_products(self.states, self.params.stacked).swapaxes(0, 1)))
            return self._a

    @property
    def h(self) -> np.ndarray:
        """The state after it: (batch_size, n_sequences, n_nodes)."""
        return self.states.rows[1:, :, : self.params.n_nodes].swapaxes(0, 1)

    @property
    def h_previous(self) -> np.ndarray:
        """h_{t-1} for every t: (batch_size, n_sequences, n_nodes), beginning with h_initial."""
        return self.states.rows[:-1, :, : self.params.n_nodes].swapaxes(0, 1)

    @property
    def h_initial(self) -> np.ndarray:
        """The state before the first step: (batch_size, n_nodes)."""
        return self.states.rows[0, :, : self.params.n_nodes]

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
    f = activation_named(activation)
    if dtype is not None:
        params = params.astype(checked_dtype(dtype))
    if not f.analytic and params.dtype.kind == "c":
        raise ValueError(f"activation is {activation!r}; expected an analytic one with complex numbers.")
    x = numbers("x", x, params.dtype, "(batch_size, n_sequences, n_features)")
    sizes = sizes_of(x.shape, params.sizes)
    if h_initial is not None:
        h_initial = numbers("h_initial", h_initial, params.dtype, "(batch_size, n_nodes)")
        if h_initial.shape != sizes.h_initial:
            raise ValueError(
                f"h_initial has shape {h_initial.shape}; expected (batch_size, n_nodes) = {sizes.h_initial}, "
                "as in x and W_h."
            )
    states = sizes.states.take()
    weights, value = params.stacked, f.value
    run_parts(
        lambda part: _run(states.parts[part], x, h_initial, weights, value),
        len(sizes.parts),
        sizes.multiplications,
    )
    return Forward(params, activation, states)


def _run(
    part: StatesPart, x: np.ndarray, h_initial: np.ndarray | None, weights: np.ndarray, f: Callable[..., np.ndarray]
) -> None:
    """Fills the rows of some samples, step by step."""
    samples, x_place, h_initial_place, steps = part
    x_place[...] = x if samples is None else x[samples]
    if h_initial is None:
        h_initial_place.fill(0.0)
    else:
        h_initial_place[...] = h_initial if samples is None else h_initial[samples]
    for row, a_t, h_t in steps:
        row.dot(weights, a_t)  # a_t = h_{t-1} W_h + x_t W_x + B
        f(a_t, h_t)  # h_t = f(a_t), written into the row of step t+1


def _products(states: States, weights: np.ndarray) -> np.ndarray:
    """a_t for every t, time first: the same products once more, since the way back needs h alone."""
    sizes = states.sizes
    a = np.empty((sizes.n_sequences, *sizes.h_initial), sizes.dtype)
    with np.errstate(all="ignore"):  # forward has warned of an overflow already
        for part in states.parts:
            for (row, _, _), a_t in zip(part.steps, a if part.samples is None else a[:, part.samples], strict=True):
                a_t[...] = row.dot(weights)
    return a
