"""What a program with a mistake gives beside the right one: where they part, and what a gradient check says.

Errors are relative, in the norm: ||given - expected|| / ||expected||. Numerical gradients are those of the program's
own way forward, see `rnn/gradcheck.py` for the formulas.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.experiment import LOSSES, Experiment
from app.trace.program import Run, states_of
from rnn import ACTIVATIONS
from rnn.gradcheck import CENTRAL_STEP, COMPLEX_STEP
from rnn.norms import norm

#: What is checked: the name in a trace, and what the program calls what it is the gradient of.
CHECKED = {"dW_h": "W_h", "dW_x": "W_x", "dB": "B", "dx": "x", "dh_initial": "h_0"}
#: The largest error that passes, by method.
PASSES = {"complex": 1e-10, "central": 1e-6}
#: Numbers that differ by less than this, beside the largest of their array, are the same.
SAME = 1e-12
#: Steps that all passes forward of one check may take together: of a large array some entries are checked.
_MOST_STEPS = 6_000
#: At least so many of each array.
_LEAST_ENTRIES = 4


def relative_error(given: np.ndarray, expected: np.ndarray) -> float:
    """0 for the same, infinity where something was expected to be 0, or was never given."""
    if not np.isfinite(given).all():
        return np.inf
    apart, whole = norm(given - expected), norm(expected)
    return apart / whole if whole else np.inf if apart else 0.0


class Place(NamedTuple):
    """Where two runs part."""

    name: str  # of the array
    t: int | None  # the time step, from 1 on; None for the loss


def parting(right: Run, given: Run) -> Place | None:
    """The first number on the clock that is another one; None where all are the same."""
    n_sequences = right.arrays["h"].shape[1]

    def differs(name: str, t: int | None) -> bool:
        at = slice(None) if t is None else t
        one, other = (
            run.sums[name[1:]][at] if name[1:] in run.sums else run.arrays[name][:, at] for run in (right, given)
        )
        whole = right.sums[name[1:]] if name[1:] in right.sums else right.arrays[name]
        return not np.allclose(other, one, rtol=0, atol=SAME * (np.abs(whole).max() or 1.0))

    for t in range(n_sequences):
        for name in ("a", "h"):
            if differs(name, t):
                return Place(name, t + 1)
    if differs("dh_output", None):
        return Place("dh_output", None)
    for t in reversed(range(n_sequences)):
        for name in ("dh", "da", "dW_h", "dW_x", "dB"):
            if differs(name, t):
                return Place(name, t + 1)
        if t > 0 and differs("dh_next", t - 1):
            return Place("dh_next", t + 1)
        if differs("dx", t):
            return Place("dx", t + 1)
    return None


class Checked(NamedTuple):
    """How one gradient of a program compares with the slope of its own loss."""

    name: str
    error: float  # relative; over the entries that were checked
    passed: bool
    worst: tuple[int, ...]  # the entry that is furthest off
    given: float
    numerical: float
    entries: int  # how many were checked
    kinks: int  # how many of them were left out: a small change makes a relu switch there


def check_program(codes: Sequence[str], experiment: Experiment, run: Run, step: float | None = None) -> list[Checked]:
    """Every gradient of a program: with a `step` by central differences of that size, else by the complex step."""
    complex_step = step is None and ACTIVATIONS[experiment.activation].analytic
    method = "complex" if complex_step else "central"
    n_sequences = experiment.sizes.n_sequences
    each = max(_LEAST_ENTRIES, _MOST_STEPS // (n_sequences * len(CHECKED) * (1 if complex_step else 2)))
    found = []
    for name, of in CHECKED.items():
        start = getattr(experiment, "h_initial" if of == "h_0" else of)
        entries = _entries(start.shape, each)
        numerical, kinks = zip(
            *(_slope(codes, experiment, of, start, entry, step, complex_step) for entry in entries), strict=True
        )
        kept = ~np.array(kinks)
        given = np.array([run.arrays[name][entry] for entry in entries])
        expected = np.array(numerical)
        error = relative_error(given[kept], expected[kept]) if kept.any() else 0.0
        apart = np.where(kept, np.abs(given - expected), 0.0)
        worst = int(np.nanargmax(np.where(np.isfinite(apart), apart, np.inf)))
        # Where all is 0 a difference has its own rounding, which no tolerance beside 0 lets pass.
        passed = error <= PASSES[method] or bool(norm(given[kept] - expected[kept]) <= _ROUNDING[method])
        found.append(
            Checked(name, error, passed, entries[worst], given[worst], expected[worst], len(entries), int(sum(kinks)))
        )
    return found


#: What rounding leaves of a derivative that is 0.
_ROUNDING = {"complex": 1e-16, "central": 1e-10}


def curve(codes: Sequence[str], experiment: Experiment, run: Run) -> list[tuple[float, float]]:
    """(step, error of dL/dW_h by central differences of that step): too large a step bends, too small a one rounds."""
    steps = [10.0**-power for power in range(1, 14)]
    return [(step, check_program(codes, experiment, run, step)[0].error) for step in steps]


def _entries(shape: tuple[int, ...], most: int) -> list[tuple[int, ...]]:
    """All entries of an array, or so many of them, spread evenly."""
    size = int(np.prod(shape))
    picked = np.unique(np.linspace(0, size - 1, min(size, most)).astype(int))
    return [tuple(int(i) for i in np.unravel_index(at, shape)) for at in picked]


def _slope(
    codes: Sequence[str], experiment: Experiment, of: str, start: np.ndarray, entry: tuple[int, ...],
    step: float | None, complex_step: bool,
) -> tuple[float, bool]:  # fmt: skip
    """dL/d(start[entry]) of the program's own loss, and whether a kink stands there."""

    def moved(by: complex) -> tuple[np.ndarray, complex]:
        values = start.astype(np.result_type(np.float64, type(by)))
        values[entry] += by
        a, h = states_of(codes, experiment, {of: values})
        return a, _loss(experiment, h)

    if complex_step:
        return moved(1j * COMPLEX_STEP)[1].imag / COMPLEX_STEP, False
    size = CENTRAL_STEP if step is None else step
    (a_up, up), (a_down, down) = moved(size), moved(-size)
    kinks = ACTIVATIONS[experiment.activation].kinks
    switches = any(((a_up > kink) != (a_down > kink)).any() for kink in kinks)
    return (up - down) / (2 * size), switches


def _loss(experiment: Experiment, h: np.ndarray) -> complex:
    loss = LOSSES[experiment.loss]
    return loss.value(h, getattr(experiment, loss.array), experiment.carries_loss).value
