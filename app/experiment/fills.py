"""Ways to fill the numbers of one array: what it holds, an amount and a visible seed -> an array of the same shape.

    zeros       0                   constant  amount
    identity    I                   scaled_identity  amount * I
    orthogonal  Q, with orthonormal rows or columns
    xavier      U(-r, r), r = sqrt(6 / (fan_in + fan_out))
    he          N(0, 2 / fan_in)    gaussian  N(0, amount^2)
    spectral_radius     current * amount / max |eigenvalue of current|
    times       current * amount

A fill gives the same bits on every machine: experiments travel as the name of a fill and its seed.
States are rows (x_t W_x), so a weight of shape (rows, columns) has fan_in = rows and fan_out = columns.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app import limits
from app.experiment.experiment import ExperimentError

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
    """Ones on the main diagonal; where rows and columns differ, the rest of the longer side is 0.

    For W_h with relu: Le, Jaitly, Hinton, "A Simple Way to Initialize Recurrent Networks of ReLUs" (2015).
    """
    return np.eye(*_matrix_shape(current))


def _scaled_identity(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return np.where(_identity(current, amount, rng) == 1, amount, 0.0)


def _orthogonal(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """Orthonormal columns, or orthonormal rows where there are fewer rows than columns.

    Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks"
    (2014). Q of a Gaussian matrix is uniform among all such when R's diagonal is positive, as it is here: Mezzadri,
    "How to generate random matrices from the classical compact groups" (2007).
    """
    rows, columns = _matrix_shape(current)
    columns_of_q = _orthonormal(rng.standard_normal((min(rows, columns), max(rows, columns))))
    return columns_of_q if rows < columns else np.ascontiguousarray(columns_of_q.T)


def _orthonormal(vectors: np.ndarray) -> np.ndarray:
    """Rows made orthonormal one after the other, by Gram and Schmidt.

    Twice, which is enough: Giraud, Langou, Rozloznik, "The loss of orthogonality in the Gram-Schmidt orthogonalization
    process" (2005). Sums are exact (`fsum`), because those of a linear algebra library differ from machine to machine.
    """
    done: list[np.ndarray] = []
    for vector in vectors:
        for other in done * 2:
            vector = vector - math.fsum((vector * other).tolist()) * other
        done.append(vector / math.sqrt(math.fsum((vector * vector).tolist())))
    return np.array(done)


def _xavier(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010), eq. 16."""
    fan_in, fan_out = _matrix_shape(current)
    reach = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-reach, reach, current.shape)


def _he(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """He, Zhang, Ren, Sun, "Delving Deep into Rectifiers" (2015), eq. 10, with a Gaussian as they have it."""
    fan_in, _ = _matrix_shape(current)
    return rng.normal(0, np.sqrt(2 / fan_in), current.shape)


def _gaussian(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return amount * rng.standard_normal(current.shape)


def _times(current: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return current * amount


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
}
