"""The length of arrays whose squares may be too large or too small for a float.

|g| = s sqrt(sum |g / s|^2)        s the power of two next to the largest |g|: dividing by it rounds nothing
"""

import math

import numpy as np


def norm(*arrays: np.ndarray) -> float:
    """The root of the sum of all squares of all arrays."""
    return math.hypot(*(norms(array.reshape(1, -1)).item() for array in arrays if array.size))


def norms(stack: np.ndarray) -> np.ndarray:
    """The norm of each stack[i], over all of its entries: (len(stack),)."""
    rows = stack.reshape(len(stack), -1)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        squares = np.vecdot(rows, rows).real
        lost = ~((squares > np.finfo(rows.dtype).tiny / np.finfo(rows.dtype).eps) & (squares < np.inf))
        sizes = np.sqrt(squares, dtype=np.float64)
        if lost.any():
            scale = _power_of_two(np.abs(rows[lost]).max(axis=1))
            scaled = rows[lost] / scale[:, None]
            sizes[lost] = scale * np.sqrt(np.vecdot(scaled, scaled).real)
    return sizes


def scale_of(*arrays: np.ndarray) -> float:
    """The power of two next to the largest absolute value of all arrays."""
    return _power_of_two(np.array([np.abs(array).max() for array in arrays if array.size] or [1.0])).max().item()


def _power_of_two(values: np.ndarray) -> np.ndarray:
    """2^k <= value < 2^(k+1), as float64; some number above 0 for 0."""
    return np.ldexp(1.0, np.frexp(values.astype(np.float64))[1] - 1)
