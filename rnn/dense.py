"""Fully connected layer, and activation layers, as courses build them.

A = X W + B      dW = X^T dA      dB = sum over samples dA      dX = dA W^T

Leading axes beyond the last are samples: (batch_size, n_nodes) or (batch_size, n_sequences, n_nodes).
"""

import numpy as np

from rnn.activations import activation_named
from rnn.axes import flat, product
from rnn.checks import FLOAT64, numbers, read_only, whole
from rnn.losses import softmax
from rnn.records import closed
from rnn.weights import Weight, WeightedLayer, checked_initializer


class FC(WeightedLayer):
    """Fully connected layer from `n_nodes1` to `n_nodes2`; `W`, `B` may be assigned, `dW`, `dB` come from backward."""

    weights = ("W", "B")
    W = Weight("(n_nodes1, n_nodes2)")
    B = Weight("(n_nodes2,)")

    def __init__(self, n_nodes1: int, n_nodes2: int, initializer: object, optimizer: object = None) -> None:
        n_nodes1, n_nodes2 = whole("n_nodes1", n_nodes1), whole("n_nodes2", n_nodes2)
        checked_initializer("initializer", initializer)
        self.shapes = {"W": (n_nodes1, n_nodes2), "B": (n_nodes2,)}
        self.optimizer = optimizer
        self.W, self.B = initializer.W(n_nodes1, n_nodes2), initializer.B(n_nodes2)
        self.X = self.dW = self.dB = None

    def forward(self, X: np.ndarray) -> np.ndarray:
        """X (..., n_nodes1) -> A (..., n_nodes2). Raises ValueError for another last size."""
        X = numbers("X", X, FLOAT64, "(..., n_nodes1)")
        if X.ndim < 2 or X.size == 0 or X.shape[-1] != self.shapes["W"][0]:
            raise ValueError(
                f"X has shape {X.shape}; expected (..., n_nodes1) with n_nodes1 = {self.shapes['W'][0]}, as in W."
            )
        self.X = read_only(X.copy())
        return product(self.X, self.W) + self.B

    def backward(self, dA: np.ndarray) -> np.ndarray:
        """dA (..., n_nodes2) -> dX (..., n_nodes1); sets dW and dB, then updates if there is an optimizer."""
        if self.X is None:
            raise ValueError("backward has nothing to go back over; expected a call of forward before.")
        dA = numbers("dA", dA, FLOAT64, "(..., n_nodes2)")
        if dA.shape != (*self.X.shape[:-1], self.shapes["B"][0]):
            raise ValueError(
                f"dA has shape {dA.shape}; expected {(*self.X.shape[:-1], self.shapes['B'][0])}, as forward gave."
            )
        dA = np.ascontiguousarray(dA)
        self.dW = read_only(flat(self.X).T.dot(flat(dA)))  # forward: A used X @ W
        self.dB = read_only(flat(dA).sum(axis=0))  # forward: every sample used the same B
        dX = product(dA, self.W.T)  # forward: A used X @ W
        if self.optimizer is not None:
            self.optimizer.update(self)  # last: dX belongs to the weights of the way forward
        return dX


class ActivationLayer:
    """A registered activation as a layer without weights."""

    activation = ""
    A: np.ndarray | None = None

    def forward(self, A: np.ndarray) -> np.ndarray:
        """A, of any shape -> Z of the same, read-only."""
        self.A = read_only(numbers("A", A, FLOAT64, "any shape").copy())
        self.Z = read_only(activation_named(self.activation).value(self.A))
        return self.Z

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """dZ -> dA = dZ f'(A). Raises ValueError before the first forward and for another shape than forward's."""
        if self.A is None:
            raise ValueError("backward has nothing to go back over; expected a call of forward before.")
        dZ = numbers("dZ", dZ, FLOAT64, f"{self.A.shape}")
        if dZ.shape != self.A.shape:
            raise ValueError(f"dZ has shape {dZ.shape}; expected {self.A.shape}, as in A.")
        return dZ * activation_named(self.activation).slope(self.Z)

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(closed(state))


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
        self.Z = read_only(softmax(numbers("A", A, FLOAT64, "(..., n_classes)")))
        return self.Z

    def backward(self, Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
        """Probabilities Z and one-hot Y -> dL/dA = (Z - Y) / (number of samples); sets `loss`.

        Each of the leading entries is a sample, time steps included. Raises ValueError for unequal shapes and for a Y
        that does not sum to 1 over the classes.
        """
        Z, Y = (numbers(name, values, FLOAT64, "(..., n_classes)") for name, values in (("Z", Z), ("Y", Y)))
        if Y.shape != Z.shape:
            raise ValueError(f"Y has shape {Y.shape}; expected one-hot {Z.shape}, as in Z.")
        sums = Y.sum(axis=-1)
        if not np.allclose(sums, 1.0, rtol=0, atol=1e-6):
            where = tuple(int(i) for i in np.argwhere(np.abs(sums - 1.0) > 1e-6)[0])
            raise ValueError(f"Y{list(where)} sums to {sums[where]}; expected one-hot: one class for each sample.")
        n_samples = Z[..., 0].size
        tiny = np.finfo(Z.dtype).tiny  # a probability that has become 0 costs 708, not infinity
        self.loss = float(-(Y * np.log(np.maximum(Z, tiny))).sum() / n_samples)
        return (Z - Y) / n_samples

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(closed(state))
