"""Views: small expressions over the arrays of a trace, which Python writes down and the browser evaluates.

A view is JSON: the name of an array, or a list whose head is an operation.

    "da"                                  the array itself
    ["at", "da", ["b", "t-1"]]            one entry along the leading axes; null keeps an axis whole,
                                          ["t-1", null] is a slice from there to the end
    ["rows", v]                           all leading axes merged into one: (..., n) -> (rows, n)
    ["transpose", v]                      of a matrix
    ["matmul", v, w]                      of two matrices; a vector counts as one row
    ["sum", v]                            over the first axis
    ["add", v, w, ...]                    elementwise; so are subtract, multiply and divide; a single number
                                          goes with every entry
    ["call", "tanh", v]                   an activation, by its name
    ["abs", v]                            the size of each entry
    ["norm", v]                           Euclidean, over the last axis
    ["half_square", v]                    half the square of the norm

An index is a whole number, or a variable with an offset: `t` is the time step (1-based), `b` the sample on
stage (0-based). So h[b, t-1] is h_t of that sample. `static/clock/view.js` evaluates the same views.
"""

import re
from collections.abc import Mapping

import numpy as np

from rnn import ACTIVATIONS

View = str | list

_INDEX = re.compile(r"([a-z]+)([+-]\d+)?")


def at(view: View, *index: int | str | list | None) -> View:
    """One entry of an array along its leading axes."""
    return ["at", view, list(index)]


def since(index: int | str) -> list:
    """The slice from an index to the end of its axis."""
    return [index, None]


def rows(view: View) -> View:
    """All leading axes merged into one."""
    return ["rows", view]


def transpose(view: View) -> View:
    """A matrix turned."""
    return ["transpose", view]


def matmul(left: View, right: View) -> View:
    """The matrix product."""
    return ["matmul", left, right]


def total(view: View) -> View:
    """The sum over the first axis."""
    return ["sum", view]


def array_of(view: View) -> str | None:
    """The array whose entries a view shows as they are; None where it computes."""
    while isinstance(view, list) and view[0] in ("at", "rows", "transpose"):
        view = view[1]
    return view if isinstance(view, str) else None


def evaluate(view: View, arrays: Mapping[str, np.ndarray], variables: Mapping[str, int]) -> np.ndarray:
    """What a view shows, worked out with NumPy: the reference for the browser's evaluation."""
    if isinstance(view, str):
        return arrays[view]
    operation, *arguments = view
    if operation == "call":
        return ACTIVATIONS[arguments[0]].value(np.asarray(evaluate(arguments[1], arrays, variables)))
    if operation == "at":
        values = evaluate(arguments[0], arrays, variables)
        return values[tuple(_index(index, variables) for index in arguments[1])]
    values = [evaluate(argument, arrays, variables) for argument in arguments]
    return _OPERATIONS[operation](*values)


_OPERATIONS = {
    "rows": lambda v: v.reshape(-1, v.shape[-1]),
    "transpose": lambda v: v.T,
    "matmul": lambda v, w: np.atleast_2d(v) @ w,
    "sum": lambda v: v.sum(axis=0),
    "add": lambda *parts: sum(parts[1:], parts[0]),
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "abs": np.abs,
    "norm": lambda v: np.sqrt((v * v).sum(axis=-1)),
    "half_square": lambda v: 0.5 * (v * v).sum(axis=-1),
}


def position(index: int | str, variables: Mapping[str, int]) -> int:
    """The whole number that an index stands for."""
    if isinstance(index, int):
        return index
    name, offset = _INDEX.fullmatch(index).groups()
    return variables[name] + int(offset or 0)


def _index(index: int | str | list | None, variables: Mapping[str, int]) -> int | slice:
    if index is None:
        return slice(None)
    if isinstance(index, list):
        return slice(position(index[0], variables), None)
    return position(index, variables)
