"""Text <-> array: `np.array([[1, 3], [3, 5]]) / 100`, JSON, a pasted table, `1 3; 5 7`. Nothing is ever executed.

read(text, shape):  text -> notation.to_python -> one line of Python -> expression.evaluate -> array
write(array):       the array as `np.array(...)`; read(write(array), array.shape) is the array, bit for bit
"""

import numpy as np

from app.experiment.literals.error import LiteralError, error_at
from app.experiment.literals.expression import evaluate
from app.experiment.literals.notation import to_python

__all__ = ["LiteralError", "read", "write"]

_HEAD = "np.array("


def read(text: str, shape: tuple[int, ...]) -> np.ndarray:
    """The array that a text stands for, float64 and of exactly this shape.

    Leading axes of length 1 may be left out: a row fits (1, n), a block fits (1, rows, n). Nothing else is reshaped.
    Raises LiteralError, which says where and what was expected.
    """
    notation = to_python(text)
    values = np.array(evaluate(notation), dtype=np.float64)
    if (1,) * (len(shape) - values.ndim) + values.shape != tuple(shape):
        start = len(notation.text) - len(notation.text.lstrip())
        raise error_at(notation.text, start, "error.literal.shape", found=values.shape, expected=tuple(shape))
    return values.reshape(shape)


def write(array: np.ndarray) -> str:
    """A finite array as `np.array(...)`, each number in the fewest digits that give the same float64."""
    values = np.asarray(array, dtype=np.float64)
    return f"{_HEAD}{_nested(values, len(_HEAD) + 1)})"


def _nested(values: np.ndarray, indent: int) -> str:
    if values.ndim == 0:
        return repr(values.item())
    if values.ndim == 1:
        return f"[{', '.join(map(repr, values.tolist()))}]"
    rows = (_nested(row, indent + 1) for row in values)
    return f"[{(',' + chr(10) + ' ' * indent).join(rows)}]"
