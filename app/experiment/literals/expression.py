"""A line of Python -> array, by walking its `ast`: numbers, lists, + - * / **, and the calls in `FUNCTIONS`.

Every number is a float64, so `-0` is -0.0 and nothing grows without bound; every step counts the cells it builds.
"""

import ast
import inspect
import json
import math
import re

import numpy as np

from app import limits
from app.experiment.experiment import ExperimentError
from app.experiment.literals.error import LiteralError, quote
from app.experiment.literals.functions import (
    ATTRIBUTES,
    FUNCTIONS,
    METHODS,
    OFFERED,
    PREFIXES,
    USAGE,
    Value,
    is_type,
    of_type,
)
from app.experiment.literals.notation import Notation

#: Shorter lines need no short way, and have messages of their own.
_LONG = 2_000
_WRAPPED = re.compile(r"\(\s*(?:(?:np\.|numpy\.)?(?:array|asarray)\((?P<given>[^()]*)\)|(?P<bare>[^()]*))\s*\)")
_PLUS = re.compile(r"(?<=[\[, ])\+(?=[\d.])")
_FIRST_POINT = re.compile(r"(?<!\d)\.(?=\d)")
_END_POINT = re.compile(r"(?<=\d)\.(?!\d)")
_TRAILING = re.compile(r",\s*\]")

_OPERATIONS = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
    ast.USub: np.negative,
    ast.UAdd: np.positive,
}
#: What a call costs besides the cells it builds: an array has no use for thousands of calls.
_CALL = 1_000
_NAMES = {prefix + name: name for prefix in PREFIXES for name in FUNCTIONS}
_SIGNATURES = {name: inspect.signature(function) for name, function in FUNCTIONS.items()}


def evaluate(notation: Notation) -> Value:
    """The value that a line of Python stands for, every number finite; raises LiteralError."""
    read = _plain(notation.python)
    if read is not None:
        return read
    try:
        tree = ast.parse(notation.python, mode="eval")
    except SyntaxError as error:
        raise _syntax_error(notation, error) from None
    except (RecursionError, MemoryError):  # a chain of thousands of signs
        raise notation.error(0, "error.literal.deep", largest=limits.MAX_LITERAL_DEPTH) from None
    with np.errstate(all="ignore"):
        return _Walk(notation).value(tree.body)


def _plain(python: str) -> np.ndarray | None:
    """What a line says that holds nothing but numbers in lists, as nearly all do, far faster than by its tree.

    None for any other line, and for one with a mistake, which the tree can name.
    """
    if len(python) < _LONG:
        return None
    inner = _WRAPPED.fullmatch(python)
    if not inner:
        return None
    text = _PLUS.sub("", inner["given"] or inner["bare"] or "")
    text = _TRAILING.sub("]", _END_POINT.sub(".0", _FIRST_POINT.sub("0.", text)))
    for json_text in (text, f"[{text}]"):
        try:
            values = np.array(json.loads(json_text, parse_int=float), dtype=np.float64)
        except (ValueError, TypeError, RecursionError):
            continue
        return values if 0 < values.size <= limits.MAX_CELLS and np.isfinite(values).all() else None
    return None


def _syntax_error(notation: Notation, error: SyntaxError) -> LiteralError:
    start = (error.offset or 1) - 1
    stop = max(start + 1, (error.end_offset or 0) - 1)
    typed = notation.typed(start, stop)
    if not typed:
        return notation.error(start, "error.literal.incomplete")
    return notation.error(start, "error.literal.syntax", found=quote(typed))


