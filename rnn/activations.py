"""Activations h = f(a), and their slopes f'(a), in one registry.

tanh      f'(a) = 1 - h^2           sigmoid   f'(a) = h (1 - h)
relu      f'(a) = 1 where a > 0     identity  f'(a) = 1
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Activation:
    """A function applied to every entry, with its slope."""

    name: str
    value: Callable[[np.ndarray], np.ndarray]  # a -> h
    slope: Callable[[np.ndarray, np.ndarray], np.ndarray]  # (a, h) -> f'(a)


def _sigmoid(a: np.ndarray) -> np.ndarray:
    small = np.exp(-np.abs(a))  # never above 1, so it cannot overflow
    return np.where(a >= 0, 1.0, small) / (1.0 + small)


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("tanh", np.tanh, lambda a, h: 1.0 - h * h),
        # At the kink the slope is 0, as in the frameworks.
        Activation("relu", lambda a: np.maximum(a, 0.0), lambda a, h: np.where(np.isnan(a), a, a > 0)),
        Activation("sigmoid", _sigmoid, lambda a, h: h * (1.0 - h)),
        Activation("identity", lambda a: a.copy(), lambda a, h: np.ones_like(a)),
    )
}


def activation_named(name: str) -> Activation:
    """The registered activation; raises ValueError for a name that is not registered."""
    if name not in ACTIVATIONS:
        raise ValueError(f"activation is {name!r}; expected one of {', '.join(ACTIVATIONS)}.")
    return ACTIVATIONS[name]
