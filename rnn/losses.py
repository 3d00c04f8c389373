"""Losses over states: summed over nodes and over the steps that carry one, mean over the batch.

half squared error    L = 1/batch_size sum_b sum_t sum_n  mask_tn  1/2 (h_btn - y_btn)^2
mean squared error    L = 1/batch_size sum_b sum_t sum_n  mask_tn (h_btn - y_btn)^2 / (number of masked-in (t, n))
upstream gradient     L = 1/batch_size sum_b sum_t sum_n  mask_tn  g_btn h_btn
cross-entropy         L = 1/batch_size sum_b sum_t        mask_t  -log softmax(h_bt W_y + b_y)[y_bt]

Each hands dL/dh_t to the states, 1/batch_size inside. A mask is (n_sequences,) or (n_sequences, n_nodes); LAST_STEP
is the usual one. Numbers keep the dtype of the states, float32 and complex128 included: nothing here conjugates.
"""

from dataclasses import dataclass

import numpy as np

from rnn.checks import array_of, bias, dtype_of, numbers, read_only, shaped
from rnn.records import Record

LAST_STEP = "last"
STATES = "(batch_size, n_sequences, n_nodes)"


@dataclass(frozen=True, eq=False, slots=True)
class Loss(Record):
    """A loss, what each step adds to it, and the gradient that it hands to each state."""

    value: float
    steps: np.ndarray  # (n_sequences,), sums to value
    dh_output: np.ndarray  # (batch_size, n_sequences, n_nodes)

    def __post_init__(self) -> None:
        self.keep_own()


@dataclass(frozen=True, eq=False, slots=True)
class ReadoutLoss(Record):
    """A loss behind a linear readout y_t = h_t W_y + b_y, with the readout's own gradients."""

    value: float
    steps: np.ndarray  # (n_sequences,), sums to value
    dh_output: np.ndarray  # (batch_size, n_sequences, n_nodes)
    y: np.ndarray  # (batch_size, n_sequences, n_outputs), before the softmax if there is one
    dy: np.ndarray  # (batch_size, n_sequences, n_outputs)
    dW_y: np.ndarray  # (n_nodes, n_outputs)
    db_y: np.ndarray  # (n_outputs,)

    def __post_init__(self) -> None:
        self.keep_own()


def half_squared_error(h: np.ndarray, y: np.ndarray, mask: object = None, *, allow_overflow: bool = False) -> Loss:
    """Half the squared distance of the states `h` to the targets `y`, both (batch_size, n_sequences, n_nodes).

    `mask` says which entries carry a loss: (n_sequences,) or (n_sequences, n_nodes), everything unless given.
    Raises ValueError for wrong shapes, entries that are no numbers and, unless `allow_overflow`, h not finite.
    """
    h, y, weight = _checked_states(h, y, mask, allow_overflow)
    error = np.where(weight, h - y, 0.0)  # a masked entry is 0 even where h overflowed
    return _summed(0.5 * (error * error), error)


def mean_squared_error(h: np.ndarray, y: np.ndarray, mask: object = None, *, allow_overflow: bool = False) -> Loss:
    """The squared distance over the number of (step, node) entries that the mask lets count; else as
    half_squared_error. Raises ValueError also for a mask that lets none count.
    """
    h, y, weight = _checked_states(h, y, mask, allow_overflow)
    if not weight.any():
        raise ValueError("mask has no entry; expected at least one, since the mean divides by their number.")
    n_entries = int(weight.sum())
    error = np.where(weight, h - y, 0.0)
    return _summed(error * error / n_entries, 2.0 * error / n_entries)


def given_gradient(h: np.ndarray, g: np.ndarray, mask: object = None, *, allow_overflow: bool = False) -> Loss:
    """The loss sum g h, whose gradient is the upstream gradient `g` itself, mean over the batch."""
    h, g, weight = _checked_states(h, g, mask, allow_overflow, name="g")
    g = np.where(weight, g, 0.0)
    return _summed(np.where(weight, g * h, 0.0), g)


def readout_half_squared_error(
    h: np.ndarray, W_y: np.ndarray, b_y: np.ndarray, target: np.ndarray, mask: object = None
) -> ReadoutLoss:
    """Half squared error of y_t = h_t W_y + b_y to `target` (batch_size, n_sequences, n_outputs), masked like that."""
    h, W_y, y = _read_out(h, W_y, b_y)
    return _behind(h, W_y, y, half_squared_error(y, target, mask))


def readout_mean_squared_error(
    h: np.ndarray, W_y: np.ndarray, b_y: np.ndarray, target: np.ndarray, mask: object = None
) -> ReadoutLoss:
    """Mean squared error of y_t = h_t W_y + b_y to `target` (batch_size, n_sequences, n_outputs), masked like that."""
    h, W_y, y = _read_out(h, W_y, b_y)
    return _behind(h, W_y, y, mean_squared_error(y, target, mask))