class _Walk:
    """One walk over a tree: each node's value, within a budget of cells."""

    def __init__(self, notation: Notation) -> None:
        self.notation = notation
        self.left = limits.MAX_LITERAL_WORK

    def value(self, node: ast.expr, depth: int = 0) -> Value:
        """The value of a node, finite and paid for."""
        if depth > limits.MAX_LITERAL_DEPTH:
            raise self.error(node, "error.literal.deep", largest=limits.MAX_LITERAL_DEPTH)
        read = _READERS.get(type(node))
        if read is None:
            raise self.unsupported(node)
        value = read(self, node, depth + 1)
        self.pay(node, value.size)
        # isfinite of math is far faster for a single number, and most nodes are one
        if not (np.isfinite(value).all() if value.ndim else math.isfinite(value)):
            raise self.error(node, "error.literal.not_finite", found=self.source(node))
        return value

    def pay(self, node: ast.expr, cells: int) -> None:
        """Takes what a node builds from the budget."""
        self.left -= 1 + cells
        if cells > limits.MAX_CELLS or self.left < 0:
            raise self.error(node, "error.literal.many", largest=limits.MAX_CELLS)

    def constant(self, node: ast.Constant, depth: int) -> Value:
        """A number; one too large for a float64 is infinite, which `value` refuses."""
        if type(node.value) not in (int, float):
            raise self.unsupported(node)
        try:
            return np.float64(node.value)
        except OverflowError:
            return np.float64(math.inf)

    def sequence(self, node: ast.List | ast.Tuple, depth: int) -> Value:
        """A list or a tuple: its elements, which all have one shape, along a first axis."""
        values = [self.value(element, depth) for element in node.elts]
        for element, value in zip(node.elts, values, strict=True):
            if value.shape != values[0].shape:
                raise self.error(element, "error.literal.ragged", found=value.shape, expected=values[0].shape)
        return np.array(values, dtype=np.float64)

    def unary(self, node: ast.UnaryOp, depth: int) -> Value:
        """A plus or minus in front of a value; `~` and `not` never get past the notation."""
        return _OPERATIONS[type(node.op)](self.value(node.operand, depth))

    def binary(self, node: ast.BinOp, depth: int) -> Value:
        """Arithmetic, elementwise: between equal shapes, or a single number with an array."""
        operation = _OPERATIONS.get(type(node.op))
        if operation is None:
            raise self.unsupported(node)
        left, right = self.value(node.left, depth), self.value(node.right, depth)
        if isinstance(node.op, ast.Add | ast.Mult) and _is_list_arithmetic(node, left, right):
            raise self.error(node, "error.literal.list")
        if left.shape != right.shape and left.ndim and right.ndim:
            raise self.error(node, "error.literal.broadcast", left=left.shape, right=right.shape)
        return operation(left, right)

    def call(self, node: ast.Call, depth: int) -> Value:
        """One of `FUNCTIONS`, by its plain name or behind `np.` and the like; or one of `METHODS` of a value."""
        if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name):
            return self.method(node, node.func, depth)
        name = _NAMES.get(self.source(node.func))
        if name is None:
            raise self.unsupported(node)
        self.pay(node, _CALL)
        types = [self.source(argument) for argument in node.args[1:] if self.is_type(argument)]
        arguments = [self.value(argument, depth) for argument in node.args if not self.is_type(argument)]
        types += [self.source(word.value) for word in node.keywords if word.arg == "dtype" and self.is_type(word.value)]
        keywords = [
            (word.arg, self.keyword(word, depth))
            for word in node.keywords
            if not (word.arg == "dtype" and self.is_type(word.value))
        ]
        if len(types) > 1:
            raise self.error(node, "error.literal.argument", found=name, expected=USAGE[name])
        try:
            if len(dict(keywords)) < len(keywords):
                raise ExperimentError("error.literal.argument")
            made = _call(name, arguments, dict(keywords))
        except ExperimentError as error:
            raise self.error(node, error.key, **error.values | {"found": name, "expected": USAGE[name]}) from None
        return of_type(made, types[0]) if types else made

    def method(self, node: ast.expr, named: ast.Attribute, depth: int) -> Value:
        """One of `METHODS` of what stands before the dot."""
        if named.attr not in METHODS or (named.attr in ATTRIBUTES) == isinstance(node, ast.Call):
            raise self.unsupported(node)
        value = self.value(named.value, depth)
        self.pay(node, _CALL)
        given = node.args if isinstance(node, ast.Call) else []
        if isinstance(node, ast.Call) and node.keywords:
            raise self.unsupported(node)
        types = [self.source(argument) for argument in given if self.is_type(argument)]
        arguments = [self.value(argument, depth) for argument in given if not self.is_type(argument)]
        try:
            made = METHODS[named.attr](value, *arguments)
        except (TypeError, ExperimentError):
            expected = f".{named.attr}(rows, columns)" if arguments else f".{named.attr}()"
            raise self.error(node, "error.literal.argument", found=f".{named.attr}", expected=expected) from None
        return of_type(made, types[0]) if types and named.attr == "astype" else made

    def attribute(self, node: ast.Attribute, depth: int) -> Value:
        """`.T` of a value."""
        if isinstance(node.value, ast.Name):
            raise self.unsupported(node)
        return self.method(node, node, depth)

    def keyword(self, word: ast.keyword, depth: int) -> Value:
        """The value of a keyword argument."""
        if word.arg is None:  # **something
            raise self.unsupported(word.value)
        if word.arg == "endpoint" and isinstance(word.value, ast.Constant):
            return np.float64(bool(word.value.value))
        return self.value(word.value, depth)

    def is_type(self, node: ast.expr) -> bool:
        """Whether a node names a type of numbers."""
        return isinstance(node, ast.Name | ast.Attribute) and is_type(self.source(node))

    def unsupported(self, node: ast.expr) -> LiteralError:
        """The error for what is good Python but no part of an array's text."""
        return self.error(node, "error.literal.unsupported", found=self.source(node), allowed=", ".join(OFFERED))

    def error(self, node: ast.expr, key: str, **values: object) -> LiteralError:
        """The error for a mistake at a node."""
        return self.notation.error(node.col_offset, key, **values)

    def source(self, node: ast.expr) -> str:
        """What the visitor typed for a node, in short."""
        return quote(self.notation.typed(node.col_offset, node.end_col_offset))


_READERS = {
    ast.Constant: _Walk.constant,
    ast.List: _Walk.sequence,
    ast.Tuple: _Walk.sequence,
    ast.UnaryOp: _Walk.unary,
    ast.BinOp: _Walk.binary,
    ast.Call: _Walk.call,
    ast.Attribute: _Walk.attribute,
}


def _call(name: str, arguments: list[Value], keywords: dict[str, Value]) -> Value:
    try:
        bound = _SIGNATURES[name].bind(*arguments, **keywords)
    except TypeError as error:
        raise ExperimentError("error.literal.argument") from error
    return FUNCTIONS[name](*bound.args, **bound.kwargs)


def _is_list_arithmetic(node: ast.BinOp, left: Value, right: Value) -> bool:
    """Whether + or * meets a bare list without an array beside it: Python would join or repeat the list."""
    is_list = [isinstance(operand, ast.List | ast.Tuple) for operand in (node.left, node.right)]
    is_array = [value.ndim > 0 and not bare for value, bare in zip((left, right), is_list, strict=True)]
    return any(is_list) and not any(is_array)
