"""Losses: what the states are compared with, and at which steps, as two registries.

half squared error    L = 1/batch_size sum 1/2 (h - y)^2        dL/dh = (h - y) / batch_size
given gradient        sum g h                                   dL/dh = g, which says itself where it enters

The L of a given gradient is not known. The page works out sum g h, whose gradient is g, and calls it that.

What a new entry needs besides:
a loss    its operation in `timeline/operations/loss.py`, and its sentences: see `docs/adding.md`
both      a word for each pair in `link.py`, and the sentences `choice.loss.<word>`, `caption.loss.<loss>.<placement>`
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnn import Loss, half_squared_error


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a loss may stand."""

    steps: Callable[[int], np.ndarray]  # n_sequences -> which time steps: bool, (n_sequences,)
    index: str  # what picks these steps of an array in a line of NumPy


PLACEMENTS = {
    "every": Placement(lambda n_sequences: np.ones(n_sequences, dtype=bool), ""),
    "last": Placement(lambda n_sequences: np.arange(n_sequences) == n_sequences - 1, "[:, -1]"),
}


#: What the page calls what a time step adds to the loss, and the gradient that it hands to its state.
STEP_NAME, HANDED_NAME = "L_{t}", "∂L_{t}/∂h_{t}"


@dataclass(frozen=True, slots=True)
class LossFunction:
    """What a loss is, wherever it stands."""

    array: str  # what the states are compared with: the array of an experiment that belongs to this loss alone
    value: Callable[[np.ndarray, np.ndarray, np.ndarray], Loss]  # (h, that array, which steps carry a loss)
    line: str  # dL/dh as a line of NumPy, with {at} for the index of the placement
    carries: Callable[[np.ndarray], np.ndarray]  # that array -> which time steps it leaves a loss: (n_sequences,)
    placements: tuple[str, ...] = tuple(PLACEMENTS)
    name: str = "L"  # what the page calls its value
    step_name: str = STEP_NAME
    handed_name: str = HANDED_NAME
    is_error: bool = True  # whether less is better


def _half_squared_error(h: np.ndarray, y: np.ndarray, carries_loss: np.ndarray) -> Loss:
    return half_squared_error(h, y, carries_loss, allow_overflow=True)


def _given_gradient(h: np.ndarray, g: np.ndarray, carries_loss: np.ndarray) -> Loss:
    steps = np.where(g != 0, g * h, 0.0).sum(axis=(0, 2))  # 0 where g is 0, even if h overflowed
    return Loss(steps.sum().item(), steps, g)


LOSSES = {
    "half_squared_error": LossFunction(
        array="y",
        value=_half_squared_error,
        line="dh_output{at} = (h{at} - y{at}) / batch_size",
        carries=lambda y: np.ones(y.shape[1], dtype=bool),
    ),
    "given_gradient": LossFunction(
        array="g",
        value=_given_gradient,
        line="dh_output{at} = g{at}",
        carries=lambda g: g.any(axis=(0, 2)),
        placements=("every",),
        name="Σ g·h",
        step_name="Σ g_{t}·h_{t}",
        handed_name="g_{t}",
        is_error=False,
    ),
}
