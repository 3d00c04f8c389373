"""Where a gradient comes from and what it passes on its way: itemised gradients, Jacobians.

delta[s, t]   the part of dL/da_t that the loss at step s is responsible for, t <= s:
              delta[s, s] = dh_output_s f'(a_s)        delta[s, t] = delta[s, t+1] W_h^T diag(f'(a_t))
              dL/da_t = sum over s of delta[s, t]
M_t           dh_t/dh_{t-1} = W_h diag(f'(a_t)), row = node at t-1; a gradient goes back as g_{t-1} = g_t M_t^T
"""

from dataclasses import dataclass

import numpy as np

from rnn.backward import entered
from rnn.checks import read_only
from rnn.forward import Forward
from rnn.layout import Sources
from rnn.params import Params
from rnn.threads import one_core_for_each_product


@dataclass(frozen=True, eq=False, slots=True)
class ItemisedGradients:
    """Every gradient by the step s whose loss it comes from and the step t where it acts."""

    fwd: Forward
    sources: Sources  # stacks: for every t (batch_size, n_sequences - t, n_nodes), delta[s, t] for s = t, t+1, ...
    norms: np.ndarray  # (n_sequences at s, n_sequences at t), of delta[s, t] over batch and nodes

    @property
    def delta(self) -> np.ndarray:
        """(n_sequences at s, n_sequences at t, batch_size, n_nodes), zeros where t > s; put together at each call."""
        batch_size, n_sequences, n_nodes = self.fwd.h.shape
        delta = np.zeros((n_sequences, n_sequences, batch_size, n_nodes), self.fwd.h.dtype)
        for t, stack in enumerate(self.sources.stacks):
            delta[t:, t] = stack.swapaxes(0, 1)
        return read_only(delta)

    def part(self, s: int, t: int) -> dict[str, np.ndarray]:
        """What the loss at step s adds to dW_x, dW_h and dB at step t, batch summed; both steps count from 0."""
        stack = self.sources.stacks[t]
        delta = stack[:, s - t] if s >= t else np.zeros_like(stack[:, 0])
        return {
            "dW_x": self.fwd.x[:, t].T @ delta,
            "dW_h": self.fwd.h_previous[:, t].T @ delta,
            "dB": delta.sum(axis=0),
        }

    def entry(self, weight: str, *index: int) -> np.ndarray:
        """The signed part of every (s, t) in one entry of dW_x, dW_h or dB, such as entry("W_h", 0, 2): (s, t)."""
        sources = {"W_x": self.fwd.x, "W_h": self.fwd.h_previous, "B": np.ones((*self.fwd.x.shape[:2], 1))}
        if weight not in sources:
            raise ValueError(f"weight is {weight!r}; expected one of W_x, W_h, B.")
        source = sources[weight][:, :, index[0] if len(index) == 2 else 0]  # what the weight was multiplied by
        found = np.zeros((source.shape[1],) * 2, source.dtype)
        for t, stack in enumerate(self.sources.stacks):
            found[t:, t] = source[:, t] @ stack[:, :, index[-1]]
        return found


def itemised_gradients(params: Params, fwd: Forward, dh_output: np.ndarray) -> ItemisedGradients:
    """All sources go back together: one stack, one product for each step (and sample). Raises as backward."""
    params, dh_output = entered(params, fwd, dh_output)
    sources, slope = fwd.states.sizes.sources.take(), fwd.slope
    own = dh_output * slope  # forward: h_t = f(a_t)
    n_sequences = own.shape[1]
    squares = np.zeros((n_sequences, n_sequences))  # by t and s
    later = None
    with one_core_for_each_product():
        for t in reversed(range(n_sequences)):
            stack = sources.stacks[t]
            stack[:, 0] = own[:, t]  # its own loss joins the stack
            if later is not None:
                for sample, slope_t in enumerate(slope[:, t]):
                    W_h_and_slope = params.W_h_back * slope_t  # forward: a_{t+1} used h_t @ W_h, and h_t = f(a_t)
                    later[sample].dot(W_h_and_slope, stack[sample, 1:])
            np.vecdot(stack, stack).sum(axis=0, out=squares[t, t:])
            later = stack
    return ItemisedGradients(fwd, sources, read_only(np.sqrt(squares).T))


def step_jacobians(fwd: Forward) -> np.ndarray:
    """M_t = dh_t/dh_{t-1} for every t: (batch_size, n_sequences, n_nodes at t-1, n_nodes at t)."""
    return fwd.params.W_h * fwd.slope[:, :, None, :]


def jacobian(fwd: Forward, t: int, k: int) -> np.ndarray:
    """dh_t/dh_k = M_{k+1} ... M_t: (batch_size, n_nodes at k, n_nodes at t); h_0 is h_initial, 0 <= k <= t.

    Raises ValueError for other t and k.
    """
    if not 0 <= k <= t <= fwd.states.sizes.n_sequences:
        raise ValueError(f"t is {t} and k is {k}; expected 0 <= k <= t <= {fwd.states.sizes.n_sequences}, as in h.")
    steps, n_nodes = step_jacobians(fwd), fwd.params.n_nodes
    product = np.broadcast_to(np.eye(n_nodes), (len(steps), n_nodes, n_nodes))
    for step in range(k, t):
        product = product @ steps[:, step]
    return product


def jacobians_back(fwd: Forward, t: int) -> np.ndarray:
    """dh_t/dh_k for every k = 0..t: (batch_size, t + 1, n_nodes at k, n_nodes at t)."""
    last = jacobian(fwd, t, t)
    steps, found = step_jacobians(fwd), [last]
    for step in reversed(range(t)):
        found.append(steps[:, step] @ found[-1])
    return np.stack(found[::-1], axis=1)


def singular_values(jacobians: np.ndarray) -> np.ndarray:
    """Singular values (..., n_nodes), largest first; the first is the norm: the most that a change can grow."""
    return np.linalg.svd(jacobians, compute_uv=False)


def spectral_radius(W_h: np.ndarray) -> float:
    """The largest absolute eigenvalue: what repetition does in the end, slopes aside."""
    return float(np.abs(np.linalg.eigvals(W_h)).max())


def spectral_norm(W_h: np.ndarray) -> float:
    """The largest singular value: what one step can do at most, slopes aside."""
    return float(np.linalg.norm(W_h, 2))


def slope_factors(fwd: Forward) -> np.ndarray:
    """The mean of f'(a_t) over the nodes, by sample and step: (batch_size, n_sequences)."""
    return fwd.slope.mean(axis=2)
