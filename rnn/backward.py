"""The way back: backpropagation through time.

    dL/dh_t = (from the output at t) + (from step t+1: dL/da_{t+1} W_h^T)
    dL/da_t = dL/dh_t * f'(a_t)
    dL/dW_x = sum_t x_t^T dL/da_t     dL/dW_h = sum_t h_{t-1}^T dL/da_t     dL/dB = sum_t dL/da_t
    dL/dx_t = dL/da_t W_x^T           dL/dh_0 = dL/da_1 W_h^T

Source: P. Werbos, "Backpropagation through time: what it does and how to do it", Proc. IEEE 78 (1990).
"""

from dataclasses import dataclass

import numpy as np

from rnn.forward import Forward
from rnn.params import Params, checked, read_only


@dataclass(frozen=True, eq=False, slots=True)
class Backward:
    """All that the way back computes; the two roads into every h_t are kept apart."""

    fwd: Forward
    dh_output: np.ndarray  # (batch_size, n_sequences, n_nodes), from outside the recurrence
    dh_next: np.ndarray  # (batch_size, n_sequences, n_nodes), what came from t+1; zeros at the last step
    dh: np.ndarray  # (batch_size, n_sequences, n_nodes), their sum
    da: np.ndarray  # (batch_size, n_sequences, n_nodes)
    dx: np.ndarray  # (batch_size, n_sequences, n_features)
    dh_initial: np.ndarray  # (batch_size, n_nodes)
    dW_x: np.ndarray  # (n_features, n_nodes)
    dW_h: np.ndarray  # (n_nodes, n_nodes)
    dB: np.ndarray  # (n_nodes,)

    @property
    def dW_x_steps(self) -> np.ndarray:
        """What each step adds to dW_x, batch summed: (n_sequences, n_features, n_nodes)."""
        return read_only(np.einsum("btf,btn->tfn", self.fwd.x, self.da))

    @property
    def dW_h_steps(self) -> np.ndarray:
        """What each step adds to dW_h, batch summed: (n_sequences, n_nodes, n_nodes)."""
        return read_only(np.einsum("btm,btn->tmn", self.fwd.h_previous, self.da))

    @property
    def dB_steps(self) -> np.ndarray:
        """What each step adds to dB, batch summed: (n_sequences, n_nodes)."""
        return read_only(self.da.sum(axis=0))


def backward(params: Params, fwd: Forward, dh_output: np.ndarray, *, allow_overflow: bool = False) -> Backward:
    """Carries `dh_output` (batch_size, n_sequences, n_nodes), dL/dh_t from outside the recurrence, back in time.

    With `allow_overflow` a dh_output with infinity or NaN, as a way forward that overflowed leads to, is let
    through. Raises ValueError for wrong shapes, entries that are no real numbers and params of other sizes.
    """
    dh_output = checked(
        "dh_output",
        dh_output,
        ndim=3,
        expected="(batch_size, n_sequences, n_nodes)",
        finite=not allow_overflow,
    )
    if dh_output.shape != fwd.h.shape:
        raise ValueError(
            f"dh_output has shape {dh_output.shape}; expected (batch_size, n_sequences, n_nodes) = {fwd.h.shape}, "
            "as in h."
        )
    if (params.n_features, params.n_nodes) != (fwd.params.n_features, fwd.params.n_nodes):
        raise ValueError(f"W_x has shape {params.W_x.shape}; expected {fwd.params.W_x.shape}, as on the way forward.")
    slope = fwd.slope
    dh_next, dh, da = np.empty_like(dh_output), np.empty_like(dh_output), np.empty_like(dh_output)
    carried = np.zeros_like(fwd.h_initial)  # nothing comes from beyond the last step
    for t in reversed(range(dh_output.shape[1])):
        dh_next[:, t] = carried
        dh[:, t] = dh_output[:, t] + carried  # forward: h_t went to the output and to step t+1
        da[:, t] = dh[:, t] * slope[:, t]  # forward: h_t = f(a_t)
        carried = da[:, t] @ params.W_h.T  # forward: a_t used h_{t-1} @ W_h
    stacked = da.reshape(-1, params.n_nodes)
    return Backward(
        fwd=fwd,
        dh_output=dh_output,
        dh_next=read_only(dh_next),
        dh=read_only(dh),
        da=read_only(da),
        dx=read_only(da @ params.W_x.T),  # forward: a_t used x_t @ W_x
        dh_initial=read_only(carried),
        dW_x=read_only(fwd.x.reshape(-1, params.n_features).T @ stacked),
        dW_h=read_only(fwd.h_previous.reshape(-1, params.n_nodes).T @ stacked),
        dB=read_only(stacked.sum(axis=0)),
    )
