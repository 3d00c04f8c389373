"""An array of one's own beside the right one: the same, what a known mistake gives, or where it first differs.

An array was printed with some digits: it is the same as another where that one, printed so, would read the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

import numpy as np

from app.experiment import Experiment
from app.trace.mistakes import MISTAKES, right_program, with_mistakes
from app.trace.program import Run, run_program

#: What can be checked: the name on the page, and in a run of the program.
OWN = {
    "h": "h", "dh": "dh", "da": "da", "dx": "dx", "dW_h": "dW_h", "dW_x": "dW_x", "dB": "dB", "dh_0": "dh_initial",
}  # fmt: skip
#: Numbers that differ by less than this beside the largest may be the same in single precision.
_SINGLE = 2e-6
#: A mistake that is so many times nearer than the right array is what was made, even where both would print the same.
_NEARER = 100
#: Two mistakes at a time are looked at up to so many steps of all samples together.
_MOST_STEPS_OF_TWO = 100


@dataclass(frozen=True)
class Verdict:
    """What an array is."""

    kind: str  # equal, mistake, transposed, negated, factor, other, differs, shape
    digits: int = 0  # equal: in how many digits; 17 for every bit
    mistakes: tuple[tuple[str, ...], ...] = ()  # mistake: those that give it, two of them together in one
    factor: tuple[str, float] = ("", 1.0)  # factor: what it is called, and its value
    other: str = ""  # other: the name on the page of the array that it is
    entry: tuple[int, ...] = ()  # differs: the first entry that does
    found: float = 0.0
    expected: float = 0.0
    differing: int = 0  # differs: how many entries do
    shape: tuple[int, ...] = ()  # shape: what was expected


@dataclass(frozen=True, eq=False)
class _Printed:
    """An array as somebody printed it."""

    values: np.ndarray
    rounding: np.ndarray = field(init=False)  # half a unit of the last digit of each entry

    def __post_init__(self) -> None:
        object.__setattr__(self, "rounding", _rounding(self.values))

    def apart(self, candidate: np.ndarray) -> np.ndarray:
        """Where it is not that array: bool, of its shape."""
        allowed = np.maximum(self.rounding * (1 + 1e-9), _SINGLE * np.abs(candidate).max(initial=0))
        return ~(np.abs(self.values - candidate) <= allowed)

    def error(self, candidate: np.ndarray) -> float:
        """The largest difference, beside the largest entry; infinity where it is another array."""
        if candidate.shape != self.values.shape or not np.isfinite(candidate).all() or self.apart(candidate).any():
            return np.inf
        return float(np.abs(self.values - candidate).max() / (np.abs(candidate).max() or 1.0))


def check_own(experiment: Experiment, name: str, values: np.ndarray) -> Verdict:
    """What an array is that somebody takes for `OWN[name]`: every leading axis of length 1 may be missing."""
    right = run_program([line.code for line in right_program(experiment)], experiment)
    expected = right.arrays[OWN[name]]
    fits = _shaped(values, expected.shape)
    if fits is None:
        turned = values.T if values.ndim == 2 else None
        if turned is not None and turned.shape == expected.shape and np.isfinite(_Printed(turned).error(expected)):
            return Verdict("transposed")
        other = _other(right, name, values)
        return Verdict("other", other=other) if other else Verdict("shape", shape=expected.shape)
    printed = _Printed(fits)
    error = printed.error(expected)
    wrong = {made: other for made, other in _given_by_one(experiment, name) if not _same(other, expected)}
    found = {made: printed.error(other) for made, other in wrong.items()}
    nearest = min(found.values(), default=np.inf)
    if np.isfinite(error) and not nearest * _NEARER < error:
        return Verdict("equal", digits=_digits(error))
    if np.isfinite(nearest):
        return Verdict("mistake", mistakes=tuple(made for made in found if found[made] <= nearest * _NEARER))
    plain = _plain(printed, experiment, expected)
    if plain:
        return plain
    other = _other(right, name, values)
    if other:
        return Verdict("other", other=other)
    if experiment.sizes.batch_size * experiment.sizes.n_sequences <= _MOST_STEPS_OF_TWO:
        two = {made: printed.error(other) for made, other in _given_by_two(experiment, name)}
        nearest = min(two.values(), default=np.inf)
        if np.isfinite(nearest):
            return Verdict("mistake", mistakes=tuple(made for made in two if two[made] <= nearest * _NEARER))
    differing = printed.apart(expected)
    entry = tuple(int(i) for i in np.argwhere(differing)[0])
    return Verdict(
        "differs",
        entry=entry,
        found=float(fits[entry]),
        expected=float(expected[entry]),
        differing=int(differing.sum()),
    )


def _given_by_one(experiment: Experiment, name: str) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
    for mistake in MISTAKES:
        yield from _given(experiment, name, (mistake,))


def _given_by_two(experiment: Experiment, name: str) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
    for pair in combinations(MISTAKES, 2):
        yield from _given(experiment, name, pair)


def _given(
    experiment: Experiment, name: str, mistakes: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
    lines, made = with_mistakes(experiment, mistakes)
    if made == mistakes:
        yield made, run_program([line.code for line in lines], experiment).arrays[OWN[name]]


def _plain(printed: _Printed, experiment: Experiment, expected: np.ndarray) -> Verdict | None:
    """Whether it is the right array turned, negated, or times a plain factor."""
    if expected.ndim == 2 and np.isfinite(printed.error(expected.T)):
        return Verdict("transposed")
    if np.isfinite(printed.error(-expected)):
        return Verdict("negated")
    batch_size, n_sequences, _, n_nodes = experiment.sizes
    rate = experiment.learning_rate
    factors = {"batch_size": batch_size, "n_sequences": n_sequences, "n_nodes": n_nodes, "2": 2, "alpha": rate}
    factors |= {f"1/{name}": 1 / value for name, value in factors.items() if value}
    for name, value in factors.items():
        for sign in (1, -1):
            if value not in (0, 1) and np.isfinite(printed.error(sign * value * expected)):
                return Verdict("factor", factor=(("−" if sign < 0 else "") + name, sign * value))
    return None


def _other(right: Run, name: str, values: np.ndarray) -> str:
    """Another array of the run that it is."""
    for other, of in OWN.items():
        fits = _shaped(values, right.arrays[of].shape)
        if other != name and fits is not None and np.isfinite(_Printed(fits).error(right.arrays[of])):
            return other
    return ""


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and np.array_equal(one, other)


def _shaped(values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray | None:
    """The values in a shape that differs by axes of length 1 alone."""
    inner, outer = (tuple(size for size in one if size != 1) for one in (values.shape, shape))
    return values.reshape(shape) if inner == outer else None


def _digits(error: float) -> int:
    return 17 if error == 0 else int(np.clip(np.floor(-np.log10(error)), 1, 16))


def _rounding(values: np.ndarray) -> np.ndarray:
    """Half a unit of the last digit that each number was printed with.

    A number loses its last zeros: where decimals are fixed all have the finest unit, else all have as many digits.
    """
    flat = values.ravel().tolist()
    written = [Decimal(repr(value)).normalize() for value in flat if value != 0]
    if not written:
        return np.full(values.shape, 0.5e-16)
    finest = min(number.as_tuple().exponent for number in written)
    most = max(len(number.as_tuple().digits) for number in written)
    units = [finest if value == 0 else max(finest, Decimal(repr(value)).adjusted() - most + 1) for value in flat]
    return 0.5 * 10.0 ** np.array(units, dtype=np.float64).reshape(values.shape)
