"""Where a gradient comes from: the part that the loss at one step is responsible for, and what cutting leaves out.

    delta[s, t]   the part of dL/da_t that the loss at step s sent, t <= s; all of them add up to dL/da_t

Its length says how much arrives; its projection on the gradient itself, <delta[s, t], da_t> / ||da_t||, how much of the
gradient's length it makes up: those are signed and add up to the length.

Source: D. Cashman et al., "RNNbow: Visualizing Learning via Backpropagation Gradients in RNNs", arXiv 1907.12545; here
signed and not truncated.
"""

from dataclasses import dataclass

import numpy as np

from app.experiment import WEIGHTS
from app.trace.trace import Trace
from rnn import Backward, backward, forward, itemised_gradients, truncated_by_horizon, truncated_in_chunks
from rnn.norms import norm, norms

#: What of a road back is cut: every loss's own after k steps, or all of them after every k-th step.
CUTS = {"horizon": truncated_by_horizon, "chunks": truncated_in_chunks}


@dataclass(frozen=True, eq=False)
class Sources:
    """The parts of one sample's dL/da_t: (n_sequences at s, n_sequences at t), NaN where no loss or no road is."""

    lengths: np.ndarray  # of delta[s, t]
    projections: np.ndarray  # signed; the columns add up to `whole`
    whole: np.ndarray  # ||da_t||, (n_sequences,)
    residual: float  # the largest difference of a sum of parts from dL/da_t, beside the largest entry of that

    @property
    def count(self) -> int:
        """How many parts there are."""
        return int(np.isfinite(self.lengths).sum())


def sources(trace: Trace, sample: int) -> Sources | None:
    """The parts of one sample, counted from 0; None where the run overflows."""
    if trace.overflow and trace.overflow[0] != "update":
        return None
    experiment, one = trace.experiment, slice(sample, sample + 1)
    fwd = forward(trace.fwd.params, experiment.x[one], experiment.h_initial[one], experiment.activation)
    parts = itemised_gradients(fwd.params, fwd, trace.bwd.dh_output[one])
    da = trace.bwd.da[sample]
    whole = norms(da)
    n_sequences = len(whole)
    road = np.tril(np.ones((n_sequences, n_sequences), dtype=bool)) & experiment.carries_loss[:, None]
    projections = np.zeros((n_sequences, n_sequences))
    residual = 0.0
    for t, stack in enumerate(parts.stacks):
        along = da[t] / whole[t] if whole[t] else da[t]
        projections[t:, t] = stack[:, 0] @ along
        residual = max(residual, np.abs(stack[:, 0].sum(axis=0) - da[t]).max())
    largest = np.abs(da).max() or 1.0
    return Sources(
        np.where(road, parts.norms, np.nan), np.where(road, projections, np.nan), whole, float(residual / largest)
    )


def alone(trace: Trace, s: int) -> Backward:
    """The way back of the loss at one step alone, counted from 1, of all samples."""
    only = np.zeros_like(trace.bwd.dh_output)
    only[:, s - 1] = trace.bwd.dh_output[:, s - 1]
    return backward(trace.fwd.params, trace.fwd, only, allow_overflow=True)


def by_loss(trace: Trace, weight: str) -> dict[int, np.ndarray]:
    """What the loss at each step adds to the gradient of one weight, W_x, W_h or B, over all steps and samples."""
    carries = np.flatnonzero(trace.experiment.carries_loss) + 1
    return {int(s): getattr(alone(trace, int(s)), f"d{weight}") for s in carries}


@dataclass(frozen=True)
class Lost:
    """What cutting the way back makes of one gradient."""

    angle: float  # between the whole gradient and what is left, in degrees; NaN where one of them is 0
    length: float  # of what is left, beside the whole; NaN where that is 0


@dataclass(frozen=True, eq=False)
class Cut:
    """Truncated backpropagation: what is left of the gradients."""

    gradients: dict[str, np.ndarray]  # by the name of the weight
    lost: dict[str, Lost]


def cut(trace: Trace, k: int, way: str) -> Cut:
    """Every way of `CUTS`, after k steps."""
    left = CUTS[way](trace.fwd.params, trace.fwd, trace.bwd.dh_output, k).gradients
    gradients = {name: left[f"d{name}"] for name in WEIGHTS}
    return Cut(gradients, {name: _lost(getattr(trace.bwd, f"d{name}"), gradients[name]) for name in WEIGHTS})


def _lost(whole: np.ndarray, left: np.ndarray) -> Lost:
    before, after = norm(whole), norm(left)
    if before == 0:
        return Lost(np.nan, np.nan)
    if after == 0:
        return Lost(np.nan, 0.0)
    apart = norm(whole / before - left / after)  # the chord, which tells small angles apart
    return Lost(float(np.degrees(2 * np.arcsin(min(1.0, apart / 2)))), after / before)
