"""The checks that every array passes on its way in: real numbers, the dimensions that were said, nothing lost."""

from cmath import isfinite

import numpy as np

from rnn.threads import one_core_for_each_product

DTYPES = {np.dtype(name): kinds for name, kinds in (("f4", "biuf"), ("f8", "biuf"), ("c16", "biufc"))}


def checked(
    name: str, values: object, *, ndim: int, expected: str, finite: bool = True, dtype: object = np.float64
) -> np.ndarray:
    """A read-only copy of `values` as `dtype`, after checking dimensions and entries.

    Raises ValueError when it has other dimensions than `ndim`, is empty, holds anything but real numbers, or
    (unless `finite` is False) holds NaN or infinity.
    """
    array = numbers(name, values, np.dtype(dtype), expected, finite)
    if array.ndim != ndim or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}; expected {expected}, every size at least 1.")
    return read_only(array.copy() if array is values or array.base is not None else array)


def numbers(name: str, values: object, dtype: np.dtype, expected: str, finite: bool = True) -> np.ndarray:
    """`values` as an array of `dtype`; the caller's own array where nothing had to change. Raises as `checked`, but
    leaves the shape to the caller.
    """
    array = values if type(values) is np.ndarray else _array(name, values, expected)
    if array.dtype is not dtype and array.dtype != dtype:
        array = _converted(name, array, expected, dtype)
    if finite and not all_finite(array):
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name}{list(where)} is {array[where]}; expected finite numbers.")
    return array


def all_finite(array: np.ndarray) -> bool:
    """Whether no entry is NaN or infinite."""
    if array.size < 2000:
        return 0 not in np.isfinite(array).tobytes()  # a third of the time that .all() takes on a small array
    with one_core_for_each_product():
        # A sum of squares is finite only if every entry is; where it overflows, the entries are asked one by one.
        return isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def checked_dtype(dtype: object) -> np.dtype:
    """One of float32, float64 and complex128; raises ValueError for another."""
    found = np.dtype(dtype)
    if found not in DTYPES:
        raise ValueError(f"dtype is {found}; expected one of {', '.join(map(str, DTYPES))}.")
    return found


def read_only(array: np.ndarray) -> np.ndarray:
    """The same array, closed for writing."""
    array.setflags(write=False)
    return array


def _array(name: str, values: object, expected: str) -> np.ndarray:
    try:
        return np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} is ragged; expected an array of shape {expected}.") from error


def _converted(name: str, array: np.ndarray, expected: str, dtype: np.dtype) -> np.ndarray:
    if array.dtype.kind not in DTYPES[dtype]:
        raise ValueError(f"{name} holds {array.dtype} entries; expected real numbers of shape {expected}.")
    with np.errstate(over="ignore"):  # what is too large for the dtype becomes infinite, and is then refused
        return array.astype(dtype)
