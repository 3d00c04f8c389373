"""What training needs beside a layer: mini-batches, and gradients that are kept from exploding.

by global norm   g <- g min(1, limit / sqrt(sum over all arrays |g|^2))
per array        the same for each array by itself
by value         every entry into [-limit, limit]

Source: R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks" (2013).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rnn.checks import dtype_of, instance, number, numbers, read_only, said, whole
from rnn.norms import norm, scale_of
from rnn.records import Record


@dataclass(frozen=True, eq=False, slots=True)
class Clipped(Record):
    """Gradients after clipping, and what it took away."""

    gradients: dict[str, np.ndarray]  # by name, shapes as given
    removed: dict[str, np.ndarray]  # given - gradients
    norm: float  # of all that was given, before clipping


def clip_by_global_norm(gradients: Mapping[str, np.ndarray], limit: float) -> Clipped:
    """Shortens all gradients together to the norm `limit`: their direction stays. Raises ValueError for limit <= 0."""
    given, limit = _checked(gradients, limit)
    return _clipped(given, _shortened(given, limit))


def clip_each_by_norm(gradients: Mapping[str, np.ndarray], limit: float) -> Clipped:
    """Shortens each array that is longer than `limit`: directions stay within an array, not between arrays."""
    given, limit = _checked(gradients, limit)
    return _clipped(given, {name: _shortened({name: values}, limit)[name] for name, values in given.items()})


def clip_by_value(gradients: Mapping[str, np.ndarray], limit: float) -> Clipped:
    """Cuts every entry to [-limit, limit]: the direction may turn."""
    given, limit = _checked(gradients, limit)
    return _clipped(given, {name: np.clip(values, -limit, limit) for name, values in given.items()})


def minibatches(n_samples: int, batch_size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Indices of each mini-batch of one epoch: every sample once, shuffled; the last batch may be smaller."""
    n_samples, batch_size = whole("n_samples", n_samples), whole("batch_size", batch_size)
    instance("rng", rng, np.random.Generator, "minibatches(10, 4, np.random.default_rng(0))")
    order = rng.permutation(n_samples)
    return (order[start : start + batch_size] for start in range(0, n_samples, batch_size))


def _checked(gradients: Mapping[str, np.ndarray], limit: float) -> tuple[dict[str, np.ndarray], float]:
    if not isinstance(gradients, Mapping):
        raise ValueError(f"gradients is {said(gradients)}; expected arrays by name, such as {{'dW_h': bwd.dW_h}}.")
    given = {name: numbers(str(name), values, dtype_of(values), "any shape") for name, values in gradients.items()}
    return given, number("limit", limit, above=0, finite=False)


def _shortened(given: dict[str, np.ndarray], limit: float) -> dict[str, np.ndarray]:
    """All arrays together at most `limit` long."""
    scale = scale_of(*given.values())  # the factor limit / norm itself might be too small for a float
    scaled = {name: values / scale for name, values in given.items()}
    length = norm(*scaled.values())
    return given if length <= limit / scale else {name: values * (limit / length) for name, values in scaled.items()}


def _clipped(given: dict[str, np.ndarray], kept: dict[str, np.ndarray]) -> Clipped:
    gradients = {name: read_only(np.array(values)) for name, values in kept.items()}
    removed = {name: read_only(given[name] - values) for name, values in gradients.items()}
    return Clipped(gradients, removed, norm(*given.values()))
