"""Where a gradient comes from and what it passes on its way: itemised gradients, Jacobians.

delta[s, t]   the part of dL/da_t that the loss at step s is responsible for, t <= s:
              delta[s, s] = dh_output_s f'(a_s)        delta[s, t] = delta[s, t+1] W_h^T f'(a_t)
              dL/da_t = sum over s of delta[s, t]
M_t           dh_t/dh_{t-1} = W_h diag(f'(a_t)), row = node at t-1; a gradient goes back as g_{t-1} = g_t M_t^T
"""

from dataclasses import dataclass
from numbers import Integral

import numpy as np

from rnn.axes import flat, time_first
from rnn.backward import checked_inputs
from rnn.checks import dtype_of, instance, numbers, read_only, said, whole
from rnn.forward import Forward
from rnn.norms import norms
from rnn.params import Params
from rnn.records import Record, closed


@dataclass(frozen=True, eq=False, slots=True)
class ItemisedGradients(Record):
    """Every gradient by the step s whose loss it comes from and the step t where it acts."""

    fwd: Forward
    stacks: tuple[np.ndarray, ...]  # for every t (n_sequences - t, batch_size, n_nodes): delta[s, t], s = t, t+1, ...
    norms: np.ndarray  # (n_sequences at s, n_sequences at t), of delta[s, t] over batch and nodes

    @property
    def delta(self) -> np.ndarray:
        """(n_sequences at s, n_sequences at t, batch_size, n_nodes), zeros where t > s; put together at each call."""
        batch_size, n_sequences, n_nodes = self.fwd.h.shape
        delta = np.zeros((n_sequences, n_sequences, batch_size, n_nodes), self.fwd.h.dtype)
        for t, stack in enumerate(self.stacks):
            delta[t:, t] = stack
        return read_only(delta)

    def part(self, s: int, t: int) -> dict[str, np.ndarray]:
        """What the loss at step s adds to dW_x, dW_h and dB at step t, batch summed.

        Both steps count from 0, or with -1 from the last. Raises ValueError for steps that the sequence does not have.
        """
        s, t = (_place(name, value, len(self.stacks)) for name, value in (("s", s), ("t", t)))
        delta = self.stacks[t][s - t] if s >= t else np.zeros_like(self.stacks[t][0])
        return {
            "dW_x": self.fwd.x[:, t].T @ delta,
            "dW_h": self.fwd.h_previous[:, t].T @ delta,
            "dB": delta.sum(axis=0),
        }

    def entry(self, weight: str, *index: int) -> np.ndarray:
        """The signed part of every (s, t) in one entry of dW_x, dW_h or dB, such as entry("W_h", 0, 2): (s, t).

        Raises ValueError for another weight, and an index that it does not have.
        """
        sources = {"W_x": self.fwd.x, "W_h": self.fwd.h_previous, "B": np.ones((*self.fwd.x.shape[:2], 1))}
        if not isinstance(weight, str) or weight not in sources:
            raise ValueError(f"weight is {said(weight)}; expected one of W_x, W_h, B.")
        shape = getattr(self.fwd.params, weight).shape
        if len(index) != len(shape):
            raise ValueError(f"index is {index}; expected {len(shape)} whole numbers for {weight}, of shape {shape}.")
        *row, column = (_place("index", place, size) for place, size in zip(index, shape, strict=True))
        source = time_first(sources[weight])[:, :, row[0] if row else 0]  # what the weight was multiplied by
        parts = np.zeros((len(self.stacks),) * 2, self.fwd.h.dtype)
        for t, stack in enumerate(self.stacks):
            parts[t:, t] = stack[:, :, column] @ source[t]
        return parts


def itemised_gradients(params: Params, fwd: Forward, dh_output: np.ndarray) -> ItemisedGradients:
    """All sources go back together: one stack, one product for each step. Raises as backward."""
    params, dh_output = checked_inputs(params, fwd, dh_output, "itemised_gradients")
    own, slope, W_h_T = time_first(dh_output), time_first(fwd.slope), params.W_h.T.copy()
    n_sequences = len(own)
    lengths = np.arange(n_sequences, 0, -1)
    memory = np.empty((lengths.sum(), *own.shape[1:]), own.dtype)  # one large piece costs the system less than many
    stacks, sizes = np.split(memory, np.cumsum(lengths)[:-1]), np.zeros((n_sequences, n_sequences))
    for t in reversed(range(n_sequences)):
        stack = stacks[t]
        stack[0] = own[t]  # its own loss joins the stack
        if t + 1 < n_sequences:
            flat(stacks[t + 1]).dot(W_h_T, out=flat(stack[1:]))  # forward: a_{t+1} used h_t @ W_h
        stack *= slope[t]  # forward: h_t = f(a_t)
        sizes[t:, t] = norms(stack)
    read_only(memory)
    return ItemisedGradients(fwd, closed(tuple(stacks)), read_only(sizes))


