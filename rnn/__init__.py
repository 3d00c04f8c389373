"""A simple recurrent network in NumPy: forward, backward, and every intermediate open to view."""

from rnn.activations import ACTIVATIONS, Activation
from rnn.analysis import (
    ItemisedGradients,
    itemised_gradients,
    jacobian,
    jacobians_back,
    singular_values,
    slope_factors,
    spectral_norm,
    spectral_radius,
    step_jacobians,
)
from rnn.backward import Backward, backward
from rnn.classifier import ScratchSimpleRNNClassifier
from rnn.dense import FC, ReLU, Sigmoid, Softmax, Tanh
from rnn.forward import Forward, forward
from rnn.gradcheck import GradientCheck, check_gradients
from rnn.initializers import (
    GlorotInitializer,
    HeInitializer,
    IdentityInitializer,
    OrthogonalInitializer,
    SimpleInitializer,
    XavierInitializer,
)
from rnn.layer import SimpleRNN
from rnn.losses import (
    LAST_STEP,
    Loss,
    ReadoutLoss,
    given_gradient,
    half_squared_error,
    log_softmax,
    mean_squared_error,
    readout_half_squared_error,
    readout_mean_squared_error,
    softmax,
    softmax_cross_entropy,
)
from rnn.optimizers import SGD, AdaGrad, Adam, Momentum
from rnn.params import Params
from rnn.training import Clipped, clip_by_global_norm, clip_by_value, clip_each_by_norm, minibatches
from rnn.truncation import Truncated, truncated_by_horizon, truncated_in_chunks

__all__ = [
    "ACTIVATIONS",
    "FC",
    "LAST_STEP",
    "SGD",
    "Activation",
    "AdaGrad",
    "Adam",
    "Backward",
    "Clipped",
    "Forward",
    "GlorotInitializer",
    "GradientCheck",
    "HeInitializer",
    "IdentityInitializer",
    "ItemisedGradients",
    "Loss",
    "Momentum",
    "OrthogonalInitializer",
    "Params",
    "ReLU",
    "ReadoutLoss",
    "ScratchSimpleRNNClassifier",
    "Sigmoid",
    "SimpleInitializer",
    "SimpleRNN",
    "Softmax",
    "Tanh",
    "Truncated",
    "XavierInitializer",
    "backward",
    "check_gradients",
    "clip_by_global_norm",
    "clip_by_value",
    "clip_each_by_norm",
    "forward",
    "given_gradient",
    "half_squared_error",
    "itemised_gradients",
    "jacobian",
    "jacobians_back",
    "log_softmax",
    "mean_squared_error",
    "minibatches",
    "readout_half_squared_error",
    "readout_mean_squared_error",
    "singular_values",
    "slope_factors",
    "softmax",
    "softmax_cross_entropy",
    "spectral_norm",
    "spectral_radius",
    "step_jacobians",
    "truncated_by_horizon",
    "truncated_in_chunks",
]
