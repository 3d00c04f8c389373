"""How a gradient becomes a step: update(layer) changes every weight that the layer names, once.

SGD        W <- W - lr dW                           Momentum  v <- momentum v - lr dW;  W <- W + v
AdaGrad    s <- s + dW^2;  W <- W - lr dW / (sqrt(s) + epsilon)
Adam       m <- b1 m + (1-b1) dW;  s <- b2 s + (1-b2) dW^2;  W <- W - lr m^ / (sqrt(s^) + epsilon)
           with m^ = m / (1 - b1^k), s^ = s / (1 - b2^k) at the k-th update

What an optimizer remembers it keeps for each layer apart, so one optimizer may serve several layers.
Sources: J. Duchi, E. Hazan and Y. Singer (2011) for AdaGrad; D. Kingma and J. Ba (2015) for Adam.
"""

from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np


class Layer(Protocol):
    """What an optimizer asks of a layer: `weights` names the attributes; the gradient of W is the attribute dW."""

    weights: tuple[str, ...]


class SGD:
    """Plain gradient descent."""

    def __init__(self, lr: float = 0.01) -> None:
        if not (np.isfinite(lr) and lr > 0):
            raise ValueError(f"lr is {lr}; expected a finite number above 0.")
        self.lr = lr
        self._memory = WeakKeyDictionary()  # layer -> weight's name -> what is remembered of it

    def update(self, layer: Layer) -> None:
        """Takes one step for every weight of `layer`; raises ValueError before the layer's first backward."""
        memory = self._memory.setdefault(layer, {name: {} for name in layer.weights})
        gradients = {name: getattr(layer, f"d{name}") for name in layer.weights}
        if any(gradient is None for gradient in gradients.values()):
            raise ValueError("The layer has no gradients; expected a call of backward before update.")
        for name, gradient in gradients.items():
            setattr(layer, name, getattr(layer, name) + self.step(gradient, memory[name]))

    def step(self, dW: np.ndarray, memory: dict[str, np.ndarray]) -> np.ndarray:
        """What is added to a weight with the gradient `dW`; what has to last goes into `memory`."""
        return -self.lr * dW


class Momentum(SGD):
    """Steps that keep a part of the step before."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(lr)
        self.momentum = momentum

    def step(self, dW: np.ndarray, memory: dict[str, np.ndarray]) -> np.ndarray:
        """v, which is `momentum` times the v before, minus lr dW."""
        memory["v"] = self.momentum * memory.get("v", 0.0) - self.lr * dW
        return memory["v"]


class AdaGrad(SGD):
    """Steps that shrink where gradients have been large."""

    def __init__(self, lr: float = 0.01, epsilon: float = 1e-7) -> None:
        super().__init__(lr)
        self.epsilon = epsilon

    def step(self, dW: np.ndarray, memory: dict[str, np.ndarray]) -> np.ndarray:
        """lr dW over the root of the sum of all squares so far."""
        memory["s"] = memory.get("s", 0.0) + dW * dW
        return -self.lr * dW / (np.sqrt(memory["s"]) + self.epsilon)


class Adam(SGD):
    """Running means of the gradient and of its square, corrected for having begun at zero."""

    def __init__(self, lr: float = 0.001, b1: float = 0.9, b2: float = 0.999, epsilon: float = 1e-8) -> None:
        super().__init__(lr)
        self.b1, self.b2, self.epsilon = b1, b2, epsilon

    def step(self, dW: np.ndarray, memory: dict[str, np.ndarray]) -> np.ndarray:
        """lr times the corrected mean over the root of the corrected mean square."""
        k = memory["k"] = memory.get("k", 0) + 1
        m = memory["m"] = self.b1 * memory.get("m", 0.0) + (1.0 - self.b1) * dW
        s = memory["s"] = self.b2 * memory.get("s", 0.0) + (1.0 - self.b2) * dW * dW
        return -self.lr * (m / (1.0 - self.b1**k)) / (np.sqrt(s / (1.0 - self.b2**k)) + self.epsilon)
