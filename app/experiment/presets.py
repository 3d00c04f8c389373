"""Named experiments, each with its source or purpose. The first one is what every visitor sees first.

From `vanishing` on, a gradient given by hand at the last step goes back through T steps, with B and h_initial zero;
what to look at is the norm of dL/dh_t. Non-normal matrices: Trefethen and Embree, Spectra and Pseudospectra (2005).
"""

from dataclasses import dataclass, replace

import numpy as np

from app.experiment.experiment import Experiment


@dataclass(frozen=True)
class Preset:
    """A named experiment, the question that it answers, and the step of its clock at which it is opened: 0 is t = 1,
    T the loss.
    """

    experiment: Experiment
    group: str
    first_step: int = 0


TEXTBOOK = Experiment(
    x=np.array([[[1, 2], [2, 3], [3, 4]]]) / 100,
    W_x=np.array([[1, 3, 5, 7], [3, 5, 7, 8]]) / 100,
    W_h=np.array([[1, 3, 5, 7], [2, 4, 6, 8], [3, 5, 7, 8], [4, 6, 8, 10]]) / 100,
    B=np.ones(4),
    h_initial=np.zeros((1, 4)),
    # The signs of h_t - y_t differ by node, so the two gradients that meet at h_t help or fight each other.
    y=np.array([[[0.8, 0.7, 0.8, 0.7], [0.8, 0.8, 0.9, 0.9], [0, 0.9, 0, 0.9]]]),
    activation="tanh",
    loss="half_squared_error",
    placement="every",
    learning_rate=0.5,
)

# Small enough for a pencil: h = (2, 1, 1.5), dL/dh = (1.125, 0.25, 0.5), dW_h = 2.25 + 0.5 + 0.5.
PENCIL = Experiment(
    x=np.array([[[1], [0], [1]]]),
    W_x=np.array([[1]]),
    W_h=np.array([[0.5]]),
    B=np.array([0]),
    h_initial=np.array([[2]]),
    y=np.array([[[1], [1], [1]]]),
    activation="identity",
    loss="half_squared_error",
    placement="every",
    learning_rate=0.05,
)

# Two different sequences: each starts from its own h_initial, and the ledger sums over both.
BATCH = replace(
    TEXTBOOK,
    x=np.array([[[1, 2], [2, 3], [3, 4]], [[-50, 40], [30, -20], [60, 10]]]) / 100,
    h_initial=np.array([[0, 0, 0, 0], [0.5, -0.5, 0.25, 0]]),
    y=np.concatenate([TEXTBOOK.y, TEXTBOOK.y[:, ::-1]]),
    g=None,
)

# W_h = identity and relu: a state that is kept, and a gradient that comes back unchanged (Le, Jaitly, Hinton 2015).
RELU_IDENTITY = replace(TEXTBOOK, activation="relu", W_h=np.eye(4), B=np.zeros(4), learning_rate=0.1)

# Every a_t is below 0: relu gives 0 everywhere, no gradient passes, and nothing is learnt.
DEAD_RELU = replace(TEXTBOOK, activation="relu", B=-np.ones(4))

# Only x tells the steps apart: h_(t-1) = 0 makes dL/dW_h = 0, while dL/dW_x is not.
ZERO_WEIGHTS = replace(TEXTBOOK, W_x=np.zeros((2, 4)), W_h=np.zeros((4, 4)), B=np.zeros(4))


def _road_back(
    W_h: object, W_x: object, x: object, g: object, *, activation: str = "tanh", n_sequences: int = 12
) -> Experiment:
    """Input x from step 1 on (zeros after it), and the gradient g at the last step."""
    W_h, W_x = np.array(W_h, dtype=float), np.array(W_x, dtype=float)
    n_nodes = len(W_h)
    inputs, gradient = np.zeros((1, n_sequences, 1)), np.zeros((1, n_sequences, n_nodes))
    values = np.atleast_1d(x)
    inputs[0, : len(values), 0] = values
    gradient[0, -1] = g
    return Experiment(
        x=inputs,
        W_x=W_x,
        W_h=W_h,
        B=np.zeros(n_nodes),
        h_initial=np.zeros((1, n_nodes)),
        y=np.zeros_like(gradient),
        g=gradient,
        activation=activation,
        loss="given_gradient",
        learning_rate=0.1,
    )


#: Those about the way back are opened where it begins: at the loss, with all states there.
CASES: dict[str, Preset] = {
    "textbook": Preset(TEXTBOOK, "first"),
    "pencil": Preset(PENCIL, "first"),
    "last_step": Preset(replace(TEXTBOOK, placement="last"), "first", 3),
    "batch": Preset(BATCH, "first"),
    "relu_identity": Preset(RELU_IDENTITY, "stays", 3),
    "dead_relu": Preset(DEAD_RELU, "stops"),
    "zero_weights": Preset(ZERO_WEIGHTS, "stops", 3),
    "vanishing": Preset(_road_back([[0.3, 0.4], [-0.4, 0.3]], [[1, 0]], 0, [1, 0]), "shrinks", 12),
    "constant": Preset(_road_back([[0.6, 0.8], [-0.8, 0.6]], [[1, 0]], 1, [1, 0], activation="identity"), "stays", 12),
    "exploding": Preset(_road_back([[0.75, 1], [-1, 0.75]], [[1, 0]], 1, [1, 0], activation="identity"), "grows", 12),
    # Spectral radius 2, and yet the gradient vanishes: the states saturate. x_1 = 0, 0.001, 0.01, 1 decides.
    "saturation": Preset(_road_back([[1.5, -0.5], [-0.5, 1.5]], [[1, -1]], 1, [1, 0]), "surprises", 12),
    # Spectral radius 0.6, and yet the gradient grows at first: largest singular value 2.17.
    "non_normal": Preset(_road_back([[0.6, 2], [0, 0.6]], [[1, 0]], 0.1, [0, 1]), "surprises", 12),
    "normal": Preset(_road_back([[0.6, 0], [0, 0.6]], [[1, 0]], 0.1, [0, 1]), "shrinks", 12),
    # h_12 still tells that x_1 was there; the gradient no longer does.
    "remembers": Preset(_road_back(np.diag([0.5, 1, 2]), [[1, 1, 1]], 1, [1, 1, 1]), "surprises", 12),
    # A shift register: node 4 is x_(t-3), though every eigenvalue of W_h is 0.
    "echo": Preset(
        _road_back(
            np.eye(4, k=1),
            [[1, 0, 0, 0]],
            [0.5, 0, -0.5, 0, 0.4],
            [0, 0, 0, 1],
            activation="identity",
            n_sequences=8,
        ),
        "surprises",
    ),
}

PRESETS: dict[str, Experiment] = {name: case.experiment for name, case in CASES.items()}


#: What a case shows, in the order in which the page lists them.
GROUPS = ("first", "shrinks", "stays", "grows", "stops", "surprises")


def groups() -> dict[str, list[str]]:
    """The cases by the question that they answer."""
    return {group: [name for name, case in CASES.items() if case.group == group] for group in GROUPS}
