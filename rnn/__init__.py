"""A simple recurrent network in NumPy: forward, backward, and every intermediate open to view."""

from rnn.activations import ACTIVATIONS, Activation
from rnn.backward import Backward, backward
from rnn.forward import Forward, forward
from rnn.losses import Loss, half_squared_error
from rnn.params import Params

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "Backward",
    "Forward",
    "Loss",
    "Params",
    "backward",
    "forward",
    "half_squared_error",
]
