"""What one step back does to the length of the gradient that passes: two factors, and no more.

    slope   ||da_t|| / ||dh_t||              what f'(a_t) does: da_t = dh_t f'(a_t)
    W_h     ||da_t W_h^T|| / ||da_t||        what W_h does on the way to step t-1, between its least singular value
                                             and its largest

Lengths are Euclidean norms over the nodes of one sample. Between two steps the factors multiply, as far as nothing
joins on the way: where a step has a loss of its own, its gradient is added to what arrives.

Source: R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks", section 2
(2013).
"""

from dataclasses import dataclass

import numpy as np

from app.trace.trace import Trace
from rnn import jacobian, singular_values
from rnn.norms import norms


@dataclass(frozen=True, eq=False)
class Factors:
    """By time step, (n_sequences,): NaN where a gradient is 0, of which no factor exists."""

    slope: np.ndarray
    W_h: np.ndarray
    dh: np.ndarray  # the lengths of dL/dh_t
    own: np.ndarray  # and of what the step's own loss adds to it
    by_node: np.ndarray  # (n_nodes, n_sequences): what W_h does to each entry of da_t; the slope does f'(a_t)

    def between(self, last: int, first: int) -> tuple[float, float]:
        """What slopes and W_h do together on the way from step `last` back to step `first`, 1 <= first <= last."""
        passed = slice(first, last)
        return float(np.prod(self.slope[passed])), float(np.prod(self.W_h[passed]))


def factors(trace: Trace, sample: int) -> Factors:
    """The factors of one sample, counted from 0."""
    bwd, W_h = trace.bwd, trace.experiment.W_h
    dh, da = bwd.dh[sample], bwd.da[sample]
    sent = da @ W_h.T
    with np.errstate(all="ignore"):
        lengths, passed, left = norms(dh), norms(da), norms(sent)
        slope = np.where(lengths > 0, passed / lengths, np.nan)
        return Factors(
            slope,
            np.where(passed > 0, left / passed, np.nan),
            lengths,
            norms(bwd.dh_output[sample]),
            np.abs(sent / da).T,
        )


@dataclass(frozen=True, eq=False)
class Way:
    """How a change of h at one step changes h at a later one."""

    jacobian: np.ndarray  # dh_t/dh_k: (n_nodes at k, n_nodes at t)
    singular_values: np.ndarray  # (n_nodes,), the largest first: the first is its norm


def way(trace: Trace, sample: int, last: int, first: int) -> Way | None:
    """dh_last/dh_first of one sample, 0 <= first <= last; None where it is not finite."""
    matrix = jacobian(trace.fwd, last, first)[sample]
    return Way(matrix, singular_values(matrix)) if np.isfinite(matrix).all() else None
