"""Text <-> array: `np.array([[1, 3], [3, 5]]) / 100`, a pasted table, what a framework prints. Nothing is executed.

readings(text, name):   every way to read a text
    tables.py           cells of a spreadsheet: decimal commas, headers
    notation.py         any other notation -> one line of Python, by way of the `dialects/`
    expression.py       that line -> array
read(text, shape):      the array, where there is one way that fits
write(array):           the array as `np.array(...)`; read(write(array), array.shape) is the array, bit for bit
"""

import numpy as np

from app.experiment.literals import tables
from app.experiment.literals.error import LiteralError, error_at
from app.experiment.literals.expression import evaluate
from app.experiment.literals.notation import plain, to_python
from app.experiment.literals.tables import Reading

__all__ = ["LiteralError", "Reading", "fitted", "misfit", "read", "readings", "write"]

_HEAD = "np.array("


def readings(text: str, name: str = "") -> list[Reading]:
    """Every way to read a text as the array of this name: one, but for tables in which a comma can be two things.

    Raises LiteralError, which says where and what was expected.
    """
    text = plain(text)
    found = tables.readings(text)
    return found or [Reading(np.array(evaluate(to_python(text, name)), dtype=np.float64))]


def read(text: str, shape: tuple[int, ...], name: str = "") -> np.ndarray:
    """The array that a text stands for, float64 and of exactly this shape: the first reading that fits it."""
    found = readings(text, name)
    fits = [values for values in (fitted(reading.values, shape) for reading in found) if values is not None]
    if not fits:
        raise misfit(text, found[0].values, shape)
    return fits[0]


def fitted(values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray | None:
    """The values in a shape that differs by leading axes of length 1 alone, or is the row for a column; else None."""
    inner, outer = _without_ones(values.shape), _without_ones(shape)
    if inner != outer and not (len(shape) == 1 and values.shape == (*shape, 1)):
        return None
    return values.reshape(shape) if values.ndim or not shape or shape == (1,) * len(shape) else None


def misfit(text: str, values: np.ndarray, shape: tuple[int, ...]) -> LiteralError:
    """The error for values that fit the shape in no reading."""
    text = plain(text)
    start = len(text) - len(text.lstrip())
    return error_at(text, start, "error.literal.shape", found=values.shape, expected=tuple(shape))


def write(array: np.ndarray) -> str:
    """A finite array as `np.array(...)`, each number in the fewest digits that give the same float64."""
    values = np.asarray(array, dtype=np.float64)
    return f"{_HEAD}{_nested(values, len(_HEAD) + 1)})"


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    kept = next((i for i, size in enumerate(shape) if size != 1), len(shape))
    return tuple(shape[kept:])


def _nested(values: np.ndarray, indent: int) -> str:
    if values.ndim == 0:
        return repr(values.item())
    if values.ndim == 1:
        return f"[{', '.join(map(repr, values.tolist()))}]"
    rows = (_nested(row, indent + 1) for row in values)
    return f"[{(',' + chr(10) + ' ' * indent).join(rows)}]"
