"""The NumPy functions that the text of an array may call, with NumPy's names, arguments and defaults.

Each is bounded before it builds anything; a refusal is an ExperimentError, to which the caller adds the place.
"""

import math
from collections.abc import Callable

import numpy as np

from app import limits
from app.experiment.experiment import ExperimentError

Value = np.ndarray | float

_MOST_AXES = 8


def _array(object: Value) -> Value:
    return object


def _zeros(shape: Value) -> Value:
    return np.zeros(_shape(shape))


def _ones(shape: Value) -> Value:
    return np.ones(_shape(shape))


def _full(shape: Value, fill_value: Value) -> Value:
    return np.full(_shape(shape), _number(fill_value))


def _eye(N: Value, M: Value | None = None, k: Value = 0.0) -> Value:
    rows = _whole(N)
    columns = rows if M is None else _whole(M)
    return np.eye(*_checked((rows, columns)), _whole(k))


def _arange(start: Value, stop: Value | None = None, step: Value = 1.0) -> Value:
    first, last = (0.0, _number(start)) if stop is None else (_number(start), _number(stop))
    by = _number(step)
    if by == 0:
        raise ExperimentError("error.literal.argument")
    if (last - first) / by > limits.MAX_CELLS:
        raise ExperimentError("error.literal.many", largest=limits.MAX_CELLS)
    if (last - first) / by <= 0:  # NumPy refuses to count the numbers of `arange(-1e90)`
        return np.zeros(0)
    return np.arange(first, last, by)


def _linspace(start: Value, stop: Value, num: Value = 50.0, endpoint: Value = 1.0) -> Value:
    (size,) = _checked((_whole(num),))
    return np.linspace(_number(start), _number(stop), size, endpoint=_number(endpoint) != 0)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "array": _array,
    "zeros": _zeros,
    "ones": _ones,
    "eye": _eye,
    "full": _full,
    "linspace": _linspace,
    "arange": _arange,
}
#: How a learner may call each of them, for the error about wrong arguments.
USAGE = {
    "array": "array([[1, 2], [3, 4]])",
    "zeros": "zeros((rows, columns))",
    "ones": "ones((rows, columns))",
    "eye": "eye(N, M=N, k=0)",
    "full": "full((rows, columns), fill_value)",
    "linspace": "linspace(start, stop, num=50, endpoint=True)",
    "arange": "arange(start, stop, step=1)",
}
#: What `dtype=` may be: every number here is one of these anyway.
DTYPES = {"float", "np.float64", "numpy.float64"}
PREFIXES = ("", "np.", "numpy.")
#: Every name that may stand in a text, the names of arguments included.
KNOWN_NAMES = (
    {prefix + name for prefix in PREFIXES for name in FUNCTIONS}
    | {name for function in FUNCTIONS.values() for name in function.__annotations__ if name != "return"}
    | DTYPES
    | {"dtype", "True", "False"}
)


def _number(value: Value) -> float:
    if np.ndim(value):
        raise ExperimentError("error.literal.argument")
    return float(value)


def _whole(value: Value) -> int:
    number = _number(value)
    if not number.is_integer():
        raise ExperimentError("error.literal.argument")
    if abs(number) > limits.MAX_CELLS:
        raise ExperimentError("error.literal.many", largest=limits.MAX_CELLS)
    return int(number)


def _shape(value: Value) -> tuple[int, ...]:
    """The shape that a whole number or a tuple of them names."""
    if np.size(value) > _MOST_AXES:
        raise ExperimentError("error.literal.argument")
    return _checked(tuple(_whole(size) for size in np.atleast_1d(value)))


def _checked(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape that is allowed, checked before anything of this size is built."""
    if min(shape, default=0) < 0:
        raise ExperimentError("error.literal.argument")
    if math.prod(shape) > limits.MAX_CELLS:
        raise ExperimentError("error.literal.many", largest=limits.MAX_CELLS)
    return shape
