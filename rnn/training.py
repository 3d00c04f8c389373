"""What training needs beside a layer: mini-batches, and gradients that are kept from exploding.

by global norm   g <- g min(1, limit / sqrt(sum over all arrays |g|^2))
per array        the same for each array by itself
by value         every entry into [-limit, limit]

Source: R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks" (2013).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rnn.checks import read_only


@dataclass(frozen=True, eq=False, slots=True)
class Clipped:
    """Gradients after clipping, and what it took away."""

    gradients: dict[str, np.ndarray]  # by name, shapes as given
    removed: dict[str, np.ndarray]  # given - gradients
    norm: float  # of all that was given, before clipping


def clip_by_global_norm(gradients: Mapping[str, np.ndarray], limit: float) -> Clipped:
    """Shortens all gradients together to the norm `limit`: their direction stays. Raises ValueError for limit <= 0."""
    factor = _shrink(_norm(gradients), limit)
    return _clipped(gradients, {name: factor * values for name, values in gradients.items()})


def clip_each_by_norm(gradients: Mapping[str, np.ndarray], limit: float) -> Clipped:
    """Shortens each array that is longer than `limit`: directions stay within an array, not between arrays."""
    return _clipped(gradients, {name: _shrink(_norm({name: g}), limit) * g for name, g in gradients.items()})


def clip_by_value(gradients: Mapping[str, np.ndarray], limit: float) -> Clipped:
    """Cuts every entry to [-limit, limit]: the direction may turn."""
    _checked_limit(limit)
    return _clipped(gradients, {name: np.clip(values, -limit, limit) for name, values in gradients.items()})


def minibatches(n_samples: int, batch_size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Indices of each mini-batch of one epoch: every sample once, shuffled; the last batch may be smaller."""
    order = rng.permutation(n_samples)
    for start in range(0, n_samples, batch_size):
        yield order[start : start + batch_size]


def _clipped(given: Mapping[str, np.ndarray], kept: dict[str, np.ndarray]) -> Clipped:
    removed = {name: read_only(given[name] - values) for name, values in kept.items()}
    return Clipped({name: read_only(values) for name, values in kept.items()}, removed, _norm(given))


def _norm(gradients: Mapping[str, np.ndarray]) -> float:
    return float(np.sqrt(sum((values * values).sum() for values in gradients.values())))


def _shrink(norm: float, limit: float) -> float:
    _checked_limit(limit)
    return 1.0 if norm <= limit else limit / norm


def _checked_limit(limit: float) -> None:
    if not limit > 0:
        raise ValueError(f"limit is {limit}; expected a number above 0.")
