"""The NumPy functions that the text of an array may call, with NumPy's names, arguments and defaults.

Each is bounded before it builds anything; a refusal is an ExperimentError, to which the caller adds the place.
"""

import math
import re
from collections.abc import Callable

import numpy as np

from app import limits
from app.experiment.experiment import ExperimentError

Value = np.ndarray | float

_MOST_AXES = 8


def _array(object: Value) -> Value:
    return object


def _matrix(data: Value, nrow: Value | None = None, ncol: Value | None = None, byrow: Value = 0.0) -> Value:
    """NumPy's `matrix`; with a number of rows or columns R's, which fills by column."""
    if nrow is None and ncol is None:
        return data
    count = np.size(data)
    rows = _whole(nrow) if nrow is not None else -(-count // max(_whole(ncol), 1))
    columns = _whole(ncol) if ncol is not None else -(-count // max(rows, 1))
    shape = _checked((rows, columns))
    if count == 0 or math.prod(shape) % count:
        raise ExperimentError("error.literal.argument")
    entries = np.resize(np.ravel(data), math.prod(shape))
    return entries.reshape(shape, order="C" if _number(byrow) else "F")


def _identity(n: Value) -> Value:
    return _eye(n)


def _cbind(*columns: Value) -> Value:
    if not columns or any(np.shape(column) != np.shape(columns[0]) for column in columns):
        raise ExperimentError("error.literal.argument")
    return np.stack(columns, axis=-1)


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
    "asarray": _array,
    "matrix": _matrix,
    "zeros": _zeros,
    "ones": _ones,
    "eye": _eye,
    "identity": _identity,
    "full": _full,
    "linspace": _linspace,
    "arange": _arange,
    "cbind": _cbind,
}
#: How a learner may call each of them, for the error about wrong arguments.
USAGE = {
    "array": "array([[1, 2], [3, 4]])",
    "asarray": "asarray([[1, 2], [3, 4]])",
    "matrix": "matrix([[1, 2], [3, 4]])",
    "zeros": "zeros((rows, columns))",
    "ones": "ones((rows, columns))",
    "eye": "eye(N, M=N, k=0)",
    "identity": "identity(n)",
    "full": "full((rows, columns), fill_value)",
    "linspace": "linspace(start, stop, num=50, endpoint=True)",
    "arange": "arange(start, stop, step=1)",
    "cbind": "cbind(c(1, 2), c(3, 4))",
}
#: The functions that a sentence offers to a learner.
OFFERED = ("array", "zeros", "ones", "eye", "full", "linspace", "arange")


def _transposed(value: Value) -> Value:
    return np.transpose(value)


def _reshaped(value: Value, *sizes: Value) -> Value:
    shape = [_whole(size) for size in (np.atleast_1d(sizes[0]) if len(sizes) == 1 else sizes)]
    if shape.count(-1) > 1 or min(shape, default=0) < -1:
        raise ExperimentError("error.literal.argument")
    known = math.prod(size for size in shape if size >= 0)
    if -1 in shape and known and np.size(value) % known == 0:
        shape[shape.index(-1)] = np.size(value) // known
    if len(shape) > _MOST_AXES or math.prod(shape) != np.size(value):
        raise ExperimentError("error.literal.argument")
    return np.reshape(value, shape)


def _flat(value: Value) -> Value:
    return np.ravel(value)


def _same(value: Value) -> Value:
    return value


#: What may stand behind an array and a dot, without or with parentheses, by its name in NumPy or PyTorch.
METHODS: dict[str, Callable[..., Value]] = {
    "T": _transposed,
    "t": _transposed,
    "transpose": _transposed,
    "reshape": _reshaped,
    "view": _reshaped,
    "flatten": _flat,
    "ravel": _flat,
    "astype": _same,
    "copy": _same,
    "tolist": _same,
    "detach": _same,
    "clone": _same,
    "cpu": _same,
    "numpy": _same,
    "float": _same,
    "double": _same,
}
#: Those of them that are no call.
ATTRIBUTES = {"T"}
PREFIXES = ("", "np.", "numpy.", "torch.", "jnp.", "tf.")
_TYPE = re.compile(
    r"(?:(?:np|numpy|torch|jnp|tf)\.)?(?P<kind>float|double|single|half|bfloat|longdouble|f|d|int|uint|long|short|i)_?\d{0,3}"
)


def is_type(word: str) -> bool:
    """Whether a word is the name of a type of numbers."""
    return _TYPE.fullmatch(word) is not None


def of_type(value: Value, word: str) -> Value:
    """What is left of numbers in a type: of whole ones, what stands before the point."""
    return np.trunc(value) if _TYPE.fullmatch(word)["kind"] in ("int", "uint", "long", "short", "i") else value


#: Every name that may stand in a text, the names of arguments included.
KNOWN_NAMES = (
    {prefix + name for prefix in PREFIXES for name in FUNCTIONS}
    | {name for function in FUNCTIONS.values() for name in function.__annotations__ if name != "return"}
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
