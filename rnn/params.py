"""The weights of a recurrent layer.

a_t = x_t W_x + h_{t-1} W_h + B
"""

from dataclasses import dataclass, field, replace

import numpy as np

from rnn.checks import FLOAT64, bias, checked, checked_dtype, read_only
from rnn.records import Record


@dataclass(frozen=True, eq=False, slots=True)
class Params(Record):
    """Input weights, recurrent weights and bias; their shapes are checked once, here.

    B may come as (n_nodes,), (1, n_nodes) or (n_nodes, 1). Raises ValueError when the shapes do not fit each other or
    an entry is not a finite number.
    """

    W_x: np.ndarray  # (n_features, n_nodes)
    W_h: np.ndarray  # (n_nodes, n_nodes): row = node at t-1, column = node at t
    B: np.ndarray  # (n_nodes,)
    dtype: np.dtype = FLOAT64  # float32, float64 or complex128
    stacked: np.ndarray = field(init=False, repr=False)  # (n_nodes + n_features + 1, n_nodes): [W_h; W_x; B]

    def __post_init__(self) -> None:
        dtype = checked_dtype(self.dtype)
        W_x = checked("W_x", self.W_x, ndim=2, expected="(n_features, n_nodes)", dtype=dtype)
        W_h = checked("W_h", self.W_h, ndim=2, expected="(n_nodes, n_nodes)", dtype=dtype)
        n_nodes = W_x.shape[1]
        if W_h.shape != (n_nodes, n_nodes):
            raise ValueError(
                f"W_h has shape {W_h.shape}; expected (n_nodes, n_nodes) with n_nodes = {n_nodes}, as in W_x."
            )
        B = bias("B", self.B, n_nodes, "n_nodes", "W_x", dtype)
        stacked = read_only(np.concatenate([W_h, W_x, B[None]]))
        for name, value in {"W_x": W_x, "W_h": W_h, "B": B, "dtype": dtype, "stacked": stacked}.items():
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple:
        return Params, (self.W_x, self.W_h, self.B, self.dtype)

    @property
    def n_features(self) -> int:
        """How many numbers each time step of the input holds."""
        return self.W_x.shape[0]

    @property
    def n_nodes(self) -> int:
        """How many numbers a state holds."""
        return self.W_x.shape[1]

    def astype(self, dtype: object) -> "Params":
        """The same weights as float32, float64 or complex128; itself where they are that already."""
        return self if dtype == self.dtype else replace(self, dtype=dtype)
