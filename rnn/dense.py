"""Fully connected layer, and activation layers, as courses build them.

A = X W + B      dW = X^T dA      dB = sum over samples dA      dX = dA W^T

Leading axes beyond the last are samples: (batch_size, n_nodes) or (batch_size, n_sequences, n_nodes).
"""

import numpy as np

from rnn.activations import activation_named
from rnn.checks import checked
from rnn.losses import softmax


class Checked:
    """A weight that is checked when it is assigned: its shape is fixed by the first value."""

    def __init__(self, letters: str) -> None:
        self.letters = letters  # shape in words, for errors

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, layer: object, owner: type | None = None) -> np.ndarray:
        return self if layer is None else layer.__dict__[self.name]

    def __set__(self, layer: object, values: np.ndarray) -> None:
        ndim = self.letters.count("n_")
        values = checked(self.name, values, ndim=ndim, expected=self.letters)
        expected = layer.shapes[self.name]
        if values.shape != expected:
            raise ValueError(f"{self.name} has shape {values.shape}; expected {self.letters} = {expected}.")
        layer.__dict__[self.name] = values


class FC:
    """Fully connected layer from `n_nodes1` to `n_nodes2`; `W`, `B` may be assigned, `dW`, `dB` come from backward."""

    weights = ("W", "B")
    W = Checked("(n_nodes1, n_nodes2)")
    B = Checked("(n_nodes2,)")

    def __init__(self, n_nodes1: int, n_nodes2: int, initializer: object, optimizer: object = None) -> None:
        self.shapes = {"W": (n_nodes1, n_nodes2), "B": (n_nodes2,)}
        self.W, self.B = initializer.W(n_nodes1, n_nodes2), initializer.B(n_nodes2)
        self.optimizer = optimizer
        self.X = self.dW = self.dB = None

    def forward(self, X: np.ndarray) -> np.ndarray:
        """X (..., n_nodes1) -> A (..., n_nodes2). Raises ValueError for another last size."""
        X = np.asarray(X)
        if X.ndim < 2 or X.shape[-1] != self.shapes["W"][0]:
            raise ValueError(
                f"X has shape {X.shape}; expected (..., n_nodes1) with n_nodes1 = {self.shapes['W'][0]}, as in W."
            )
        self.X = checked("X", X, ndim=X.ndim, expected="(..., n_nodes1)")
        return self.X @ self.W + self.B

    def backward(self, dA: np.ndarray) -> np.ndarray:
        """dA (..., n_nodes2) -> dX (..., n_nodes1); sets dW and dB, then updates if there is an optimizer."""
        if self.X is None:
            raise ValueError("backward has nothing to go back over; expected a call of forward before.")
        dA = np.asarray(dA)
        if dA.shape != (*self.X.shape[:-1], self.shapes["B"][0]):
            raise ValueError(
                f"dA has shape {dA.shape}; expected {(*self.X.shape[:-1], self.shapes['B'][0])}, as forward gave."
            )
        dA = checked("dA", dA, ndim=dA.ndim, expected="(..., n_nodes2)")
        rows = dA.reshape(-1, dA.shape[-1])
        self.dW = self.X.reshape(len(rows), -1).T @ rows  # forward: A used X @ W
        self.dB = rows.sum(axis=0)  # forward: every sample used the same B
        dX = dA @ self.W.T  # forward: A used X @ W
        if self.optimizer is not None:
            self.optimizer.update(self)  # last: dX belongs to the weights of the way forward
        return dX


class ActivationLayer:
    """A registered activation as a layer without weights."""

    activation = ""

    def forward(self, A: np.ndarray) -> np.ndarray:
        """A, of any shape -> Z of the same."""
        self.A = np.array(A, dtype=np.float64)
        self.Z = activation_named(self.activation).value(self.A)
        return self.Z

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """dZ -> dA = dZ f'(A). Raises ValueError for another shape than forward's."""
        dZ = np.asarray(dZ)
        if dZ.shape != self.A.shape:
            raise ValueError(f"dZ has shape {dZ.shape}; expected {self.A.shape}, as in A.")
        return dZ * activation_named(self.activation).slope(self.Z)


class Tanh(ActivationLayer):
    """Z = tanh(A)."""

    activation = "tanh"


class ReLU(ActivationLayer):
    """Z = max(A, 0)."""

    activation = "relu"


class Sigmoid(ActivationLayer):
    """Z = 1 / (1 + exp(-A))."""

    activation = "sigmoid"


class Softmax:
    """Softmax with cross-entropy: the last layer of a classifier."""

    loss: float | None = None  # of the latest backward: mean over the samples

    def forward(self, A: np.ndarray) -> np.ndarray:
        """A (..., n_classes) -> probabilities of the same shape, summing to 1 over the last axis."""
        self.Z = softmax(np.asarray(A, dtype=np.float64))
        return self.Z

    def backward(self, Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
        """Probabilities Z and one-hot Y -> dL/dA = (Z - Y) / (number of samples); sets `loss`.

        Each of the leading entries is a sample, time steps included. Raises ValueError for unequal shapes.
        """
        Z, Y = np.asarray(Z), np.asarray(Y)
        if Y.shape != Z.shape:
            raise ValueError(f"Y has shape {Y.shape}; expected one-hot {Z.shape}, as in Z.")
        n_samples = Z[..., 0].size
        tiny = np.finfo(Z.dtype).tiny  # a probability that has become 0 costs 708, not infinity
        self.loss = float(-(Y * np.log(np.maximum(Z, tiny))).sum() / n_samples)
        return (Z - Y) / n_samples
