"""How a gradient becomes a step: update(layer) changes every weight that the layer names, once.

SGD        W <- W - lr dW                           Momentum  v <- momentum v - lr dW;  W <- W + v
AdaGrad    s <- s + dW^2;  W <- W - lr dW / (sqrt(s) + epsilon)
Adam       m <- b1 m + (1-b1) dW;  s <- b2 s + (1-b2) dW^2;  W <- W - lr m^ / (sqrt(s^) + epsilon)
           with m^ = m / (1 - b1^k), s^ = s / (1 - b2^k) at the k-th update

What has to last from one update to the next stands in the layer, beside the weight that it belongs to. So one
optimizer may serve several layers, and a copy of a layer goes on as the layer itself would.
Sources: J. Duchi, E. Hazan and Y. Singer (2011) for AdaGrad; D. Kingma and J. Ba (2015) for Adam.
"""

from typing import Protocol
from uuid import uuid4

import numpy as np

from rnn.checks import dtype_of, number, numbers, said


class Layer(Protocol):
    """What an optimizer asks of a layer: `weights` names the attributes; the gradient of W is the attribute dW.

    It is given an attribute `moments`: by optimizer and weight's name, what has to last.
    """

    weights: tuple[str, ...]


class SGD:
    """Plain gradient descent."""

    def __init__(self, lr: float = 0.01) -> None:
        self.lr = number("lr", lr, above=0)
        self.key = uuid4().hex  # under which layers keep what belongs to this optimizer, and to its copies

    def update(self, layer: Layer) -> None:
        """Takes one step for every weight of `layer`; raises ValueError before the layer's first backward."""
        if isinstance(layer, type) or not hasattr(layer, "weights"):
            raise ValueError(f"layer is {said(layer)}; expected one with weights, such as SimpleRNN or FC.")
        moments, changed = getattr(layer, "moments", {}), {}
        before = moments.get(self.key, {})
        after = {name: dict(before.get(name, {})) for name in layer.weights}  # a copy of the layer may hold the other
        for name in layer.weights:
            W = getattr(layer, name)
            changed[name] = W + self.step(_gradient(layer, name, np.shape(W)), after[name])
        for name, W in changed.items():
            setattr(layer, name, W)
        layer.moments = {**moments, self.key: after}

    def step(self, dW: np.ndarray, memory: dict[str, np.ndarray]) -> np.ndarray:
        """What is added to a weight with the gradient `dW`; what has to last goes into `memory`."""
        return -self.lr * dW


class Momentum(SGD):
    """Steps that keep a part of the step before."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(lr)
        self.momentum = number("momentum", momentum, least=0, below=1)

    def step(self, dW: np.ndarray, memory: dict[str, np.ndarray]) -> np.ndarray:
        """v, which is `momentum` times the v before, minus lr dW."""
        memory["v"] = self.momentum * memory.get("v", 0.0) - self.lr * dW
        return memory["v"]


class AdaGrad(SGD):
    """Steps that shrink where gradients have been large."""

    def __init__(self, lr: float = 0.01, epsilon: float = 1e-7) -> None:
        super().__init__(lr)
        self.epsilon = number("epsilon", epsilon, least=0)

    def step(self, dW: np.ndarray, memory: dict[str, np.ndarray]) -> np.ndarray:
        """lr dW over the root of the sum of all squares so far."""
        memory["s"] = memory.get("s", 0.0) + dW * dW
        return -self.lr * dW / (np.sqrt(memory["s"]) + self.epsilon)


class Adam(SGD):
    """Running means of the gradient and of its square, corrected for having begun at zero."""

    def __init__(self, lr: float = 0.001, b1: float = 0.9, b2: float = 0.999, epsilon: float = 1e-8) -> None:
        super().__init__(lr)
        self.b1, self.b2 = number("b1", b1, least=0, below=1), number("b2", b2, least=0, below=1)
        self.epsilon = number("epsilon", epsilon, least=0)

    def step(self, dW: np.ndarray, memory: dict[str, np.ndarray]) -> np.ndarray:
        """lr times the corrected mean over the root of the corrected mean square."""
        k = memory["k"] = memory.get("k", 0) + 1
        m = memory["m"] = self.b1 * memory.get("m", 0.0) + (1.0 - self.b1) * dW
        s = memory["s"] = self.b2 * memory.get("s", 0.0) + (1.0 - self.b2) * dW * dW
        return -self.lr * (m / (1.0 - self.b1**k)) / (np.sqrt(s / (1.0 - self.b2**k)) + self.epsilon)


def _gradient(layer: Layer, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """The gradient of one weight; raises ValueError where there is none yet, or one of another shape."""
    dW = getattr(layer, f"d{name}", None)
    if dW is None:
        raise ValueError("The layer has no gradients; expected a call of backward before update.")
    dW = numbers(f"d{name}", dW, dtype_of(dW), f"{shape}")
    if dW.shape != shape:
        raise ValueError(f"d{name} has shape {dW.shape}; expected {shape}, as in {name}.")
    return dW
