"""Experiment -> Trace: the network run forward, back, and forward once more with the updated weights.

W <- W - alpha dL/dW        after all steps, once
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from app.experiment import EDITABLE, LOSSES, WEIGHTS, Experiment
from rnn import Backward, Forward, Loss, Params, backward, forward


@dataclass(frozen=True, eq=False)
class Trace:
    """All that one experiment computes."""

    experiment: Experiment
    fwd: Forward
    loss: Loss
    bwd: Backward
    updated: dict[str, np.ndarray]  # the weights after one update
    loss_after: float  # of a new forward pass with them; NaN when the update itself overflowed

    @cached_property
    def arrays(self) -> Mapping[str, np.ndarray]:
        """Every array by the name it has in views; a name ending in `_after` belongs to the new pass."""
        experiment, fwd, bwd = self.experiment, self.fwd, self.bwd
        return MappingProxyType(
            {
                **{name: getattr(experiment, name) for name in EDITABLE},
                "batch_size": np.asarray(float(experiment.sizes.batch_size)),
                "rate": np.asarray(experiment.learning_rate),
                "a": fwd.a,
                "h": fwd.h,
                "h_previous": fwd.h_previous,
                "loss_steps": self.loss.steps,
                "loss": np.asarray(self.loss.value),
                "dh_output": bwd.dh_output,
                "dh_next": bwd.dh_next,
                "dh": bwd.dh,
                "slope": fwd.slope,
                "da": bwd.da,
                "dx": bwd.dx,
                "dh_initial": bwd.dh_initial,
                **{f"d{name}": getattr(bwd, f"d{name}") for name in WEIGHTS},
                **{f"{name}_after": self.updated[name] for name in WEIGHTS},
                "loss_after": np.asarray(self.loss_after),
            }
        )

    @cached_property
    def overflow(self) -> tuple[str, int | None] | None:
        """Where the first result that is not finite stands: its phase, and its time step where it has one."""
        lost = _lost_steps(self.fwd.a)
        if lost.size:
            return "forward", int(lost[0]) + 1
        if not np.isfinite([*self.loss.steps, self.loss.value]).all() or _lost_steps(self.bwd.dh_output).size:
            return "loss", None
        t = self._overflow_back()
        if t is not None:
            return "backward", t
        after = [*self.updated.values(), np.asarray(self.loss_after)]
        return None if all(np.isfinite(values).all() for values in after) else ("update", None)

    def _overflow_back(self) -> int | None:
        """The step of the way back, T first, at which a gradient or a running sum is not finite any more."""
        bwd = self.bwd
        lost = [*_lost_steps(np.concatenate([bwd.dh, bwd.da, bwd.dx], axis=2))]
        for name in WEIGHTS:
            if not np.isfinite(getattr(bwd, f"d{name}")).all():
                with np.errstate(all="ignore"):
                    running = np.cumsum(getattr(bwd, f"d{name}_steps")[::-1], axis=0)[::-1]
                lost += [*np.flatnonzero(~np.isfinite(running).all(axis=tuple(range(1, running.ndim))))]
        if not np.isfinite(bwd.dh_initial).all():
            lost.append(0)
        return int(max(lost)) + 1 if lost else None


def run(experiment: Experiment) -> Trace:
    """Runs an experiment; results that overflow are kept as infinity or NaN."""
    params = Params(**{name: getattr(experiment, name) for name in WEIGHTS})
    with np.errstate(all="ignore"):
        return _run(experiment, params)


def _run(experiment: Experiment, params: Params) -> Trace:
    loss_function = LOSSES[experiment.loss]

    def forward_and_loss(weights: Params) -> tuple[Forward, Loss]:
        fwd = forward(weights, experiment.x, experiment.h_initial, experiment.activation)
        return fwd, loss_function.value(fwd.h, getattr(experiment, loss_function.array), experiment.carries_loss)

    fwd, loss = forward_and_loss(params)
    bwd = backward(params, fwd, loss.dh_output, allow_overflow=True)
    updated = {name: getattr(params, name) - experiment.learning_rate * getattr(bwd, f"d{name}") for name in WEIGHTS}
    finite = all(np.isfinite(values).all() for values in updated.values())
    loss_after = forward_and_loss(Params(**updated))[1].value if finite else float("nan")
    return Trace(experiment, fwd, loss, bwd, updated, loss_after)


def _lost_steps(values: np.ndarray) -> np.ndarray:
    """The time steps (0-based) at which an array (batch_size, n_sequences, ...) is not finite."""
    return np.flatnonzero(~np.isfinite(values).all(axis=(0, 2)))
