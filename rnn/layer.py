"""A recurrent layer as courses build one: it keeps its weights, and updates them at the end of backward.

a_t = x_t W_x + h_{t-1} W_h + B          h_t = f(a_t)
"""

from operator import is_

import numpy as np

from rnn.activations import activation_named
from rnn.backward import Backward, backward
from rnn.checks import numbers, whole
from rnn.forward import Forward, forward
from rnn.params import Params
from rnn.weights import Weight, WeightedLayer, checked_initializer


class SimpleRNN(WeightedLayer):
    """A simple recurrent layer; `W_x`, `W_h`, `B` may be assigned, backward sets `dW_x`, `dW_h`, `dB`, `dh_initial`.

    `fwd` and `bwd` hold every intermediate of the latest passes. Without an optimizer the weights are left alone.
    """

    weights = ("W_x", "W_h", "B")
    W_x = Weight("(n_features, n_nodes)")
    W_h = Weight("(n_nodes, n_nodes)")
    B = Weight("(n_nodes,)")

    def __init__(
        self,
        n_features: int,
        n_nodes: int,
        initializer: object,
        optimizer: object = None,
        activation: str = "tanh",
        *,
        recurrent_initializer: object = None,  # for W_h alone
    ) -> None:
        n_features, n_nodes = whole("n_features", n_features), whole("n_nodes", n_nodes)
        initializer = recurrent = checked_initializer("initializer", initializer)
        if recurrent_initializer is not None:
            recurrent = checked_initializer("recurrent_initializer", recurrent_initializer)
        self.shapes = {"W_x": (n_features, n_nodes), "W_h": (n_nodes, n_nodes), "B": (n_nodes,)}
        self.optimizer = optimizer
        self.activation = activation_named(activation).name
        self.W_x = initializer.W(n_features, n_nodes)
        self.W_h = recurrent.W(n_nodes, n_nodes)
        self.B = initializer.B(n_nodes)
        self._used = (None, None, None), None  # weights, and the Params that they make
        self.fwd: Forward | None = None
        self.bwd: Backward | None = None
        self.dW_x = self.dW_h = self.dB = self.dh_initial = None

    def forward(self, x: np.ndarray, h_initial: np.ndarray | None = None, return_sequences: bool = False) -> np.ndarray:
        """x (batch_size, n_sequences, n_features) -> the last state (batch_size, n_nodes), or with
        `return_sequences` every state (batch_size, n_sequences, n_nodes). Raises as rnn.forward.
        """
        weights = self.W_x, self.W_h, self.B
        if not all(map(is_, weights, self._used[0])):  # one was assigned since the latest forward
            self._used = weights, Params(*weights)
        self.fwd = forward(self._used[1], x, h_initial, self.activation)
        return self.fwd.h if return_sequences else self.fwd.h[:, -1]

    def backward(self, dh: np.ndarray) -> np.ndarray:
        """dL/dh of the last state (batch_size, n_nodes), or of every state -> dx (batch_size, n_sequences, n_features).

        Raises ValueError before the first forward and for other shapes than forward's.
        """
        if self.fwd is None:
            raise ValueError("backward has nothing to go back over; expected a call of forward before.")
        if np.ndim(dh) == 2:
            dh = self._every_step(dh)
        bwd = self.bwd = backward(self.fwd.params, self.fwd, dh)
        self.dW_x, self.dW_h, self.dB, self.dh_initial = bwd.dW_x, bwd.dW_h, bwd.dB, bwd.dh_initial
        if self.optimizer is not None:
            self.optimizer.update(self)
        return bwd.dx

    def _every_step(self, dh: np.ndarray) -> np.ndarray:
        """The gradient of the last state as one of every state, zero before the last."""
        h = self.fwd.h
        dh = numbers("dh", dh, h.dtype, "(batch_size, n_nodes)")
        if dh.shape != h[:, -1].shape:
            raise ValueError(f"dh has shape {dh.shape}; expected (batch_size, n_nodes) = {h[:, -1].shape}, as in h.")
        dh_output = np.zeros(h.shape, h.dtype)
        dh_output[:, -1] = dh
        return dh_output
