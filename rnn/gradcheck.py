"""Numerical gradients, against those of the way back.

complex step         dL/dw = Im L(w + i e) / e                  no difference is taken, so e may be 1e-30
central difference   dL/dw = (L(w + e) - L(w - e)) / (2 e)      where activation or loss is not analytic

Source: W. Squire and G. Trapp, "Using complex variables to estimate derivatives of real functions" (1998).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from rnn.activations import activation_named
from rnn.backward import backward
from rnn.forward import Forward, forward
from rnn.losses import Loss
from rnn.params import Params

LossOfStates = Callable[[np.ndarray], Loss]
COMPLEX_STEP, CENTRAL_STEP = 1e-30, 1e-5
TOLERANCES = {"complex step": 1e-11, "central difference": 1e-7}


@dataclass(frozen=True, eq=False, slots=True)
class GradientCheck:
    """How one gradient compares with its numerical value."""

    name: str
    method: str  # "complex step" or "central difference"
    passed: bool
    error: float  # the largest difference over the largest numerical entry, kinks left out
    worst: tuple[int, ...]  # the entry where it is
    gradient: float  # what the way back says there
    numerical: float
    kinks: tuple[tuple[int, ...], ...]  # entries whose small change makes a relu switch: no gradient to compare

    def __str__(self) -> str:
        told = f"{self.name}: {'ok' if self.passed else 'WRONG'} by {self.method}, error {self.error:.1e}"
        told += f"; worst at {list(self.worst)}: {self.gradient:.9g}, numerically {self.numerical:.9g}"
        return told + (f"; at a kink: {len(self.kinks)}" if self.kinks else "")


def check_gradients(
    params: Params,
    x: np.ndarray,
    loss: LossOfStates,
    h_initial: np.ndarray | None = None,
    activation: str = "tanh",
    *,
    gradients: Mapping[str, np.ndarray] | None = None,
    tolerance: float | None = None,
) -> dict[str, GradientCheck]:
    """Checks dW_x, dW_h, dB, dx and dh_initial entry by entry; the results by name.

    `loss` takes the states h (batch_size, n_sequences, n_nodes) and gives a Loss, such as
    `lambda h: half_squared_error(h, y)`. `gradients` are those of backward unless given, which is how to check a
    way back of one's own. Raises ValueError for an unknown name among them.
    """
    fwd = forward(params, x, h_initial, activation)
    inputs = {"W_x": params.W_x, "W_h": params.W_h, "B": params.B, "x": fwd.x, "h_initial": fwd.h_initial}
    bwd = backward(params, fwd, loss(fwd.h).dh_output)
    gradients = gradients or {f"d{name}": getattr(bwd, f"d{name}") for name in inputs}
    unknown = gradients.keys() - {f"d{name}" for name in inputs}
    if unknown:
        raise ValueError(f"gradients has {sorted(unknown)}; expected some of {[f'd{name}' for name in inputs]}.")
    method, numerical = ("central difference", _central_difference)
    if _is_analytic(fwd, loss):
        method, numerical = ("complex step", _complex_step)
    tolerance = TOLERANCES[method] if tolerance is None else tolerance
    found = {}
    for name, values in gradients.items():
        expected, kinks = numerical(inputs, name.removeprefix("d"), loss, activation)
        found[name] = _compared(name, method, np.asarray(values), expected, kinks, tolerance)
    return found


def _is_analytic(fwd: Forward, loss: LossOfStates) -> bool:
    """Whether activation and loss take complex numbers."""
    if not activation_named(fwd.activation).analytic:
        return False
    try:
        return isinstance(loss(fwd.h.astype(np.complex128)).value, complex)
    except (TypeError, ValueError):
        return False


def _run(inputs: Mapping[str, np.ndarray], activation: str, dtype: type) -> Forward:
    params = Params(inputs["W_x"], inputs["W_h"], inputs["B"], dtype=dtype)
    return forward(params, inputs["x"], inputs["h_initial"], activation)


def _shifted(inputs: Mapping[str, np.ndarray], name: str, index: tuple[int, ...], step: complex) -> dict:
    values = inputs[name].astype(np.result_type(inputs[name], step))
    values[index] += step
    return {**inputs, name: values}


def _complex_step(
    inputs: Mapping[str, np.ndarray], name: str, loss: LossOfStates, activation: str
) -> tuple[np.ndarray, np.ndarray]:
    gradient = np.empty(inputs[name].shape)
    for index in np.ndindex(gradient.shape):
        moved = _run(_shifted(inputs, name, index, 1j * COMPLEX_STEP), activation, np.complex128)
        gradient[index] = loss(moved.h).value.imag / COMPLEX_STEP
    return gradient, np.zeros(gradient.shape, dtype=bool)


def _central_difference(
    inputs: Mapping[str, np.ndarray], name: str, loss: LossOfStates, activation: str
) -> tuple[np.ndarray, np.ndarray]:
    gradient = np.empty(inputs[name].shape)
    kinks = np.zeros(gradient.shape, dtype=bool)
    for index in np.ndindex(gradient.shape):
        up, down = (
            _run(_shifted(inputs, name, index, step), activation, np.float64) for step in (CENTRAL_STEP, -CENTRAL_STEP)
        )
        gradient[index] = (loss(up.h).value - loss(down.h).value) / (2.0 * CENTRAL_STEP)
        kinks[index] = activation == "relu" and ((up.a > 0) != (down.a > 0)).any()
    return gradient, kinks


def _compared(
    name: str, method: str, gradient: np.ndarray, numerical: np.ndarray, kinks: np.ndarray, tolerance: float
) -> GradientCheck:
    if gradient.shape != numerical.shape:
        raise ValueError(f"{name} has shape {gradient.shape}; expected {numerical.shape}, as in {name[1:]}.")
    differences = np.where(kinks, 0.0, np.abs(gradient - numerical))
    worst = tuple(int(i) for i in np.unravel_index(differences.argmax(), differences.shape))
    error = float(differences[worst] / (np.abs(numerical).max() or 1.0))
    return GradientCheck(
        name,
        method,
        error <= tolerance,
        error,
        worst,
        float(gradient[worst]),
        float(numerical[worst]),
        tuple(tuple(int(i) for i in index) for index in np.argwhere(kinks)),
    )
