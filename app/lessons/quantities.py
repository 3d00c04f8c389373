"""Numbers that a lesson states or asks for, as expressions over the arrays of the run that it shows.

    dh[2, 1]               an entry: time step and node from 1 on; of a batch, the first sample
    dh[2]    dW_h          a row, an array
    L    L_after    rate   the loss before the update and after it, the learning rate
    length(dh[2])          its Euclidean norm
    slopes(12, 1)          what the slopes together do to the gradient's length, from one step back to another
    weights(12, 1)         what W_h does
    dh[2, 1] + 3 * x[1, 1] signs between them: + - * /

In a sentence they stand in braces: `{dh[2, 1]}`, with other than three digits `{dh[2, 1]:2}`. `{= a + b}` writes the
sum out, `{= a * b}` the product: numbers and result have as many digits as it takes that they add up as printed.
"""

import ast
import math
import re
from collections.abc import Callable

import numpy as np

from app.experiment import ARRAYS, on_page
from app.timeline.numerals import product_written, short, sum_written
from app.trace import Trace
from app.trace.factors import factors

_IN_SENTENCE = re.compile(r"(?<![_^])\{(=?)\s*([^{}:]+)(?::(\d+))?\}")
_SIGNS: dict[type, Callable] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
}
#: A negative number after a sign.
_NEGATIVE = re.compile(r"(· ?|\+ )(−[\d.]+(?:e−?\d+)?)")
#: By the name that a lesson has for it.
_NAMES = {on_page(name): name for name in ARRAYS} | {"L": "loss", "L_after": "loss_after"}


class QuantityError(ValueError):
    """An expression that is none of these, or names what the run does not have."""


def quantity(expression: str, trace: Trace) -> np.ndarray:
    """What an expression stands for: a number, a row or an array. Raises QuantityError."""
    try:
        return np.asarray(_of(ast.parse(expression, mode="eval").body, trace), dtype=float)
    except (SyntaxError, KeyError, IndexError, TypeError) as error:
        raise QuantityError(f"{expression}: {error}") from error


def number(expression: str, trace: Trace) -> float:
    """A single number; raises QuantityError."""
    found = quantity(expression, trace)
    if found.ndim or not math.isfinite(found):
        raise QuantityError(f"{expression} is no finite number but {found}")
    return float(found)


def place(expression: str, trace: Trace) -> tuple[str, list[int]]:
    """The array that an expression takes entries from, and their flat indices; raises QuantityError."""
    node = ast.parse(expression, mode="eval").body
    name, indices = _taken(node)
    values = trace.arrays[name]
    flat = np.arange(values.size).reshape(values.shape)
    return name, np.ravel(_entry(name, flat, indices)).tolist()


def said(sentence: str, trace: Trace) -> str:
    """A sentence with its numbers; raises QuantityError."""

    def written(match: re.Match) -> str:
        worked, expression, digits = match.groups()
        if worked:
            return _worked(expression, trace)
        return short(number(expression, trace), int(digits or 3))

    return _NEGATIVE.sub(r"\1(\2)", _IN_SENTENCE.sub(written, sentence))


def _worked(expression: str, trace: Trace) -> str:
    """A sum or a product with its result."""
    parts, sign = _parts(ast.parse(expression, mode="eval").body)
    values = [number(ast.unparse(part), trace) for part in parts]
    texts, result = (sum_written if sign == "+" else product_written)(values)
    in_brackets = [f"({text})" if text.startswith("−") and i else text for i, text in enumerate(texts)]
    equal = "" if result.startswith("≈") else "= "
    return f" {sign} ".join(in_brackets) + f" {equal}{result}"


def _parts(node: ast.expr) -> tuple[list[ast.expr], str]:
    """The operands of a sum or a product, and its sign as it is printed."""
    kind = type(getattr(node, "op", None))
    if kind not in (ast.Add, ast.Mult):
        raise QuantityError(f"{ast.unparse(node)} is no sum and no product")
    left = _parts(node.left)[0] if isinstance(node.left, ast.BinOp) and type(node.left.op) is kind else [node.left]
    return [*left, node.right], "+" if kind is ast.Add else "·"


def _of(node: ast.expr, trace: Trace) -> np.ndarray | float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return np.negative(_of(operand, trace))
        case ast.BinOp(left=left, op=op, right=right):
            return _SIGNS[type(op)](_of(left, trace), _of(right, trace))
        case ast.Call(func=ast.Name(id="length"), args=[part]):
            return np.linalg.norm(_of(part, trace))
        case ast.Call(func=ast.Name(id="slopes" | "weights" as which), args=[last, first]):
            slope, W_h = factors(trace, 0).between(_whole(last), _whole(first))
            return slope if which == "slopes" else W_h
        case ast.Name() | ast.Subscript():
            name, indices = _taken(node)
            return _entry(name, trace.arrays[name], indices)
    raise QuantityError(f"{ast.unparse(node)} is no quantity")


def _taken(node: ast.expr) -> tuple[str, tuple[int, ...]]:
    """The array that a name, or a name with indices, means, and the indices from 1 on."""
    match node:
        case ast.Name(id=name):
            return _NAMES[name], ()
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=indices)):
            return _NAMES[name], tuple(map(_whole, indices))
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            return _NAMES[name], (_whole(index),)
    raise QuantityError(f"{ast.unparse(node)} is no array")


def _entry(name: str, values: np.ndarray, indices: tuple[int, ...]) -> np.ndarray:
    if any(index < 1 for index in indices):
        raise QuantityError(f"{name}{list(indices)}: counted from 1")
    first = (0,) if ARRAYS[name].per_sample else ()
    return values[(*first, *(index - 1 for index in indices))]


def _whole(node: ast.expr) -> int:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    raise QuantityError(f"{ast.unparse(node)} is no whole number")
