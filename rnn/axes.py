"""Axes: batch first for people, time first for the loop over the steps, flat for one product of all steps."""

import numpy as np


def time_first(array: np.ndarray) -> np.ndarray:
    """(batch_size, n_sequences, n) -> (n_sequences, batch_size, n), every step in one piece of memory."""
    return np.ascontiguousarray(array.swapaxes(0, 1))


def batch_first(array: np.ndarray) -> np.ndarray:
    """(n_sequences, batch_size, n) -> (batch_size, n_sequences, n), a read-only view."""
    array.setflags(False)
    return array.swapaxes(0, 1)


def flat(array: np.ndarray) -> np.ndarray:
    """(..., n) -> (number of rows, n): all steps of all samples, one under the other."""
    return array.reshape(-1, array.shape[-1])


def product(array: np.ndarray, W: np.ndarray) -> np.ndarray:
    """Every row of `array` (..., m) times `W` (m, n), in one product: (..., n)."""
    result = np.empty((*array.shape[:-1], W.shape[1]), array.dtype)
    flat(array).dot(W, out=flat(result))
    return result
