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
from rnn.checks import FLOAT64, able, dtype_of, instance, number, numbers, said
from rnn.forward import Forward, forward
from rnn.losses import Loss
from rnn.params import Params

LossOfStates = Callable[[np.ndarray], Loss]
COMPLEX_STEP, CENTRAL_STEP = 1e-30, 1e-5
TOLERANCES = {"complex step": 1e-11, "central difference": 1e-7}
SINGLE = 1e-4  # for gradients that were computed in float32


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
    transposed: bool = False  # whether it is the right one with rows and columns exchanged

    def __str__(self) -> str:
        parts = [
            f"{self.name}: {'ok' if self.passed else 'WRONG'} by {self.method}, error {self.error:.1e}",
            f"worst at {list(self.worst)}: {self.gradient:.9g}, numerically {self.numerical:.9g}",
        ]
        if self.transposed:
            parts.append("it is the right one transposed")
        if self.kinks:
            parts.append(f"at a kink: {len(self.kinks)}")
        return "; ".join(parts)


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
    way back of one's own; dB may be (n_nodes,), (1, n_nodes) or (n_nodes, 1). Without a `tolerance` it is what the
    method and the dtype of the gradient allow. Raises ValueError for an unknown name among them and for other shapes.
    """
    call = "check_gradients(Params(W_x, W_h, B), x, lambda h: half_squared_error(h, y))"
    instance("params", params, Params, call)
    able("loss", loss, ("__call__",), "a function of the states h, such as lambda h: half_squared_error(h, y)")
    if tolerance is not None:
        tolerance = number("tolerance", tolerance, least=0)
    fwd = forward(params, x, h_initial, activation)
    inputs = {"W_x": params.W_x, "W_h": params.W_h, "B": params.B, "x": fwd.x, "h_initial": fwd.h_initial}
    losses = loss(fwd.h)
    if not hasattr(losses, "dh_output"):
        raise ValueError(f"loss gives {said(losses)}; expected a Loss, such as half_squared_error(h, y) gives.")
    bwd = backward(params, fwd, losses.dh_output)
    names = [f"d{name}" for name in inputs]
    gradients = {name: getattr(bwd, name) for name in names} if gradients is None else gradients
    if not isinstance(gradients, Mapping):
        raise ValueError(f"gradients is {said(gradients)}; expected arrays by name, some of {names}.")
    unknown = gradients.keys() - set(names)
    if unknown:
        raise ValueError(f"gradients has {sorted(map(str, unknown))}; expected some of {names}.")
    method, numerical = ("central difference", _central_difference)
    if _is_analytic(fwd, loss):
        method, numerical = ("complex step", _complex_step)
    checks = {}
    for name, values in gradients.items():
        gradient = _as_floats(name, values, params.n_nodes)
        expected, kinks = numerical(inputs, name.removeprefix("d"), loss, activation)
        allowed = tolerance
        if allowed is None:
            single = np.dtype(np.float32) in (gradient.dtype, params.dtype)
            allowed = SINGLE if single else TOLERANCES[method]
        checks[name] = _compared(name, method, gradient, expected, kinks, allowed)
    return checks


def _as_floats(name: str, values: object, n_nodes: int) -> np.ndarray:
    """A given gradient as float64, or float32 where it is that; a dB that lies or stands as (n_nodes,)."""
    dtype = dtype_of(values)
    gradient = numbers(name, values, FLOAT64 if dtype.kind == "c" else dtype, f"the shape of {name[1:]}")
    return gradient.reshape(-1) if name == "dB" and gradient.shape in ((1, n_nodes), (n_nodes, 1)) else gradient


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
    values = inputs[name].astype(np.result_type(np.float64, type(step)))
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
    turned = gradient.T  # of a matrix; dx has no rows and columns to exchange
    is_turned = (
        turned.ndim == 2 and turned.shape == numerical.shape and _error(turned, numerical, kinks)[0] <= tolerance
    )
    if gradient.shape != numerical.shape:
        way_out = " It is the right one transposed." if is_turned else ""
        raise ValueError(f"{name} has shape {gradient.shape}; expected {numerical.shape}, as in {name[1:]}.{way_out}")
    error, worst = _error(gradient, numerical, kinks)
    passed = error <= tolerance
    return GradientCheck(
        name,
        method,
        passed,
        error,
        worst,
        float(gradient[worst]),
        float(numerical[worst]),
        tuple(tuple(int(i) for i in index) for index in np.argwhere(kinks)),
        is_turned and not passed,
    )


def _error(gradient: np.ndarray, numerical: np.ndarray, kinks: np.ndarray) -> tuple[float, tuple[int, ...]]:
    """The largest difference over the largest numerical entry, kinks left out, and where it is."""
    differences = np.where(kinks, 0.0, np.abs(gradient - numerical))
    worst = tuple(int(i) for i in np.unravel_index(differences.argmax(), differences.shape))
    return float(differences[worst] / (np.abs(numerical).max() or 1.0)), worst
