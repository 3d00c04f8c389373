"""Truncated backpropagation through time, in both meanings, and what each leaves out.

delta[s, t] is the part of dL/da_t that the loss at step s is responsible for; whole: dL/da_t = sum over s >= t.
horizon    every loss goes back k steps: the parts with s - t < k
chunks     the sequence is cut after every k steps, and no gradient crosses a cut: s and t in the same chunk

Source: R. Williams and J. Peng, "An efficient gradient-based algorithm for on-line training of recurrent network
trajectories", Neural Computation 2 (1990).
"""

from dataclasses import dataclass

import numpy as np

from rnn.backward import Backward, backward
from rnn.checks import read_only
from rnn.forward import Forward
from rnn.params import Params


@dataclass(frozen=True, eq=False, slots=True)
class Truncated:
    """The gradients that truncated backpropagation sees, and what it leaves out."""

    da: np.ndarray  # (batch_size, n_sequences, n_nodes)
    gradients: dict[str, np.ndarray]  # dW_x, dW_h, dB
    removed: dict[str, np.ndarray]  # the whole gradients minus these


def truncated_by_horizon(params: Params, fwd: Forward, dh_output: np.ndarray, k: int) -> Truncated:
    """Every loss goes back k steps: the parts (s, t) with s - t < k. Raises ValueError for k < 1."""
    _checked_steps(k)
    bwd = backward(params, fwd, dh_output)
    slope, da = fwd.slope.swapaxes(0, 1), np.empty_like(bwd.gradients.da)
    W_h_back = params.astype(da.dtype).W_h.T
    carried = np.empty((0, *da.shape[1:]), da.dtype)  # one sheet for each source on its way, the nearest first
    for t in reversed(range(len(da))):
        parts = np.concatenate([bwd.gradients.dh_output[t : t + 1], carried[: k - 1]]) * slope[t]
        da[t] = parts.sum(axis=0)
        carried = parts @ W_h_back  # forward: a_t used h_{t-1} @ W_h
    return _truncated(fwd, da, bwd)


def truncated_in_chunks(params: Params, fwd: Forward, dh_output: np.ndarray, k: int) -> Truncated:
    """The sequence is cut into chunks of k steps, and no gradient crosses a cut. Raises ValueError for k < 1."""
    _checked_steps(k)
    bwd = backward(params, fwd, dh_output)
    slope, da = fwd.slope.swapaxes(0, 1), np.empty_like(bwd.gradients.da)
    W_h_back = params.astype(da.dtype).W_h.T
    for t in reversed(range(len(da))):
        last_of_chunk = (t + 1) % k == 0 or t + 1 == len(da)
        carried = 0.0 if last_of_chunk else da[t + 1] @ W_h_back  # forward: a_{t+1} used h_t @ W_h
        da[t] = (bwd.gradients.dh_output[t] + carried) * slope[t]
    return _truncated(fwd, da, bwd)


def _truncated(fwd: Forward, da: np.ndarray, bwd: Backward) -> Truncated:
    stacked = da.reshape(-1, da.shape[-1])
    gradients = {
        "dW_x": np.einsum("btf,tbn->fn", fwd.x, da),
        "dW_h": np.einsum("btm,tbn->mn", fwd.h_previous, da),
        "dB": stacked.sum(axis=0),
    }
    return Truncated(
        read_only(da).swapaxes(0, 1), gradients, {name: getattr(bwd, name) - part for name, part in gradients.items()}
    )


def _checked_steps(k: int) -> None:
    if k < 1:
        raise ValueError(f"k is {k}; expected a number of steps, 1 or more.")
