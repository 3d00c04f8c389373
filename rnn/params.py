"""The weights of a recurrent layer, and the checks that every array passes on its way in.

a_t = x_t W_x + h_{t-1} W_h + B
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False, slots=True)
class Params:
    """Input weights, recurrent weights and bias; their shapes are checked once, here.

    Raises ValueError when the shapes do not fit each other or an entry is not a finite number.
    """

    W_x: np.ndarray  # (n_features, n_nodes)
    W_h: np.ndarray  # (n_nodes, n_nodes): row = node at t-1, column = node at t
    B: np.ndarray  # (n_nodes,)

    def __post_init__(self) -> None:
        for name, letters in (
            ("W_x", "(n_features, n_nodes)"),
            ("W_h", "(n_nodes, n_nodes)"),
            ("B", "(n_nodes,)"),
        ):
            values = checked(name, getattr(self, name), ndim=letters.count("n_"), expected=letters)
            object.__setattr__(self, name, values)
        n_nodes = self.W_x.shape[1]
        if self.W_h.shape != (n_nodes, n_nodes):
            raise ValueError(
                f"W_h has shape {self.W_h.shape}; expected (n_nodes, n_nodes) with n_nodes = {n_nodes}, as in W_x."
            )
        if self.B.shape != (n_nodes,):
            raise ValueError(f"B has shape {self.B.shape}; expected (n_nodes,) with n_nodes = {n_nodes}, as in W_x.")

    @property
    def n_features(self) -> int:
        """How many numbers each time step of the input holds."""
        return self.W_x.shape[0]

    @property
    def n_nodes(self) -> int:
        """How many numbers a state holds."""
        return self.W_x.shape[1]


def checked(name: str, values: object, *, ndim: int, expected: str, finite: bool = True) -> np.ndarray:
    """A read-only float64 copy of `values`, after checking dimensions and entries.

    Raises ValueError when it has other dimensions than `ndim`, is empty, holds anything but real numbers, or
    (unless `finite` is False) holds NaN or infinity.
    """
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} is ragged; expected an array of shape {expected}.") from error
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} holds {array.dtype} entries; expected real numbers of shape {expected}.")
    if array.ndim != ndim or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}; expected {expected}, every size at least 1.")
    array = array.astype(np.float64)
    if finite and not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name}{list(where)} is {array[where]}; expected finite numbers.")
    return read_only(array)


def read_only(array: np.ndarray) -> np.ndarray:
    """The same array, closed for writing."""
    array.flags.writeable = False
    return array
