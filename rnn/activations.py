"""Activations h = f(a), and their slopes f'(a), in one registry.

tanh      f'(a) = 1 - h^2           sigmoid   f'(a) = h (1 - h)
relu      f'(a) = 1 where a > 0     identity  f'(a) = 1
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Activation:
    """A function applied to every entry, with its slope, and both as a line of NumPy."""

    name: str
    value: Callable[..., np.ndarray]  # (a, out=None) -> h, written into out where it is given, as NumPy does
    slope: Callable[..., np.ndarray]  # (h, out=None) -> f'(a): every slope here follows from the value
    value_line: str  # NumPy, with {a} for the state before the activation
    slope_line: str  # a factor, with {a} and {h}
    analytic: bool = True  # whether complex a may be given
    kinks: tuple[float, ...] = ()  # the a at which the slope jumps


def _tanh_slope(h: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    square = np.multiply(h, h, out=out)
    return np.subtract(1.0, square, out=square)


def _sigmoid(a: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    positive = np.real(a) >= 0
    small = np.exp(np.where(positive, 0.0 - a, a))  # never above 1, so it cannot overflow
    return np.divide(np.where(positive, 1.0, small), 1.0 + small, out=out)


def _sigmoid_slope(h: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    return np.multiply(h, 1.0 - h, out=out)


def _relu(a: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    return np.maximum(a, 0.0, out=out)


def _identity_slope(h: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    ones = np.empty_like(h) if out is None else out
    ones.fill(1.0)
    return ones


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("tanh", np.tanh, _tanh_slope, "np.tanh({a})", "(1 - {h}**2)"),
        # the slope at the kink is 0, as in the frameworks
        Activation("relu", _relu, np.sign, "np.maximum({a}, 0)", "({a} > 0)", analytic=False, kinks=(0.0,)),
        Activation("sigmoid", _sigmoid, _sigmoid_slope, "1 / (1 + np.exp(-{a}))", "{h} * (1 - {h})"),
        Activation("identity", np.positive, _identity_slope, "{a}", "1"),
    )
}


def activation_named(name: str) -> Activation:
    """The registered activation; raises ValueError for a name that is not registered."""
    try:
        return ACTIVATIONS[name]
    except (KeyError, TypeError) as error:
        raise ValueError(f"activation is {name!r}; expected one of {', '.join(ACTIVATIONS)}.") from error
