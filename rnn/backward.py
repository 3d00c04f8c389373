"""The way back: backpropagation through time.

    dL/dh_t = (from the output at t) + (from step t+1: dL/da_{t+1} W_h^T)
    dL/da_t = dL/dh_t * f'(a_t)
    dL/dW_x = sum_t x_t^T dL/da_t     dL/dW_h = sum_t h_{t-1}^T dL/da_t     dL/dB = sum_t dL/da_t
    dL/dx_t = dL/da_t W_x^T           dL/dh_0 = dL/da_1 W_h^T

Source: P. Werbos, "Backpropagation through time: what it does and how to do it", Proc. IEEE 78 (1990).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from rnn.activations import activation_named
from rnn.checks import numbers, read_only
from rnn.forward import Forward
from rnn.layout import Gradients, GradientsBlock
from rnn.params import Params
from rnn.threads import run_followed, run_parts


@dataclass(frozen=True, eq=False, slots=True)
class Backward:
    """All that the way back computes; the two roads into every h_t are kept apart."""

    fwd: Forward
    params: Params
    gradients: Gradients  # dh_output, da and dx of every step, time first
    dh_initial: np.ndarray  # (batch_size, n_nodes)
    stacked: np.ndarray  # (n_nodes + n_features + 1, n_nodes): [dW_h; dW_x; dB]
    _dh_next: np.ndarray = field(init=False, repr=False)  # once it was asked for

    @property
    def dh_output(self) -> np.ndarray:
        """What came from outside the recurrence: (batch_size, n_sequences, n_nodes)."""
        return self.gradients.dh_output.swapaxes(0, 1)

    @property
    def dh_next(self) -> np.ndarray:
        """What came from t+1, zeros at the last step: (batch_size, n_sequences, n_nodes)."""
        try:
            return self._dh_next
        except AttributeError:
            object.__setattr__(self, "_dh_next", read_only(_carried(self.gradients, self.params).swapaxes(0, 1)))
            return self._dh_next

    @property
    def dh(self) -> np.ndarray:
        """The sum of both roads: (batch_size, n_sequences, n_nodes)."""
        return read_only(self.dh_output + self.dh_next)

    @property
    def da(self) -> np.ndarray:
        """(batch_size, n_sequences, n_nodes)."""
        return self.gradients.da.swapaxes(0, 1)

    @property
    def dx(self) -> np.ndarray:
        """(batch_size, n_sequences, n_features)."""
        return self.gradients.dx.swapaxes(0, 1)

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
    params, dh_output = entered(params, fwd, dh_output, finite=not allow_overflow)
    states, sizes = fwd.states, fwd.states.sizes
    gradients = sizes.gradients.take()
    dh = np.zeros(sizes.h_initial, sizes.dtype)  # what comes from t+1: nothing beyond the last step
    slope = activation_named(fwd.activation).slope

    def back(part: int, stretch: int) -> None:
        h_blocks, (samples, stretches) = states.blocks[part], gradients.parts[part]
        _run(h_blocks, stretches[stretch], dh_output, dh[samples], params.W_h_back, slope)

    def shared(stretch: int) -> np.ndarray:
        da, dx = gradients.rows[stretch]
        da.dot(params.W_x_back, dx)  # forward: a_t used x_t @ W_x
        return states.rows_back[stretch].dot(da)  # forward: a_t was [h_{t-1} | x_t | 1] @ [W_h; W_x; B]

    # Every step of every sample used the same weights, so their gradients are one product of all rows.
    n_parts, n_stretches, work = len(sizes.parts), len(sizes.stretches), sizes.weights_multiplications
    if n_parts == 1:
        sums = run_followed(lambda stretch: back(0, stretch), shared, n_stretches, work)
    else:
        run_parts(lambda part: [back(part, stretch) for stretch in range(n_stretches)], n_parts, work)
        sums = run_parts(shared, n_stretches, work)
    stacked = sums[0] if n_stretches == 1 else np.add(*sums, out=sums[0])
    return Backward(fwd, params, gradients, read_only(dh), read_only(stacked))


def entered(params: Params, fwd: Forward, dh_output: np.ndarray, finite: bool = True) -> tuple[Params, np.ndarray]:
    """params and dh_output in the dtype of fwd, after the checks that backward promises."""
    sizes = fwd.states.sizes
    params = params.astype(sizes.dtype)
    dh_output = numbers("dh_output", dh_output, sizes.dtype, "(batch_size, n_sequences, n_nodes)", finite)
    if dh_output.shape != sizes.h:
        raise ValueError(
            f"dh_output has shape {dh_output.shape}; expected (batch_size, n_sequences, n_nodes) = {sizes.h}, as in h."
        )
    if params is not fwd.params and params.sizes != fwd.params.sizes:
        raise ValueError(f"W_x has shape {params.W_x.shape}; expected {fwd.params.W_x.shape}, as on the way forward.")
    return params, dh_output


def _run(
    h_blocks: Sequence[np.ndarray],
    stretch: Sequence[GradientsBlock],
    dh_output: np.ndarray,
    dh: np.ndarray,
    W_h_back: np.ndarray,
    slope: Callable[..., np.ndarray],
) -> None:
    """Fills da of some samples and steps, the last first; dh holds what comes from t+1, and then what goes on."""
    add, multiply = np.add, np.multiply  # found once: looking them up at every step costs a tenth of a small step
    for number, place, kept, da, steps in stretch:
        kept[...] = dh_output if place is None else dh_output[place]
        da[...] = h_blocks[number]
        slope(da, da)  # f'(a_t), in the place where da_t will stand
        for dh_output_t, da_t in steps:
            add(dh, dh_output_t, dh)  # forward: h_t went to the output and to step t+1
            multiply(dh, da_t, da_t)  # forward: h_t = f(a_t)
            da_t.dot(W_h_back, dh)  # forward: a_t used h_{t-1} @ W_h


def _carried(gradients: Gradients, params: Params) -> np.ndarray:
    """What came from t+1 for every t, time first: the same products once more, since backward adds them on at once."""
    dh_next = np.zeros_like(gradients.da)
    with np.errstate(all="ignore"):  # backward has warned of an overflow already
        for samples, stretches in gradients.parts:
            das = [da_t for stretch in stretches for block in stretch for _, da_t in block.steps]
            for da_t, dh_next_before in zip(das, dh_next[-2::-1, samples], strict=False):
                dh_next_before[...] = da_t.dot(params.W_h_back)  # forward: a_t used h_{t-1} @ W_h
    return dh_next
