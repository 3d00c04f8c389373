"""The checks that everything passes on its way in: real numbers, the dimensions that were said, nothing lost."""

from cmath import inf, isfinite
from collections.abc import Iterator
from numbers import Integral, Real

import numpy as np

DTYPES = {np.dtype(name): kinds for name, kinds in (("f4", "biuf"), ("f8", "biuf"), ("c16", "biufc"))}
FLOAT64 = np.dtype(np.float64)
EXACT = 2**53  # from here on, not every whole number is a float64


def checked(
    name: str, values: object, *, ndim: int, expected: str, finite: bool = True, dtype: object = FLOAT64
) -> np.ndarray:
    """A read-only copy of `values` as `dtype`. Raises ValueError as `shaped`."""
    return read_only(shaped(name, values, ndim=ndim, expected=expected, finite=finite, dtype=dtype).copy())


def shaped(
    name: str, values: object, *, ndim: int, expected: str, finite: bool = True, dtype: object = FLOAT64
) -> np.ndarray:
    """`values` as an array of `dtype` with `ndim` dimensions, to be read only: it may be the caller's own.

    Raises ValueError when it has other dimensions, is empty, holds anything but real numbers, or (unless `finite` is
    False) holds NaN or infinity.
    """
    array = numbers(name, values, np.dtype(dtype), expected, finite)
    if array.ndim != ndim or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}; expected {expected}, every size at least 1.")
    return array


def numbers(name: str, values: object, dtype: np.dtype, expected: str, finite: bool = True) -> np.ndarray:
    """As `shaped`, but leaves the shape to the caller."""
    array = array_of(name, values, expected)
    if array.dtype != dtype:
        array = _converted(name, array, expected, dtype)
    if finite and not all_finite(array):
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name}{list(where)} is {array[where]}; expected finite numbers.")
    return array


def array_of(name: str, values: object, expected: str) -> np.ndarray:
    """`values` as an array of whatever it holds, maybe the caller's own.

    Raises ValueError for what is ragged, masked, part of another engine's graph, or rounded on the way.
    """
    if type(values) is np.ndarray:
        return values
    if any(np.ma.is_masked(part) for part in _parts(values)):
        raise ValueError(f"{name} is masked; expected a number everywhere: fill it first, as {name}.filled(0) does.")
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} is ragged; expected an array of shape {expected}.") from error
    except (RuntimeError, TypeError) as error:
        way = f"{name}.detach()" if hasattr(values, "detach") else f"an array of shape {expected}"
        raise ValueError(f"{name} is {said(values)}, which gives no plain numbers; expected {way}. {error}") from error
    if isinstance(values, list | tuple) and array.dtype.kind == "f" and (np.abs(array) >= EXACT).any():
        _refuse_rounded(name, [part for part in _parts(values) if isinstance(part, Integral)])
    return array


def bias(name: str, values: object, n: int, letters: str, source: str, dtype: object = FLOAT64) -> np.ndarray:
    """A read-only copy of a bias for `n` nodes, given as (n,), (1, n) or (n, 1).

    `letters` is its size in words and `source` the array that says it, for errors. Raises ValueError as `checked`.
    """
    array = numbers(name, values, np.dtype(dtype), f"({letters},)")
    if array.shape not in ((n,), (1, n), (n, 1)):
        way_out = f" The same number for all of them is np.full({n}, {name})." if array.size == 1 else ""
        raise ValueError(
            f"{name} has shape {array.shape}; expected ({letters},) with {letters} = {n}, as in {source}.{way_out}"
        )
    return read_only(array.reshape(n).copy())


def all_finite(array: np.ndarray) -> bool:
    """Whether no entry is NaN or infinite."""
    # A sum of squares is finite only if every entry is; where it overflows, the entries are asked one by one.
    return isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def checked_dtype(dtype: object) -> np.dtype:
    """One of float32, float64 and complex128; raises ValueError for another."""
    try:
        chosen = np.dtype(dtype)
    except TypeError:
        chosen = dtype
    if chosen not in DTYPES:
        raise ValueError(f"dtype is {chosen}; expected one of {', '.join(map(str, DTYPES))}.")
    return chosen


def dtype_of(values: object) -> np.dtype:
    """The dtype of an array where it is one that the engine keeps, else float64."""
    dtype = getattr(values, "dtype", None)
    return dtype if isinstance(dtype, np.dtype) and dtype in DTYPES else FLOAT64


def whole(name: str, value: object, least: int = 1, what: str = "a whole number") -> int:
    """A whole number, `least` or more; raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} is {said(value)}; expected {what}, {least} or more.")
    return int(value)


def number(
    name: str,
    value: object,
    *,
    above: float = -inf,
    least: float = -inf,
    below: float | None = None,
    finite: bool = True,
) -> float:
    """A number within its bounds; raises ValueError for anything else."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not (is_number and above < value >= least and (below is None or value < below)) or (
        finite and not isfinite(value)
    ):
        bounds = [f" above {above}"] * (above > -inf) + [f", {least} or more"] * (least > -inf)
        bounds += [f", below {below}"] * (below is not None)
        raise ValueError(f"{name} is {said(value)}; expected a {'finite ' * finite}number{''.join(bounds)}.")
    return float(value)


def instance(name: str, value: object, kind: type, call: str) -> None:
    """Raises ValueError unless `value` is a `kind`; `call` shows how the function wants its arguments."""
    if not isinstance(value, kind):
        raise ValueError(f"{name} is {said(value)}; expected {kind.__name__}, as in {call}.")


def able(name: str, value: object, methods: tuple[str, ...], example: str) -> None:
    """Raises ValueError unless `value` is an object, not a class, that has the `methods`."""
    if isinstance(value, type) or not all(callable(getattr(value, method, None)) for method in methods):
        raise ValueError(f"{name} is {said(value)}; expected an object that has {' and '.join(methods)}: {example}.")


def generator(name: str, seed: object) -> np.random.Generator:
    """A Generator from None, a whole number or a Generator; raises ValueError for anything else."""
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} is {said(seed)}; expected None, a whole number from 0, or a Generator.") from error


def read_only(array: np.ndarray) -> np.ndarray:
    """The same array, closed for writing."""
    array.setflags(False)  # by name it takes twice as long
    return array


def said(value: object) -> str:
    """A value in a sentence: itself where it is short, else what it is."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if value is None or isinstance(value, bool | complex | Real):
        return f"{value}"
    return repr(value) if isinstance(value, str) and len(value) < 40 else f"of type {type(value).__name__}"


def _parts(values: object) -> Iterator[object]:
    """`values` itself, or all that a list of lists holds."""
    if isinstance(values, list | tuple):
        for value in values:
            yield from _parts(value)
    else:
        yield values


def _converted(name: str, array: np.ndarray, expected: str, dtype: np.dtype) -> np.ndarray:
    if array.dtype.kind not in DTYPES[dtype]:
        raise ValueError(f"{name} holds {array.dtype} entries; expected real numbers of shape {expected}.")
    if array.dtype.kind in "iu" and array.dtype.itemsize == 8:
        _refuse_rounded(name, array[(array > EXACT) | (array < -EXACT)].tolist())
    with np.errstate(over="ignore"):  # what is too large for the dtype becomes infinite, and is then refused
        return array.astype(dtype)


def _refuse_rounded(name: str, whole_numbers: list) -> None:
    """Raises ValueError for a whole number that float64 has no exact place for."""
    for value in whole_numbers:
        if int(float(value)) != value:
            raise ValueError(f"{name} holds {value}, which float64 cannot hold; expected whole numbers up to 2**53.")
