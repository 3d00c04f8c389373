"""Truncated backpropagation through time, in both meanings, and what each leaves out.

delta[s, t] is the part of dL/da_t that the loss at step s is responsible for; whole: dL/da_t = sum over s >= t.
horizon    every loss goes back k steps: the parts with s - t < k
chunks     the sequence is cut after every k steps, and no gradient crosses a cut: s and t in the same chunk

Source: R. Williams and J. Peng, "An efficient gradient-based algorithm for on-line training of recurrent network
trajectories", Neural Computation 2 (1990).
"""

from dataclasses import dataclass

import numpy as np

from rnn.axes import batch_first, flat, time_first
from rnn.backward import backward, checked_inputs
from rnn.checks import read_only, whole
from rnn.forward import Forward
from rnn.params import Params
from rnn.records import Record


@dataclass(frozen=True, eq=False, slots=True)
class Truncated(Record):
    """The gradients that truncated backpropagation sees, and what it leaves out."""

    da: np.ndarray  # (batch_size, n_sequences, n_nodes)
    gradients: dict[str, np.ndarray]  # dW_x, dW_h, dB
    removed: dict[str, np.ndarray]  # the whole gradients minus these


def truncated_by_horizon(params: Params, fwd: Forward, dh_output: np.ndarray, k: int) -> Truncated:
    """Every loss goes back k steps: the parts (s, t) with s - t < k. Raises ValueError for k < 1."""
    params, dh_output = checked_inputs(params, fwd, dh_output, "truncated_by_horizon")
    k, slope, own = whole("k", k, 1, "a number of steps"), time_first(fwd.slope), time_first(dh_output)
    da = np.empty_like(own)
    parts = np.empty((0, *own.shape[1:]), own.dtype)  # delta[s, t], the nearest source s first
    for t in reversed(range(len(own))):
        carried = parts[: k - 1] @ params.W_h.T  # forward: a_{t+1} used h_t @ W_h
        parts = np.concatenate([own[t : t + 1], carried]) * slope[t]  # forward: h_t = f(a_t)
        da[t] = parts.sum(axis=0)
    return _truncated(params, fwd, dh_output, da)


def truncated_in_chunks(params: Params, fwd: Forward, dh_output: np.ndarray, k: int) -> Truncated:
    """The sequence is cut into chunks of k steps, and no gradient crosses a cut. Raises ValueError for k < 1."""
    params, dh_output = checked_inputs(params, fwd, dh_output, "truncated_in_chunks")
    k, slope, own = whole("k", k, 1, "a number of steps"), time_first(fwd.slope), time_first(dh_output)
    da = np.empty_like(own)
    for t in reversed(range(len(own))):
        last_of_chunk = (t + 1) % k == 0 or t + 1 == len(own)
        carried = 0.0 if last_of_chunk else da[t + 1] @ params.W_h.T  # forward: a_{t+1} used h_t @ W_h
        da[t] = (own[t] + carried) * slope[t]
    return _truncated(params, fwd, dh_output, da)


def _truncated(params: Params, fwd: Forward, dh_output: np.ndarray, da: np.ndarray) -> Truncated:
    bwd = backward(params, fwd, dh_output)
    gradients = {
        "dW_x": read_only(flat(time_first(fwd.x)).T @ flat(da)),
        "dW_h": read_only(flat(time_first(fwd.h_previous)).T @ flat(da)),
        "dB": read_only(flat(da).sum(axis=0)),
    }
    removed = {name: read_only(getattr(bwd, name) - part) for name, part in gradients.items()}
    return Truncated(batch_first(da), gradients, removed)
