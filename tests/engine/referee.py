"""The plain form of what the engine computes, one sample and one number of a step after the other, and its cases.

a_t = x_t W_x + h_{t-1} W_h + B        h_t = f(a_t)
"""

from types import SimpleNamespace

import numpy as np

VALUES = {
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0.0),
    "sigmoid": lambda a: 1.0 / (1.0 + np.exp(-a)),
    "identity": lambda a: a,
}
SLOPES = {
    "tanh": lambda a: 1.0 - np.tanh(a) ** 2,
    "relu": lambda a: (a > 0).astype(float),
    "sigmoid": lambda a: np.exp(-a) / (1.0 + np.exp(-a)) ** 2,
    "identity": np.ones_like,
}
WEIGHTS = ("W_x", "W_h", "B")
GRADIENTS = ("dW_x", "dW_h", "dB", "dx", "dh_initial")


def textbook() -> SimpleNamespace:
    """The case that every visitor sees first: batch 1, 3 steps, 2 features, 4 nodes, tanh."""
    return SimpleNamespace(
        x=np.array([[[1, 2], [2, 3], [3, 4]]]) / 100,
        W_x=np.array([[1, 3, 5, 7], [3, 5, 7, 8]]) / 100,
        W_h=np.array([[1, 3, 5, 7], [2, 4, 6, 8], [3, 5, 7, 8], [4, 6, 8, 10]]) / 100,
        B=np.ones(4),
        h_initial=np.zeros((1, 4)),
        y=np.array([[[0.8, 0.7, 0.8, 0.7], [0.8, 0.8, 0.9, 0.9], [0.0, 0.9, 0.0, 0.9]]]),
        activation="tanh",
    )


def pencil() -> SimpleNamespace:
    """The case that a pencil can follow: identity, one node, one feature."""
    return SimpleNamespace(
        x=np.array([[[1.0], [0.0], [1.0]]]),
        W_x=np.array([[1.0]]),
        W_h=np.array([[0.5]]),
        B=np.array([0.0]),
        h_initial=np.array([[2.0]]),
        y=np.ones((1, 3, 1)),
        activation="identity",
    )


def random_case(rng, sizes=(3, 5, 2, 4), activation="tanh", *, h_initial=True) -> SimpleNamespace:
    """Weights that are not symmetric, and dh_output, for sizes (batch_size, n_sequences, n_features, n_nodes)."""
    batch_size, n_sequences, n_features, n_nodes = sizes
    return SimpleNamespace(
        x=rng.normal(size=(batch_size, n_sequences, n_features)),
        W_x=rng.normal(size=(n_features, n_nodes)) / np.sqrt(n_features),
        W_h=rng.normal(size=(n_nodes, n_nodes)) * 0.8 / np.sqrt(n_nodes),
        B=rng.normal(size=n_nodes) * 0.3,
        h_initial=rng.normal(size=(batch_size, n_nodes)) if h_initial else None,
        dh_output=rng.normal(size=(batch_size, n_sequences, n_nodes)),
        activation=activation,
    )


def random_sizes(rng) -> tuple[int, int, int, int]:
    """Batch 1..8, 1..60 steps, 1..9 features, 1..17 nodes."""
    return tuple(int(rng.integers(1, most + 1)) for most in (8, 60, 9, 17))


def which_came_first(n_samples, n_sequences, rng):
    """Of four symbols, one-hot, two stand in each sequence once; the class is which of these came first."""
    symbols = rng.integers(2, 4, size=(n_samples, n_sequences))
    first = rng.integers(0, 2, size=n_samples)
    for sample in range(n_samples):
        early, late = np.sort(rng.choice(n_sequences, 2, replace=False))
        symbols[sample, early], symbols[sample, late] = first[sample], 1 - first[sample]
    return np.eye(4)[symbols], first


def plain_forward(case) -> tuple[np.ndarray, np.ndarray]:
    """`a` and `h`, sample by sample and step by step."""
    a = np.zeros((*case.x.shape[:2], case.W_h.shape[0]))
    h = np.zeros_like(a)
    for sample in range(a.shape[0]):
        previous = np.zeros(a.shape[2]) if case.h_initial is None else case.h_initial[sample]
        for t in range(a.shape[1]):
            a[sample, t] = case.x[sample, t] @ case.W_x + previous @ case.W_h + case.B
            previous = h[sample, t] = VALUES[case.activation](a[sample, t])
    return a, h


def plain_backward(case) -> dict[str, np.ndarray]:
    """Every gradient, sample by sample and step by step, from outer products of one step each."""
    a, h = plain_forward(case)
    batch_size, n_sequences, n_nodes = a.shape
    initial = np.zeros((batch_size, n_nodes)) if case.h_initial is None else case.h_initial
    grad = {
        "dW_x_steps": np.zeros((n_sequences, *case.W_x.shape)),
        "dW_h_steps": np.zeros((n_sequences, *case.W_h.shape)),
        "dB_steps": np.zeros((n_sequences, n_nodes)),
        "dx": np.zeros_like(case.x),
        "dh_initial": np.zeros((batch_size, n_nodes)),
        **{name: np.zeros_like(a) for name in ("dh_next", "dh", "da")},
    }
    for sample in range(batch_size):
        carried = np.zeros(n_nodes)
        for t in reversed(range(n_sequences)):
            dh = case.dh_output[sample, t] + carried
            da = dh * SLOPES[case.activation](a[sample, t])
            grad["dh_next"][sample, t], grad["dh"][sample, t], grad["da"][sample, t] = carried, dh, da
            grad["dW_x_steps"][t] += np.outer(case.x[sample, t], da)
            grad["dW_h_steps"][t] += np.outer(h[sample, t - 1] if t else initial[sample], da)
            grad["dB_steps"][t] += da
            grad["dx"][sample, t] = case.W_x @ da
            carried = case.W_h @ da
        grad["dh_initial"][sample] = carried
    return grad | {name: grad[f"{name}_steps"].sum(axis=0) for name in ("dW_x", "dW_h", "dB")}


def plain_delta(case):
    """One source after the other, each walked back by itself: (s, t, batch_size, n_nodes)."""
    a, _ = plain_forward(case)
    slope = SLOPES[case.activation](a)
    n_sequences = a.shape[1]
    delta = np.zeros((n_sequences, n_sequences, a.shape[0], a.shape[2]))
    for s in range(n_sequences):
        carried = case.dh_output[:, s]
        for t in range(s, -1, -1):
            delta[s, t] = carried * slope[:, t]
            carried = delta[s, t] @ case.W_h.T
    return delta


def difference(found: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference, relative to the largest expected entry (absolute where that is 0)."""
    assert found.shape == expected.shape, f"shape {found.shape}, expected {expected.shape}"
    return float(np.abs(found - expected).max() / (np.abs(expected).max() or 1.0))
