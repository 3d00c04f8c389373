"""Recipe: the steps that make an array out of another one of its shape, and their text in an address.

    *gaussian-.1-7*times-.5*5--.25      filled with amount .1 and seed 7, halved, then cell 5 (flat index) is -.25

A fill that does not look at what was there makes the steps before it needless. A spectral radius is written as
the factor it came to, because eigenvalues differ in their last digits between machines and the numbers must not.
"""

import re
from typing import NamedTuple

import numpy as np

from app import limits
from app.experiment import decimals
from app.experiment.experiment import ExperimentError
from app.experiment.fills import FILLS, fill, radius_factor


class Filled(NamedTuple):
    """A step that fills the whole array, see `fills.py`."""

    name: str
    amount: float | None = None  # None where the fill takes none
    seed: int = 0


class Cell(NamedTuple):
    """A step that sets one number."""

    index: int  # in the flat array
    value: float


Steps = tuple[Filled | Cell, ...]

_CELL = re.compile(rf"([0-9]{{1,6}})-({decimals.PATTERN})", re.ASCII)
_FILLED = re.compile(rf"([a-z_]{{1,20}})(?:-({decimals.PATTERN}))??(?:-([0-9]{{1,10}}))?", re.ASCII)


def to_text(steps: Steps) -> str:
    """The text of some steps, each with its `*`."""
    return "".join(f"*{_step_text(step)}" for step in steps)


def from_text(text: str) -> Steps:
    """The steps that a text stands for, from after its first `*`; raises ExperimentError when it is not one."""
    written = text.split("*", limits.MAX_RECIPE_STEPS)
    if len(written) > limits.MAX_RECIPE_STEPS:
        raise ExperimentError("error.link")
    steps = tuple(map(_read_step, written))
    if count_fills(steps) > limits.MAX_RECIPE_FILLS:
        raise ExperimentError("error.link")
    return steps


def make(steps: Steps, start: np.ndarray) -> np.ndarray:
    """A new array: `start` after all the steps; raises ExperimentError for a step that this array cannot take."""
    values = np.array(start, dtype=np.float64)
    for step in needed(steps):
        if isinstance(step, Filled):
            values = fill(step.name, values, amount=step.amount, seed=step.seed)
        elif step.index < values.size:
            values.flat[step.index] = step.value
        else:
            raise ExperimentError("error.link")
    return values


def settled(steps: Steps, start: np.ndarray) -> Steps:
    """The steps up to the last fill, in a form that gives the same numbers on every machine."""
    steps = needed(steps)
    done = max((i + 1 for i, step in enumerate(steps) if isinstance(step, Filled)), default=0)
    kept: Steps = ()
    for step in steps[:done]:
        if isinstance(step, Filled) and step.name == "spectral_radius":
            step = Filled("times", radius_factor(make(kept, start), step.amount))
        kept += (step,)
    return kept


def needed(steps: Steps) -> Steps:
    """The steps from the last one on that looks at nothing before it."""
    for i in reversed(range(len(steps))):
        if isinstance(steps[i], Filled) and not FILLS[steps[i].name].looks_at_current:
            return steps[i:]
    return steps


def starts_anew(steps: Steps) -> bool:
    """Whether the steps give the same array from any start."""
    first = needed(steps)[:1]
    return any(isinstance(step, Filled) and not FILLS[step.name].looks_at_current for step in first)


def count_fills(steps: Steps) -> int:
    """How many of the steps fill the whole array."""
    return sum(isinstance(step, Filled) for step in steps)


def differences(values: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Flat indices of the cells of two arrays of one shape that differ in any bit (so 0.0 and -0.0 differ)."""
    bits, other_bits = (np.ascontiguousarray(array, dtype=np.float64).view(np.int64) for array in (values, other))
    return np.flatnonzero(bits != other_bits)


def _step_text(step: Filled | Cell) -> str:
    if isinstance(step, Cell):
        return f"{step.index}-{decimals.shortest(step.value)}"
    chosen = FILLS[step.name]
    amount = [] if chosen.amount is None else [decimals.shortest(float(step.amount))]
    return "-".join([step.name, *amount, *([str(step.seed)] if chosen.random else [])])


def _read_step(text: str) -> Filled | Cell:
    if match := _CELL.fullmatch(text):
        return Cell(int(match[1]), _number(match[2]))
    match = _FILLED.fullmatch(text)
    if not match or match[1] not in FILLS:
        raise ExperimentError("error.link")
    name, amount, seed = match.groups()
    chosen = FILLS[name]
    if amount is None and chosen.amount is not None:  # a lone whole number may have been taken for the seed
        amount, seed = seed, None
    if (amount is None) != (chosen.amount is None) or (seed is None) == chosen.random:
        raise ExperimentError("error.link")
    return Filled(name, None if amount is None else _number(amount), int(seed or 0))


def _number(text: str) -> float:
    number = decimals.read(text)
    if number is None:
        raise ExperimentError("error.link")
    return number
