"""Ways to fill the numbers of one array: what it holds, an amount and a visible seed -> an array of the same shape.

    zeros       0                   constant  amount
    identity    I                   scaled_identity  amount * I
    orthogonal  Q, with orthonormal rows or columns
    xavier      U(-r, r), r = sqrt(6 / (fan_in + fan_out))
    he          N(0, 2 / fan_in)    gaussian  N(0, amount^2)
    spectral_radius     current * amount / max |eigenvalue of current|
    times       current * amount            plus      current + amount

A fill gives the same bits on every machine: experiments travel as the name of a fill and its seed. States are rows
(x_t W_x), so a weight of shape (rows, columns) has fan_in = rows and fan_out = columns. What begins a network elsewhere
too is an initializer of `rnn`, which names its source.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app import limits
from app.experiment.experiment import ExperimentError
from rnn import GlorotInitializer, HeInitializer, IdentityInitializer, OrthogonalInitializer

#: A relative change of a number that no visitor means.
_NUDGE = 1024 * np.finfo(np.float64).eps

Maker = Callable[[np.ndarray, float, np.random.Generator], np.ndarray]


@dataclass(frozen=True, slots=True)
class Fill:
    """One way to fill an array, and what it asks of the visitor."""

    make: Maker  # (current, amount, rng) -> filled
    amount: float | None = None  # what to suggest as the amount; None where there is none
    least: float = -np.inf  # the smallest amount that it takes
    random: bool = False  # whether the seed matters
    looks_at_current: bool = False  # whether what the array holds matters


def fill(name: str, current: np.ndarray, *, amount: float | None = None, seed: int = 0) -> np.ndarray:
    """An array of the shape of `current`, filled as `FILLS[name]` does; the same seed gives the same numbers.

    Without an amount the suggested one is taken. Raises ExperimentError when this array cannot be filled so.
    """
    if name not in FILLS:
        raise ExperimentError("error.choice", name="fill", found=name)
    chosen = FILLS[name]
    amount = chosen.amount if amount is None else amount
    if chosen.amount is not None and amount < chosen.least:
        raise ExperimentError("error.fill.amount", found=amount, least=chosen.least)
    if not isinstance(seed, int) or not 0 <= seed <= limits.MAX_SEED:
        raise ExperimentError("error.fill.seed", found=seed, largest=limits.MAX_SEED)
    if chosen.looks_at_current:
        return _made(chosen, np.asarray(current, dtype=np.float64), amount, seed)
    return _made_before(name, np.shape(current), amount, seed).copy()


@lru_cache(maxsize=32)
def _made_before(name: str, shape: tuple[int, ...], amount: float | None, seed: int) -> np.ndarray:
    """An experiment is read again with every edit of another number; its fills need not be made again."""
    return _made(FILLS[name], np.zeros(shape), amount, seed)


def _made(chosen: Fill, current: np.ndarray, amount: float | None, seed: int) -> np.ndarray:
    rng = np.random.Generator(np.random.PCG64(seed))
    with np.errstate(all="ignore"):
        filled = chosen.make(current, amount, rng)
    if not np.isfinite(filled).all():
        raise ExperimentError("error.fill.not_finite")
    return filled + 0.0  # -0.0, which 0 times a negative number gives, becomes 0.0


def _zeros(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return np.zeros(current.shape)


def _constant(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return np.full(current.shape, amount, dtype=np.float64)


def _identity(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """Ones on the main diagonal; where rows and columns differ, the rest of the longer side is 0."""
    return IdentityInitializer().W(*_matrix_shape(current))


def _scaled_identity(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return np.where(_identity(current, amount, rng) == 1, amount, 0.0)


def _orthogonal(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return OrthogonalInitializer(seed=rng).W(*_matrix_shape(current))


def _xavier(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return GlorotInitializer(seed=rng).W(*_matrix_shape(current))


def _he(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return HeInitializer(seed=rng).W(*_matrix_shape(current))


def _gaussian(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return amount * rng.standard_normal(current.shape)


def _times(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return current * amount


def _plus(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return current + amount


def _spectral_radius(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return current * radius_factor(current, amount, rng)


def radius_factor(current: np.ndarray, amount: float, rng: np.random.Generator | None = None) -> float:
    """By what to multiply a matrix so that its largest eigenvalue is `amount` in size.

    Jaeger, "The 'echo state' approach to analysing and training recurrent neural networks" (2001), section 3.
    Raises ExperimentError when it is not square, or when no factor does it.
    """
    rows, columns = _matrix_shape(current)
    if rows != columns:
        raise ExperimentError("error.fill.square", found=current.shape)
    largest = np.abs(current).max()
    if largest == 0:
        raise ExperimentError("error.fill.radius_zero")
    scaled = current / largest
    radius = _radius(scaled)
    rng = rng or np.random.default_rng(0)
    # Rounding gives a matrix of radius 0 some tiny one, which a change in the 13th digit turns into another.
    nudged = scaled * (1 + _NUDGE * rng.standard_normal(current.shape))
    if radius == 0 or not np.isclose(_radius(nudged), radius, rtol=0.1, atol=0):
        raise ExperimentError("error.fill.radius_zero")
    return float(amount / radius / largest)


def _radius(matrix: np.ndarray) -> float:
    return np.abs(np.linalg.eigvals(matrix)).max()


def _matrix_shape(current: np.ndarray) -> tuple[int, int]:
    if current.ndim != 2:
        raise ExperimentError("error.fill.matrix", found=current.shape)
    return current.shape


FILLS: dict[str, Fill] = {
    "zeros": Fill(_zeros),
    "constant": Fill(_constant, amount=1.0),
    "identity": Fill(_identity),
    "scaled_identity": Fill(_scaled_identity, amount=0.5),
    "orthogonal": Fill(_orthogonal, random=True),
    "xavier": Fill(_xavier, random=True),
    "he": Fill(_he, random=True),
    "gaussian": Fill(_gaussian, amount=0.1, least=0, random=True),
    "spectral_radius": Fill(_spectral_radius, amount=1.0, least=0, looks_at_current=True),
    "times": Fill(_times, amount=0.5, looks_at_current=True),
    "plus": Fill(_plus, amount=0.1, looks_at_current=True),
}
