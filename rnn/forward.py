"""The way forward: one cell, used again at every time step.

a_t = x_t W_x + h_{t-1} W_h + B
h_t = f(a_t)
"""

from dataclasses import dataclass

import numpy as np

from rnn.activations import activation_named
from rnn.params import Params, checked, read_only


@dataclass(frozen=True, eq=False, slots=True)
class Forward:
    """All that the way forward computes, kept for the way back."""

    params: Params
    activation: str
    x: np.ndarray  # (batch_size, n_sequences, n_features)
    a: np.ndarray  # (batch_size, n_sequences, n_nodes), before the activation
    h: np.ndarray  # (batch_size, n_sequences, n_nodes), after it
    h_initial: np.ndarray  # (batch_size, n_nodes)

    @property
    def h_previous(self) -> np.ndarray:
        """h_{t-1} for every t: (batch_size, n_sequences, n_nodes), beginning with h_initial."""
        return read_only(np.concatenate([self.h_initial[:, None], self.h[:, :-1]], axis=1))

    @property
    def slope(self) -> np.ndarray:
        """f'(a_t) for every t: (batch_size, n_sequences, n_nodes)."""
        return read_only(activation_named(self.activation).slope(self.a, self.h))


def forward(params: Params, x: np.ndarray, h_initial: np.ndarray | None = None, activation: str = "tanh") -> Forward:
    """Runs the network over `x` (batch_size, n_sequences, n_features), each sample from its own row of h_initial.

    `h_initial` (batch_size, n_nodes) is zeros unless given. Results may overflow; inputs must be finite.
    Raises ValueError for wrong shapes, NaN, infinity and entries that are no real numbers.
    """
    f = activation_named(activation).value
    x = checked("x", x, ndim=3, expected="(batch_size, n_sequences, n_features)")
    batch_size, n_sequences, n_features = x.shape
    if n_features != params.n_features:
        raise ValueError(
            f"x has shape {x.shape}; expected (batch_size, n_sequences, n_features) "
            f"with n_features = {params.n_features}, as in W_x."
        )
    h_initial = _checked_state(h_initial, batch_size, params.n_nodes)

    a = np.empty((batch_size, n_sequences, params.n_nodes))
    h = np.empty_like(a)
    h_previous = h_initial
    for t in range(n_sequences):
        a[:, t] = x[:, t] @ params.W_x + h_previous @ params.W_h + params.B
        h[:, t] = f(a[:, t])
        h_previous = h[:, t]
    return Forward(params, activation, x, read_only(a), read_only(h), h_initial)


def _checked_state(h_initial: np.ndarray | None, batch_size: int, n_nodes: int) -> np.ndarray:
    if h_initial is None:
        return read_only(np.zeros((batch_size, n_nodes)))
    h_initial = checked("h_initial", h_initial, ndim=2, expected="(batch_size, n_nodes)")
    if h_initial.shape != (batch_size, n_nodes):
        raise ValueError(
            f"h_initial has shape {h_initial.shape}; expected (batch_size, n_nodes) = {(batch_size, n_nodes)}, "
            "as in x and W_h."
        )
    return h_initial