def step_jacobians(fwd: Forward) -> np.ndarray:
    """M_t = dh_t/dh_{t-1} for every t: (batch_size, n_sequences, n_nodes at t-1, n_nodes at t)."""
    instance("fwd", fwd, Forward, "step_jacobians(fwd)")
    return fwd.params.W_h * fwd.slope[:, :, None, :]


def jacobian(fwd: Forward, t: int, k: int) -> np.ndarray:
    """dh_t/dh_k = M_{k+1} ... M_t: (batch_size, n_nodes at k, n_nodes at t); h_0 is h_initial, 0 <= k <= t.

    Raises ValueError for other t and k.
    """
    t, k = _checked_steps(fwd, t, k)
    product = _identity(fwd)
    for step in range(k, t):
        product = product @ (fwd.params.W_h * fwd.slope[:, step, None, :])
    return product


def jacobians_back(fwd: Forward, t: int) -> np.ndarray:
    """dh_t/dh_k for every k = 0..t: (batch_size, t + 1, n_nodes at k, n_nodes at t). Raises as jacobian."""
    t, _ = _checked_steps(fwd, t, 0)
    steps, products = step_jacobians(fwd), [_identity(fwd)]
    for step in reversed(range(t)):
        products.append(steps[:, step] @ products[-1])
    return np.stack(products[::-1], axis=1)


def singular_values(jacobians: np.ndarray) -> np.ndarray:
    """Singular values (..., n_nodes), largest first; the first is the norm: the most that a change can grow."""
    return np.linalg.svd(_matrix("jacobians", jacobians), compute_uv=False)


def spectral_radius(W_h: np.ndarray) -> float:
    """The largest absolute eigenvalue: what repetition does in the end, slopes aside."""
    return float(np.abs(np.linalg.eigvals(_matrix("W_h", W_h, square=True))).max())


def spectral_norm(W_h: np.ndarray) -> float:
    """The largest singular value: what one step can do at most, slopes aside."""
    return float(np.linalg.norm(_matrix("W_h", W_h), 2))


def slope_factors(fwd: Forward) -> np.ndarray:
    """The mean of f'(a_t) over the nodes, by sample and step: (batch_size, n_sequences)."""
    instance("fwd", fwd, Forward, "slope_factors(fwd)")
    return fwd.slope.mean(axis=2)


def _identity(fwd: Forward) -> np.ndarray:
    """dh_t/dh_t of every sample: (batch_size, n_nodes, n_nodes)."""
    batch_size, n_nodes = fwd.h_initial.shape
    return np.tile(np.eye(n_nodes, dtype=fwd.h.dtype), (batch_size, 1, 1))


def _checked_steps(fwd: Forward, t: int, k: int) -> tuple[int, int]:
    instance("fwd", fwd, Forward, "jacobian(fwd, t, k)")
    n_sequences = fwd.h.shape[1]
    t, k = whole("t", t, 0), whole("k", k, 0)
    if not k <= t <= n_sequences:
        raise ValueError(f"t is {t} and k is {k}; expected 0 <= k <= t <= {n_sequences}, as in h.")
    return t, k


def _place(name: str, value: int, size: int) -> int:
    """An index as it counts from 0: a negative one counts from the end. Raises ValueError for one out of range."""
    if isinstance(value, bool) or not isinstance(value, Integral) or not -size <= value < size:
        raise ValueError(f"{name} is {said(value)}; expected a whole number from {-size} to {size - 1}.")
    return int(value) % size


def _matrix(name: str, values: np.ndarray, *, square: bool = False) -> np.ndarray:
    """One matrix or several; raises ValueError for other shapes and entries that are no finite numbers."""
    array = numbers(name, values, dtype_of(values), "(..., n_nodes, n_nodes)")
    if array.ndim < 2 or array.size == 0 or (square and (array.ndim > 2 or array.shape[0] != array.shape[1])):
        expected = "(n_nodes, n_nodes)" if square else "(..., n_nodes, n_nodes)"
        raise ValueError(f"{name} has shape {array.shape}; expected {expected}, every size at least 1.")
    return array
