"""Insights: what each preset is about, as a claim on the trace as it stands.

A claim gives the numbers that its sentence names, or None where it does not hold: after an edit a sentence says what is
so, or nothing. Lengths are Euclidean norms over nodes of dL/dh_t, of the first sample.
"""

from collections.abc import Callable

import numpy as np

from app import limits
from app.trace.matrix import matrix
from app.trace.trace import Trace

#: What is left of a gradient that has vanished, at most.
_VANISHED = 1e-3
#: Factors that differ by less than this part are the same.
_SAME = 0.005

Numbers = dict[str, float]
Claim = Callable[[Trace], Numbers | None]


def insight(preset: str, trace: Trace) -> Numbers | None:
    """The numbers of a preset's sentence, empty where it names none; None where what it says does not hold."""
    if trace.overflow or trace.experiment.sizes.n_nodes > limits.TEACHING_NODES:
        return None
    with np.errstate(all="ignore"):
        return CLAIMS[preset](trace)


def lengths(trace: Trace) -> np.ndarray:
    """How long dL/dh_t is at every time step, (n_sequences,)."""
    with np.errstate(all="ignore"):
        return np.linalg.norm(trace.bwd.dh[0], axis=1)


def _factors(trace: Trace) -> np.ndarray:
    """What each step back multiplies the length by, from the last step on: (n_sequences - 1,)."""
    found = lengths(trace)
    return (found[:-1] / found[1:])[::-1]


def _holds(true: bool, **numbers: float) -> Numbers | None:
    return numbers if true else None


def _textbook(trace: Trace) -> Numbers | None:
    together = np.sign(trace.bwd.dh_output) * np.sign(trace.bwd.dh_next)
    return _holds((together > 0).any() and (together < 0).any())


def _pencil(trace: Trace) -> Numbers | None:
    return _holds(trace.experiment.sizes.n_nodes == 1 and trace.experiment.activation == "identity")


def _last_step(trace: Trace) -> Numbers | None:
    carries = trace.experiment.carries_loss
    return _holds(bool(carries[-1]) and not carries[:-1].any())


def _batch(trace: Trace) -> Numbers | None:
    h_initial = trace.experiment.h_initial
    return _holds(len(h_initial) == 2 and (h_initial[0] != h_initial[-1]).any())


def _relu_identity(trace: Trace) -> Numbers | None:
    bwd = trace.bwd
    return _holds(np.allclose(bwd.dh_next[:, :-1], bwd.dh[:, 1:]) and bwd.dh_next[:, :-1].any())


def _dead_relu(trace: Trace) -> Numbers | None:
    return _holds(trace.experiment.activation == "relu" and bool((trace.fwd.a < 0).all()))


def _zero_weights(trace: Trace) -> Numbers | None:
    bwd = trace.bwd
    return _holds(not trace.fwd.h_previous.any() and not bwd.dW_h.any() and bwd.dW_x.any() and bwd.dB.any())


def _same_factor(trace: Trace, fits: Callable[[float], bool]) -> Numbers | None:
    """One factor for every step back, and what becomes of the gradient's length by it."""
    found, factors = lengths(trace), _factors(trace)
    if not len(factors) or not np.isfinite(factors).all() or _last_step(trace) is None:
        return None
    factor = float(np.median(factors))
    alike = np.abs(factors - factor).max() <= _SAME * factor
    return _holds(bool(alike) and fits(factor), factor=factor, steps=len(factors), last=found[-1], first=found[0])


def _vanishing(trace: Trace) -> Numbers | None:
    return _same_factor(trace, lambda factor: factor < 1 - _SAME)


def _exploding(trace: Trace) -> Numbers | None:
    return _same_factor(trace, lambda factor: factor > 1 + _SAME)


def _constant(trace: Trace) -> Numbers | None:
    W_h = trace.experiment.W_h
    orthogonal = np.allclose(W_h.T @ W_h, np.eye(len(W_h)))
    return _holds(orthogonal and trace.experiment.activation == "identity" and _last_step(trace) is not None)


def _saturation(trace: Trace) -> Numbers | None:
    known, found = matrix(trace.experiment.W_h), lengths(trace)
    saturated = trace.experiment.activation == "tanh" and np.median(trace.fwd.slope) < 0.5
    vanishes = found[0] <= _VANISHED * found[-1]
    return known and _holds(
        known.spectral_radius > 1 and saturated and vanishes and _last_step(trace) is not None,
        radius=known.spectral_radius, last=found[-1], first=found[0], steps=len(found),
    )  # fmt: skip


def _non_normal(trace: Trace) -> Numbers | None:
    known, factors = matrix(trace.experiment.W_h), _factors(trace)
    grows = len(factors) and factors[0] > 1 and _last_step(trace) is not None
    return known and _holds(
        bool(grows) and known.spectral_radius < 1 and not known.normal, radius=known.spectral_radius
    )


def _normal(trace: Trace) -> Numbers | None:
    known, factors = matrix(trace.experiment.W_h), _factors(trace)
    shrinks = len(factors) and (factors < 1).all() and _last_step(trace) is not None
    return known and _holds(bool(shrinks) and known.spectral_radius < 1 and known.normal, radius=known.spectral_radius)


def _remembers(trace: Trace) -> Numbers | None:
    """Of node 3: what of x_1 is in its last state, and what of its gradient comes back to step 1."""
    if trace.experiment.sizes.n_nodes < 3 or trace.experiment.x[0, 1:].any() or _last_step(trace) is None:
        return None
    state, (first, *_, last) = trace.fwd.h[0, -1, 2], np.abs(trace.bwd.dh[0, [0, -1, -1], 2])
    remembers = abs(state) > 0.5 and first <= _VANISHED * last
    return _holds(bool(remembers), state=state, first=first, last=last, steps=len(trace.fwd.h[0]))


def _echo(trace: Trace) -> Numbers | None:
    experiment, h = trace.experiment, trace.fwd.h
    if experiment.sizes.n_nodes < 4 or experiment.sizes.n_sequences < 4:
        return None
    repeats = np.array_equal(h[:, 3:, 3], experiment.x[:, :-3, 0]) and experiment.x[:, :-3, 0].any()
    return _holds(bool(repeats) and not np.linalg.matrix_power(experiment.W_h, len(experiment.W_h)).any())


#: What each preset is about.
CLAIMS: dict[str, Claim] = {
    "textbook": _textbook,
    "pencil": _pencil,
    "last_step": _last_step,
    "batch": _batch,
    "relu_identity": _relu_identity,
    "dead_relu": _dead_relu,
    "zero_weights": _zero_weights,
    "vanishing": _vanishing,
    "constant": _constant,
    "exploding": _exploding,
    "saturation": _saturation,
    "non_normal": _non_normal,
    "normal": _normal,
    "remembers": _remembers,
    "echo": _echo,
}
