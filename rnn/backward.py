"""The way back: backpropagation through time.

    dL/dh_t = (from the output at t) + (from step t+1: dL/da_{t+1} W_h^T)
    dL/da_t = dL/dh_t * f'(a_t)
    dL/dW_x = sum_t x_t^T dL/da_t     dL/dW_h = sum_t h_{t-1}^T dL/da_t     dL/dB = sum_t dL/da_t
    dL/dx_t = dL/da_t W_x^T           dL/dh_0 = dL/da_1 W_h^T

Source: P. Werbos, "Backpropagation through time: what it does and how to do it", Proc. IEEE 78 (1990).
"""

from dataclasses import dataclass

import numpy as np

from rnn.activations import activation_named
from rnn.axes import batch_first, flat, product, time_first
from rnn.checks import instance, numbers, read_only
from rnn.forward import Forward
from rnn.params import Params
from rnn.records import Record


@dataclass(frozen=True, eq=False, slots=True)
class Backward(Record):
    """All that the way back computes; the two roads into every h_t are kept apart."""

    fwd: Forward
    params: Params
    dh_output: np.ndarray  # (batch_size, n_sequences, n_nodes): what came from outside the recurrence
    dh_next: np.ndarray  # (batch_size, n_sequences, n_nodes): what came from t+1, zeros at the last step
    dh: np.ndarray  # (batch_size, n_sequences, n_nodes): the sum of both roads
    da: np.ndarray  # (batch_size, n_sequences, n_nodes)
    dx: np.ndarray  # (batch_size, n_sequences, n_features)
    dh_initial: np.ndarray  # (batch_size, n_nodes)
    dstacked: np.ndarray  # (n_nodes + n_features + 1, n_nodes): [dW_h; dW_x; dB]

    @property
    def dW_x(self) -> np.ndarray:
        """(n_features, n_nodes)."""
        return self.dstacked[self.params.n_nodes : -1]

    @property
    def dW_h(self) -> np.ndarray:
        """(n_nodes, n_nodes)."""
        return self.dstacked[: self.params.n_nodes]

    @property
    def dB(self) -> np.ndarray:
        """(n_nodes,)."""
        return self.dstacked[-1]

    @property
    def dW_x_steps(self) -> np.ndarray:
        """What each step adds to dW_x, batch summed: (n_sequences, n_features, n_nodes)."""
        return read_only(time_first(self.fwd.x).swapaxes(1, 2) @ time_first(self.da))

    @property
    def dW_h_steps(self) -> np.ndarray:
        """What each step adds to dW_h, batch summed: (n_sequences, n_nodes, n_nodes)."""
        return read_only(time_first(self.fwd.h_previous).swapaxes(1, 2) @ time_first(self.da))

    @property
    def dB_steps(self) -> np.ndarray:
        """What each step adds to dB, batch summed: (n_sequences, n_nodes)."""
        return read_only(time_first(self.da).sum(axis=1))


def backward(params: Params, fwd: Forward, dh_output: np.ndarray, *, allow_overflow: bool = False) -> Backward:
    """Carries `dh_output` (batch_size, n_sequences, n_nodes), dL/dh_t from outside the recurrence, back in time.

    With `allow_overflow` a dh_output with infinity or NaN, as a way forward that overflowed leads to, is let
    through. Raises ValueError for wrong shapes, entries that are no real numbers and params of other sizes.
    """
    params, dh_output = checked_inputs(params, fwd, dh_output, "backward", finite=not allow_overflow)
    rows, n_nodes, W_h_T = fwd.rows, params.n_nodes, params.W_h.T.copy()

    # One piece of memory costs the system less than four. to_h[t] is what comes to h_t from step t+1, to h_0 too.
    memory = np.empty((4, *rows.shape[:2], n_nodes), rows.dtype)
    dh_out, dh, da, to_h = memory[0, 1:], memory[1, 1:], memory[2, 1:], memory[3]
    dh_out[...], to_h[-1] = dh_output.swapaxes(0, 1), 0.0
    da[...] = rows[1:, :, :n_nodes]  # h_t, which gives f'(a_t), of which each step makes dL/da_t
    activation_named(fwd.activation).slope(da, out=da)
    for dh_output_t, dh_next_t, dh_t, da_t, to_h_previous in zip(
        dh_out[::-1], to_h[:0:-1], dh[::-1], da[::-1], to_h[-2::-1], strict=True
    ):
        np.add(dh_output_t, dh_next_t, out=dh_t)  # forward: h_t went to the output and to step t+1
        da_t *= dh_t  # forward: h_t = f(a_t)
        da_t.dot(W_h_T, out=to_h_previous)  # forward: a_t used h_{t-1} @ W_h

    # Every step of every sample used the same weights, so the sum over steps and samples is one product of all rows.
    dstacked = flat(rows[:-1]).T.dot(flat(da))  # forward: a_t was [h_{t-1} | x_t | 1] @ [W_h; W_x; B]
    dx = product(da, params.W_x.T)  # forward: a_t used x_t @ W_x
    read_only(memory)
    return Backward(
        fwd,
        params,
        batch_first(dh_out),
        batch_first(to_h[1:]),
        batch_first(dh),
        batch_first(da),
        batch_first(dx),
        read_only(to_h[0]),
        read_only(dstacked),
    )


def checked_inputs(
    params: Params, fwd: Forward, dh_output: object, name: str, *, finite: bool = True
) -> tuple[Params, np.ndarray]:
    """params and dh_output in the dtype of fwd, after the checks that backward and its kin (`name`) promise."""
    if not (isinstance(params, Params) and isinstance(fwd, Forward)):
        instance("params", params, Params, f"{name}(params, fwd, dh_output)")
        instance("fwd", fwd, Forward, f"{name}(params, fwd, dh_output)")
    n_steps, batch_size, _ = fwd.rows.shape
    dtype, shape = fwd.rows.dtype, (batch_size, n_steps - 1, fwd.params.n_nodes)
    dh_output = numbers("dh_output", dh_output, dtype, "(batch_size, n_sequences, n_nodes)", finite)
    if dh_output.shape != shape:
        raise ValueError(
            f"dh_output has shape {dh_output.shape}; expected (batch_size, n_sequences, n_nodes) = {shape}, as in h."
        )
    if params.W_x.shape != fwd.params.W_x.shape:
        raise ValueError(f"W_x has shape {params.W_x.shape}; expected {fwd.params.W_x.shape}, as on the way forward.")
    return params.astype(dtype), dh_output
