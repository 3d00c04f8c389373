"""Losses over states: summed over nodes and over the steps that carry one, mean over the batch.

L = 1/batch_size  sum_b sum_t sum_n  mask_tn  1/2 (h_btn - y_btn)^2
dL/dh_t = mask_t (h_t - y_t) / batch_size
"""

from dataclasses import dataclass

import numpy as np

from rnn.checks import checked, read_only


@dataclass(frozen=True, eq=False, slots=True)
class Loss:
    """A loss, what each step adds to it, and the gradient that it hands to each state."""

    value: float
    steps: np.ndarray  # (n_sequences,), sums to value
    dh_output: np.ndarray  # (batch_size, n_sequences, n_nodes)


def half_squared_error(
    h: np.ndarray, y: np.ndarray, mask: np.ndarray | None = None, *, allow_overflow: bool = False
) -> Loss:
    """Half the squared distance of the states `h` to the targets `y`, both (batch_size, n_sequences, n_nodes).

    `mask` says which entries carry a loss: (n_sequences,) or (n_sequences, n_nodes), everything unless given.
    Raises ValueError for wrong shapes, entries that are no numbers and, unless `allow_overflow`, h not finite.
    """
    expected = "(batch_size, n_sequences, n_nodes)"
    h = checked("h", h, ndim=3, expected=expected, finite=not allow_overflow)
    y = checked("y", y, ndim=3, expected=expected)
    if y.shape != h.shape:
        raise ValueError(f"y has shape {y.shape}; expected {expected} = {h.shape}, as in h.")
    batch_size, n_sequences, n_nodes = h.shape
    weight = _step_mask(mask, n_sequences, n_nodes)
    error = np.where(weight, h - y, 0.0)  # a masked entry is 0 even where h overflowed
    steps = 0.5 * (error**2).sum(axis=(0, 2)) / batch_size
    return Loss(float(steps.sum()), read_only(steps), read_only(error / batch_size))


def _step_mask(mask: np.ndarray | None, n_sequences: int, n_nodes: int) -> np.ndarray:
    if mask is None:
        return np.ones((n_sequences, n_nodes), dtype=bool)
    mask = np.asarray(mask, dtype=bool)
    if mask.shape == (n_sequences,):
        mask = mask[:, None]
    elif mask.shape != (n_sequences, n_nodes):
        raise ValueError(
            f"mask has shape {mask.shape}; expected {(n_sequences,)} or {(n_sequences, n_nodes)}, as in h."
        )
    return np.broadcast_to(mask, (n_sequences, n_nodes))
