"""What W_h is as a matrix, slopes aside: the numbers that name it.

spectral radius   the largest |eigenvalue|        normal   W_h W_h^T = W_h^T W_h
singular values   the lengths that W_h gives to directions at right angles
"""

from dataclasses import dataclass

import numpy as np

from rnn.analysis import singular_values

#: Entries of W_h W_h^T and W_h^T W_h that differ by less than this, beside the largest entry, are the same number.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Matrix:
    """What is known of a square matrix."""

    eigenvalues: tuple[complex, ...]  # the largest first
    spectral_radius: float
    singular_values: tuple[float, ...]  # the largest first
    normal: bool


def matrix(W_h: np.ndarray) -> Matrix | None:
    """What is known of W_h; None where its numbers are too large to be worked with."""
    largest = float(np.abs(W_h).max())
    scaled = W_h / largest if largest else W_h
    try:
        eigenvalues, lengths = np.linalg.eigvals(scaled), singular_values(scaled)
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(largest * len(W_h)):
        return None
    values = sorted((largest * eigenvalues).tolist(), key=lambda value: (-abs(value), -value.real, -value.imag))
    apart = np.abs(scaled @ scaled.T - scaled.T @ scaled).max()
    return Matrix(
        tuple(map(complex, values)), abs(values[0]), tuple((largest * lengths).tolist()), bool(apart <= _ROUNDING)
    )