def softmax_cross_entropy(
    h: np.ndarray, W_y: np.ndarray, b_y: np.ndarray, labels: np.ndarray, mask: object = None
) -> ReadoutLoss:
    """Cross-entropy of softmax(h_t W_y + b_y) to the classes `labels` (batch_size, n_sequences), whole numbers.

    `mask` is one entry for each step, (n_sequences,). Raises ValueError for wrong shapes and unknown classes.
    """
    h, W_y, y = _read_out(h, W_y, b_y)
    labels = _checked_labels(labels, y)
    weight = _mask(mask, y.shape[1], 1)
    chosen = labels[..., None] == np.arange(y.shape[2])  # one-hot
    loss = -np.where(chosen, log_softmax(y), 0.0)
    return _behind(h, W_y, y, _summed(np.where(weight, loss, 0.0), np.where(weight, softmax(y) - chosen, 0.0)))


def softmax(a: np.ndarray) -> np.ndarray:
    """Probabilities over the last axis; no exponential can overflow."""
    a = _scores(a)
    exponentials = np.exp(a - a.real.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def log_softmax(a: np.ndarray) -> np.ndarray:
    """The logarithm of softmax, exact where the probability itself has become 0."""
    a = _scores(a)
    shifted = a - a.real.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _scores(a: np.ndarray) -> np.ndarray:
    a = numbers("a", a, dtype_of(a), "(..., n_classes)", finite=False)
    if a.ndim == 0 or a.size == 0:
        raise ValueError(f"a has shape {a.shape}; expected (..., n_classes), every size at least 1.")
    return a


def _checked_states(
    h: np.ndarray, y: np.ndarray, mask: object, allow_overflow: bool, name: str = "y"
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    h = shaped("h", h, ndim=3, expected=STATES, finite=not allow_overflow, dtype=dtype_of(h))
    y = shaped(name, y, ndim=3, expected=STATES, dtype=h.dtype)
    if y.shape != h.shape:
        raise ValueError(f"{name} has shape {y.shape}; expected {STATES} = {h.shape}, as in h.")
    return h, y, _mask(mask, *h.shape[1:])


def _summed(entries: np.ndarray, gradient: np.ndarray) -> Loss:
    """The loss whose parts and gradients of each entry are given: the mean over the batch is taken here, once."""
    batch_size = len(entries)
    steps = entries.sum(axis=(0, 2)) / batch_size
    return Loss(steps.sum().item(), read_only(steps), read_only(gradient / batch_size))


def _read_out(h: np.ndarray, W_y: np.ndarray, b_y: np.ndarray) -> tuple[np.ndarray, ...]:
    h = shaped("h", h, ndim=3, expected=STATES, dtype=dtype_of(h))
    W_y = shaped("W_y", W_y, ndim=2, expected="(n_nodes, n_outputs)", dtype=h.dtype)
    if W_y.shape[0] != h.shape[2]:
        raise ValueError(
            f"W_y has shape {W_y.shape}; expected (n_nodes, n_outputs) with n_nodes = {h.shape[2]}, as in h."
        )
    b_y = bias("b_y", b_y, W_y.shape[1], "n_outputs", "W_y", h.dtype)
    return h, W_y, h @ W_y + b_y


def _behind(h: np.ndarray, W_y: np.ndarray, y: np.ndarray, loss: Loss) -> ReadoutLoss:
    """Carries the gradient of y back through the readout."""
    dy = loss.dh_output
    return ReadoutLoss(
        loss.value,
        loss.steps,
        read_only(dy @ W_y.T),  # forward: y_t used h_t @ W_y
        read_only(y),
        dy,
        read_only(np.einsum("btn,bto->no", h, dy)),  # forward: every step used the same W_y
        read_only(dy.sum(axis=(0, 1))),
    )


def _checked_labels(labels: np.ndarray, y: np.ndarray) -> np.ndarray:
    labels = array_of("labels", labels, "(batch_size, n_sequences)")
    if labels.dtype.kind not in "iu":
        raise ValueError(f"labels holds {labels.dtype} entries; expected whole numbers, the classes.")
    if labels.shape != y.shape[:2]:
        raise ValueError(
            f"labels has shape {labels.shape}; expected (batch_size, n_sequences) = {y.shape[:2]}, as in h."
        )
    if labels.min() < 0 or labels.max() >= y.shape[2]:
        raise ValueError(f"labels go from {labels.min()} to {labels.max()}; expected 0 to {y.shape[2] - 1}, as in W_y.")
    return labels


def _mask(mask: object, n_sequences: int, n_nodes: int) -> np.ndarray:
    """Which (step, node) entries count: booleans (n_sequences, n_nodes)."""
    if mask is None:
        mask = np.ones(n_sequences)
    elif isinstance(mask, str) and mask == LAST_STEP:
        mask = np.arange(n_sequences) == n_sequences - 1
    mask = array_of("mask", mask, f"{(n_sequences,)}")
    if mask.shape not in ((n_sequences,), (n_sequences, n_nodes)):
        raise ValueError(
            f"mask has shape {mask.shape}; expected {(n_sequences,)} or {(n_sequences, n_nodes)}, as in h."
        )
    if not np.isin(mask, (0, 1)).all():
        raise ValueError("mask holds other entries than 0 and 1; expected which entries carry a loss.")
    mask = mask.astype(bool)
    return np.broadcast_to(mask[:, None] if mask.ndim == 1 else mask, (n_sequences, n_nodes))
