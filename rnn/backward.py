"""The way back: backpropagation through time.

    dL/dh_t = (from the output at t) + (from step t+1: dL/da_{t+1} W_h^T)
    dL/da_t = dL/dh_t * f'(a_t)
    dL/dW_x = sum_t x_t^T dL/da_t     dL/dW_h = sum_t h_{t-1}^T dL/da_t     dL/dB = sum_t dL/da_t
    dL/dx_t = dL/da_t W_x^T           dL/dh_0 = dL/da_1 W_h^T

Source: P. Werbos, "Backpropagation through time: what it does and how to do it", Proc. IEEE 78 (1990).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnn.activations import activation_named
from rnn.buffers import buffer
from rnn.checks import numbers, read_only
from rnn.forward import Forward, samples
from rnn.params import Params
from rnn.threads import in_halves


@dataclass(frozen=True, eq=False, slots=True)
class Backward:
    """All that the way back computes; the two roads into every h_t are kept apart. Time comes first in `*_steps`."""

    fwd: Forward
    dh_output_steps: np.ndarray  # (n_sequences, batch_size, n_nodes)
    dh_next_steps: np.ndarray  # (n_sequences + 1, batch_size, n_nodes), beginning with dh_initial
    da_steps: np.ndarray  # (n_sequences, batch_size, n_nodes)
    dx_steps: np.ndarray  # (n_sequences, batch_size, n_features)
    stacked: np.ndarray  # (n_nodes + n_features + 1, n_nodes): [dW_h; dW_x; dB]

    @property
    def dh_output(self) -> np.ndarray:
        """What came from outside the recurrence: (batch_size, n_sequences, n_nodes)."""
        return self.dh_output_steps.swapaxes(0, 1)

    @property
    def dh_next(self) -> np.ndarray:
        """What came from t+1, zeros at the last step: (batch_size, n_sequences, n_nodes)."""
        return self.dh_next_steps[1:].swapaxes(0, 1)

    @property
    def dh(self) -> np.ndarray:
        """The sum of both roads: (batch_size, n_sequences, n_nodes)."""
        return read_only(self.dh_output + self.dh_next)

    @property
    def da(self) -> np.ndarray:
        """(batch_size, n_sequences, n_nodes)."""
        return self.da_steps.swapaxes(0, 1)

    @property
    def dx(self) -> np.ndarray:
        """(batch_size, n_sequences, n_features)."""
        return self.dx_steps.swapaxes(0, 1)

    @property
    def dh_initial(self) -> np.ndarray:
        """(batch_size, n_nodes)."""
        return self.dh_next_steps[0]

    @property
    def dW_x(self) -> np.ndarray:
        """(n_features, n_nodes)."""
        return self.stacked[self.fwd.params.n_nodes : -1]

    @property
    def dW_h(self) -> np.ndarray:
        """(n_nodes, n_nodes)."""
        return self.stacked[: self.fwd.params.n_nodes]

    @property
    def dB(self) -> np.ndarray:
        """(n_nodes,)."""
        return self.stacked[-1]

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
    rows, a = fwd.rows, fwd.a_steps
    params = params.astype(a.dtype)
    dh_output = _checked_gradient(dh_output, a, finite=not allow_overflow)
    if params.stacked.shape != fwd.params.stacked.shape:
        raise ValueError(f"W_x has shape {params.W_x.shape}; expected {fwd.params.W_x.shape}, as on the way forward.")
    n_sequences, batch_size, n_nodes = a.shape
    da = buffer(a.shape, a.dtype)
    dh_next = buffer((n_sequences + 1, batch_size, n_nodes), a.dtype)
    dh_next[-1] = 0.0  # nothing comes from beyond the last step
    W_h_back = params.W_h.T.copy()
    slope = activation_named(fwd.activation).slope
    arrays = rows, a, dh_output, dh_next, da
    in_halves(
        lambda part: _run(*[samples(array, part) for array in arrays], W_h_back, slope),
        batch_size,
        a[0].size * n_nodes,
    )
    dx, dW = _shared_weights(params, rows[:-1], da)
    return Backward(fwd, read_only(dh_output), read_only(dh_next), read_only(da), read_only(dx), read_only(dW))


def _shared_weights(params: Params, rows: np.ndarray, da: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """dx and [dW_h; dW_x; dB]: every step of every sample used the same weights, so all go into one product."""
    n_sequences, batch_size, _ = da.shape
    da = da.reshape(n_sequences * batch_size, -1)
    rows = rows.reshape(len(da), -1)
    dx = buffer((len(da), params.n_features), da.dtype)
    W_x_back = params.W_x.T

    def products(part: slice) -> np.ndarray:
        da[part].dot(W_x_back, dx[part])  # forward: a_t used x_t @ W_x
        return rows[part].T.dot(da[part])  # forward: a_t was [h_{t-1} | x_t | 1] @ [W_h; W_x; B]

    dW, *other_half = in_halves(products, len(da), rows.size * params.n_nodes)
    if other_half:
        dW += other_half[0]
    return dx.reshape(n_sequences, batch_size, -1), dW


def _run(
    rows: np.ndarray,
    a: np.ndarray,
    dh_output: np.ndarray,
    dh_next: np.ndarray,
    da: np.ndarray,
    W_h_back: np.ndarray,
    slope: Callable[..., np.ndarray],
) -> None:
    """Fills `da` and `dh_next`, from the last step to the first."""
    slope(a, rows[1:, ..., : a.shape[-1]], da)  # f'(a_t) for all t, in the place where da_t will stand
    dh_t = np.empty_like(a[0])
    backwards = zip(dh_output[::-1], dh_next[:0:-1], da[::-1], dh_next[-2::-1], strict=True)
    for dh_output_t, dh_next_t, da_t, dh_next_before in backwards:
        np.add(dh_output_t, dh_next_t, dh_t)  # forward: h_t went to the output and to step t+1
        np.multiply(dh_t, da_t, da_t)  # forward: h_t = f(a_t)
        da_t.dot(W_h_back, dh_next_before)  # forward: a_t used h_{t-1} @ W_h


def _checked_gradient(dh_output: np.ndarray, a: np.ndarray, *, finite: bool) -> np.ndarray:
    """A copy of dh_output with time first."""
    n_sequences, batch_size, n_nodes = a.shape
    dh_output = numbers(
        "dh_output", dh_output, ndim=3, expected="(batch_size, n_sequences, n_nodes)", finite=finite, dtype=a.dtype
    )
    if dh_output.shape != (batch_size, n_sequences, n_nodes):
        raise ValueError(
            f"dh_output has shape {dh_output.shape}; expected (batch_size, n_sequences, n_nodes) = "
            f"{(batch_size, n_sequences, n_nodes)}, as in h."
        )
    kept = buffer(a.shape, a.dtype)
    kept[...] = dh_output.swapaxes(0, 1)
    return kept
