"""Named experiments, each with its source or purpose. The first one is what every visitor sees first."""

import numpy as np

from app.experiment import Experiment

TEXTBOOK = Experiment(
    x=np.array([[[1, 2], [2, 3], [3, 4]]]) / 100,
    W_x=np.array([[1, 3, 5, 7], [3, 5, 7, 8]]) / 100,
    W_h=np.array([[1, 3, 5, 7], [2, 4, 6, 8], [3, 5, 7, 8], [4, 6, 8, 10]]) / 100,
    B=np.ones(4),
    h_0=np.zeros((1, 4)),
    # The signs of h_t - y_t differ by node, so the two gradients that meet at h_t help or fight each other.
    y=np.array([[[0.8, 0.7, 0.8, 0.7], [0.8, 0.8, 0.9, 0.9], [0, 0.9, 0, 0.9]]]),
    activation="tanh",
    loss="every",
    learning_rate=0.5,
)

# Small enough for a pencil: h = (2, 1, 1.5), dL/dh = (1.125, 0.25, 0.5), dW_h = 2.25 + 0.5 + 0.5.
PENCIL = Experiment(
    x=np.array([[[1], [0], [1]]]),
    W_x=np.array([[1]]),
    W_h=np.array([[0.5]]),
    B=np.array([0]),
    h_0=np.array([[2]]),
    y=np.array([[[1], [1], [1]]]),
    activation="identity",
    loss="every",
    learning_rate=0.05,
)

PRESETS: dict[str, Experiment] = {"textbook": TEXTBOOK, "pencil": PENCIL}
