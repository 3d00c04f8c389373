"""Activations h = f(a), and their slopes f'(a), in one registry.

tanh      f'(a) = 1 - h^2           sigmoid   f'(a) = h (1 - h)
relu      f'(a) = 1 where a > 0     identity  f'(a) = 1

Each can write into an array that is there already (`out`), its own argument included, as NumPy's functions do.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Activation:
    """A function applied to every entry, with its slope, and both as a line of NumPy."""

    name: str
    value: Callable[..., np.ndarray]  # (a, out=None) -> h
    slope: Callable[..., np.ndarray]  # (h, out=None) -> f'(a): every slope here can be told from the value
    value_line: str  # NumPy, with {a} for the state before the activation
    slope_line: str  # a factor, with {a} and {h}
    analytic: bool = True  # whether complex a may be given
    kinks: tuple[float, ...] = ()  # the a at which the slope jumps


_ONE = {letter: np.ones((), letter) for letter in "fdFD"}  # an array costs NumPy less than a number to be converted


def _tanh_slope(h: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    return np.subtract(_ONE[h.dtype.char], np.multiply(h, h, out), out)


def _sigmoid(a: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    positive = np.real(a) >= 0
    small = np.exp(np.where(positive, -a, a))  # never above 1, so it cannot overflow
    return np.divide(np.where(positive, 1.0, small), 1.0 + small, out)


def _sigmoid_slope(h: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    return np.multiply(h, 1.0 - h, out)


def _relu(a: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    return np.maximum(a, 0.0, out=out)


def _relu_slope(h: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    return np.sign(h, out)  # 1 where a > 0; at the kink 0, as in the frameworks


def _identity_slope(h: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    out = np.empty_like(h) if out is None else out
    out.fill(1.0)
    return out


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("tanh", np.tanh, _tanh_slope, "np.tanh({a})", "(1 - {h}**2)"),
        Activation("relu", _relu, _relu_slope, "np.maximum({a}, 0)", "({a} > 0)", analytic=False, kinks=(0.0,)),
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
