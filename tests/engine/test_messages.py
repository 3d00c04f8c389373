"""A wrong call says at once what came and what was expected."""

import re

import numpy as np
import pytest

from rnn import (
    FC,
    SGD,
    AdaGrad,
    Adam,
    GlorotInitializer,
    HeInitializer,
    IdentityInitializer,
    Momentum,
    Params,
    ReLU,
    ScratchSimpleRNNClassifier,
    SimpleInitializer,
    SimpleRNN,
    Softmax,
    XavierInitializer,
    backward,
    check_gradients,
    clip_by_global_norm,
    clip_by_value,
    clip_each_by_norm,
    forward,
    half_squared_error,
    itemised_gradients,
    jacobian,
    jacobians_back,
    minibatches,
    slope_factors,
    spectral_norm,
    spectral_radius,
    step_jacobians,
    truncated_by_horizon,
    truncated_in_chunks,
)
from tests.engine.referee import random_case

CASE = random_case(np.random.default_rng(1), (2, 3, 2, 4))
PARAMS = Params(CASE.W_x, CASE.W_h, CASE.B)
FWD, G = forward(PARAMS, CASE.x), CASE.dh_output
XAVIER = XavierInitializer(seed=1)
RNG = np.random.default_rng(1)
X, Y = np.ones((4, 3, 2)), np.array([0, 1, 0, 1])


def loss(h):
    return half_squared_error(h, G)


def fit(*more, **options):
    return ScratchSimpleRNNClassifier(3, **{"n_epochs": 1, "random_state": 0} | options).fit(X, Y, *more)


def updated(dW):
    layer = FC(2, 3, XAVIER)
    layer.dW, layer.dB = dW, np.ones(3)
    SGD(0.1).update(layer)


CALLS = {
    # arguments that changed places
    "forward(W_x, x)": (
        lambda: forward(CASE.W_x, CASE.x),
        "params is an array of shape (2, 4); expected Params, as in forward(Params(W_x, W_h, B), x).",
    ),
    "forward(x, params)": (
        lambda: forward(CASE.x, PARAMS),
        "params is an array of shape (2, 3, 2); expected Params",
    ),
    "forward(params, params)": (lambda: forward(PARAMS, PARAMS), "x holds object entries; expected real numbers"),
    "backward(fwd, params, g)": (
        lambda: backward(FWD, PARAMS, G),
        "params is of type Forward; expected Params, as in backward(params, fwd, dh_output).",
    ),
    "backward(params, g, fwd)": (
        lambda: backward(PARAMS, G, FWD),
        "fwd is an array of shape (2, 3, 4); expected Forward, as in backward(params, fwd, dh_output).",
    ),
    "itemised_gradients(fwd, params, g)": (
        lambda: itemised_gradients(FWD, PARAMS, G),
        "params is of type Forward; expected Params, as in itemised_gradients(params, fwd, dh_output).",
    ),
    "truncated_by_horizon(fwd, params, g, 2)": (
        lambda: truncated_by_horizon(FWD, PARAMS, G, 2),
        "params is of type Forward; expected Params, as in truncated_by_horizon",
    ),
    "truncated_in_chunks(params, fwd.h, g, 2)": (
        lambda: truncated_in_chunks(PARAMS, FWD.h, G, 2),
        "fwd is an array of shape (2, 3, 4); expected Forward, as in truncated_in_chunks",
    ),
    "check_gradients(x, params)": (
        lambda: check_gradients(CASE.x, PARAMS, loss),
        "params is an array of shape (2, 3, 2); expected Params, as in check_gradients",
    ),
    "jacobian(params, 1, 0)": (lambda: jacobian(PARAMS, 1, 0), "fwd is of type Params; expected Forward"),
    "jacobians_back(params, 1)": (lambda: jacobians_back(PARAMS, 1), "fwd is of type Params; expected Forward"),
    "step_jacobians(h)": (lambda: step_jacobians(FWD.h), "fwd is an array of shape (2, 3, 4); expected Forward"),
    "slope_factors(h)": (lambda: slope_factors(FWD.h), "fwd is an array of shape (2, 3, 4); expected Forward"),
    # names and classes where an object belongs
    "optimizer='adam'": (
        lambda: SimpleRNN(2, 3, XAVIER, optimizer="adam"),
        "optimizer is 'adam'; expected an object that has update: None, or one such as Adam().",
    ),
    "optimizer=Adam": (
        lambda: FC(2, 3, XAVIER, Adam),
        "optimizer is the class Adam; expected an object that has update: None, or one such as Adam().",
    ),
    "layer.optimizer = 'adam'": (
        lambda: setattr(FC(2, 3, XAVIER), "optimizer", "adam"),
        "optimizer is 'adam'; expected an object",
    ),
    "initializer='xavier'": (
        lambda: SimpleRNN(2, 3, "xavier"),
        "initializer is 'xavier'; expected an object that has W and B: one such as XavierInitializer().",
    ),
    "initializer=XavierInitializer": (
        lambda: FC(2, 3, XavierInitializer),
        "initializer is the class XavierInitializer; expected an object that has W and B",
    ),
    "recurrent_initializer='orthogonal'": (
        lambda: SimpleRNN(2, 3, XAVIER, recurrent_initializer="orthogonal"),
        "recurrent_initializer is 'orthogonal'; expected an object",
    ),
    "initializer first": (
        lambda: SimpleRNN(XAVIER, 2, 3),
        "n_features is of type XavierInitializer; expected a whole number, 1 or more.",
    ),
    "SGD().update(Adam)": (lambda: SGD().update("layer"), "layer is 'layer'; expected one with weights"),
    "loss=0.5": (
        lambda: check_gradients(PARAMS, CASE.x, 0.5),
        "loss is 0.5; expected an object that has __call__: a function of the states h",
    ),
    "a loss that gives a number": (
        lambda: check_gradients(PARAMS, CASE.x, lambda h: 0.5),
        "loss gives 0.5; expected a Loss, such as half_squared_error(h, y) gives.",
    ),
    "gradients=[dW_x]": (
        lambda: check_gradients(PARAMS, CASE.x, loss, gradients=[CASE.W_x]),
        "gradients is of type list; expected arrays by name, some of ['dW_x'",
    ),
    "dtype='half'": (lambda: forward(PARAMS, CASE.x, dtype="half"), "dtype is float16; expected one of float32"),
    "dtype='double precision'": (
        lambda: Params(CASE.W_x, CASE.W_h, CASE.B, dtype="double precision"),
        "dtype is double precision; expected one of float32, float64, complex128.",
    ),
    # out of turn
    "ReLU().backward(dZ)": (
        lambda: ReLU().backward(np.ones(3)),
        "backward has nothing to go back over; expected a call of forward before.",
    ),
    # numbers
    "minibatches(10, 3, 0)": (
        lambda: minibatches(10, 3, 0),
        "rng is 0; expected Generator, as in minibatches(10, 4, np.random.default_rng(0)).",
    ),
    "minibatches(10, 0, rng)": (
        lambda: minibatches(10, 0, RNG),
        "batch_size is 0; expected a whole number, 1 or more.",
    ),
    "minibatches(10, -1, rng)": (lambda: minibatches(10, -1, RNG), "batch_size is -1; expected a whole number"),
    "minibatches(10, 2.5, rng)": (lambda: minibatches(10, 2.5, RNG), "batch_size is 2.5; expected a whole number"),
    "minibatches(10, True, rng)": (lambda: minibatches(10, True, RNG), "batch_size is True; expected a whole number"),
    "minibatches(-3, 2, rng)": (lambda: minibatches(-3, 2, RNG), "n_samples is -3; expected a whole number"),
    "Adam('0.1')": (lambda: Adam("0.1"), "lr is '0.1'; expected a finite number above 0."),
    "SGD(nan)": (lambda: SGD(np.nan), "lr is nan; expected a finite number above 0."),
    "SGD(True)": (lambda: SGD(True), "lr is True; expected a finite number above 0."),
    "SGD([0.1])": (lambda: SGD([0.1]), "lr is of type list; expected a finite number above 0."),
    "Adam(b1=1)": (lambda: Adam(b1=1.0), "b1 is 1.0; expected a finite number, 0 or more, below 1."),
    "Adam(b2=-1)": (lambda: Adam(b2=-1), "b2 is -1; expected a finite number, 0 or more, below 1."),
    "Momentum(momentum='0.9')": (lambda: Momentum(momentum="0.9"), "momentum is '0.9'; expected a finite number"),
    "AdaGrad(epsilon=-1)": (lambda: AdaGrad(epsilon=-1), "epsilon is -1; expected a finite number, 0 or more."),
    "sigma='0.1'": (lambda: SimpleInitializer("0.1"), "sigma is '0.1'; expected a finite number, 0 or more."),
    "scale=inf": (lambda: IdentityInitializer(np.inf), "scale is inf; expected a finite number."),
    "seed='7'": (lambda: HeInitializer(seed="7"), "seed is '7'; expected None, a whole number from 0, or a Generator."),
    "seed=-1": (lambda: HeInitializer(seed=-1), "seed is -1; expected None, a whole number from 0"),
    "W(0, 3)": (lambda: GlorotInitializer(seed=1).W(0, 3), "n_in is 0; expected a whole number, 1 or more."),
    "W(2.0, 3)": (lambda: XAVIER.W(2.0, 3), "n_in is 2.0; expected a whole number"),
    "B('3')": (lambda: XAVIER.B("3"), "n_out is '3'; expected a whole number"),
    "SimpleRNN(2, 0)": (lambda: SimpleRNN(2, 0, XAVIER), "n_nodes is 0; expected a whole number, 1 or more."),
    "FC('2', 3)": (lambda: FC("2", 3, XAVIER), "n_nodes1 is '2'; expected a whole number, 1 or more."),
    "k=1.5": (lambda: truncated_by_horizon(PARAMS, FWD, G, 1.5), "k is 1.5; expected a number of steps, 1 or more."),
    "k='2'": (lambda: truncated_in_chunks(PARAMS, FWD, G, "2"), "k is '2'; expected a number of steps, 1 or more."),
    "t=1.5": (lambda: jacobian(FWD, 1.5, 0), "t is 1.5; expected a whole number, 0 or more."),
    "k=-1": (lambda: jacobian(FWD, 2, -1), "k is -1; expected a whole number, 0 or more."),
    "t=9": (lambda: jacobians_back(FWD, 9), "t is 9 and k is 0; expected 0 <= k <= t <= 3, as in h."),
    "tolerance='small'": (
        lambda: check_gradients(PARAMS, CASE.x, loss, tolerance="small"),
        "tolerance is 'small'; expected a finite number, 0 or more.",
    ),
    # clipping
    "clip_by_global_norm([dW], 1)": (
        lambda: clip_by_global_norm([CASE.W_h], 1.0),
        "gradients is of type list; expected arrays by name, such as {'dW_h': bwd.dW_h}.",
    ),
    "clip_each_by_norm(dW, 1)": (
        lambda: clip_each_by_norm(CASE.W_h, 1.0),
        "gradients is an array of shape (4, 4); expected arrays by name",
    ),
    "clip_by_value('dW', 1)": (lambda: clip_by_value("dW", 1.0), "gradients is 'dW'; expected arrays by name"),
    "limit='1'": (lambda: clip_by_value({"dW": CASE.W_h}, "1"), "limit is '1'; expected a number above 0."),
    "limit=nan": (lambda: clip_by_value({"dW": CASE.W_h}, np.nan), "limit is nan; expected a number above 0."),
    "a gradient that is lost": (
        lambda: clip_by_global_norm({"dW": np.array([1.0, np.inf])}, 1.0),
        "dW[1] is inf; expected finite numbers.",
    ),
    "a gradient of text": (lambda: clip_by_value({"dW": ["1"]}, 1.0), "dW holds <U1 entries; expected real numbers"),
    # shapes
    "a gradient that would be spread": (lambda: updated(np.ones(3)), "dW has shape (3,); expected (2, 3), as in W."),
    "one bias for several nodes": (
        lambda: Params(CASE.W_x, CASE.W_h, [0.5]),
        "B has shape (1,); expected (n_nodes,) with n_nodes = 4, as in W_x. "
        "The same number for all of them is np.full(4, B).",
    ),
    "a bias without a shape": (
        lambda: Params(CASE.W_x, CASE.W_h, 0.5),
        "B has shape (); expected (n_nodes,) with n_nodes = 4, as in W_x. The same number",
    ),
    "one bias for a layer": (
        lambda: setattr(FC(2, 3, XAVIER), "B", [0.5]),
        "B has shape (1,); expected (n_nodes2,) with n_nodes2 = 3, as in the layer. "
        "The same number for all of them is np.full(3, B).",
    ),
    "spectral_radius of a wide one": (
        lambda: spectral_radius(np.ones((2, 3))),
        "W_h has shape (2, 3); expected (n_nodes, n_nodes)",
    ),
    "spectral_norm of NaN": (lambda: spectral_norm([[np.nan]]), "W_h[0, 0] is nan; expected finite numbers."),
    "classes that do not sum to one": (
        lambda: Softmax().backward([[0.5, 0.5], [0.5, 0.5]], [[0, 1], [0, 0]]),
        "Y[1] sums to 0.0; expected one-hot: one class for each sample.",
    ),
    # the classifier
    "batch_size=0": (
        lambda: ScratchSimpleRNNClassifier(batch_size=0),
        "batch_size is 0; expected a whole number, 1 or more.",
    ),
    "batch_size=-1": (lambda: fit(batch_size=-1), "batch_size is -1; expected a whole number, 1 or more."),
    "batch_size='32'": (lambda: fit(batch_size="32"), "batch_size is '32'; expected a whole number, 1 or more."),
    "lr='0.1'": (lambda: fit(lr="0.1"), "lr is '0.1'; expected a finite number above 0."),
    "n_epochs=-1": (lambda: fit(n_epochs=-1), "n_epochs is -1; expected a whole number, 0 or more."),
    "n_nodes=0": (
        lambda: ScratchSimpleRNNClassifier(3).set_params(n_nodes=0),
        "n_nodes is 0; expected a whole number, 1 or more.",
    ),
    "activation='softplus'": (lambda: fit(activation="softplus"), "activation is 'softplus'; expected one of tanh"),
    "random_state='x'": (lambda: fit(random_state="x"), "random_state is 'x'; expected None, a whole number from 0"),
    "labels unseen in training": (
        lambda: fit(X, np.array([0, 2, 1, 3])),
        "y_val holds [2, 3]; expected labels that y has: [0, 1].",
    ),
    "validation without labels": (lambda: fit(X), "X_val and y_val belong together; expected both or none."),
    "validation of other features": (
        lambda: fit(np.ones((4, 3, 5)), Y),
        "X_val has 5 features; expected 2, as in X.",
    ),
    "validation of other steps": (
        lambda: fit(np.ones((4, 3)), Y),
        "X_val has shape (4, 3); expected (n_samples, n_sequences, n_features)",
    ),
    "validation labels of another number": (
        lambda: fit(X, Y[:2]),
        "y_val has shape (2,); expected (n_samples,) = (4,), as in X_val.",
    ),
}


@pytest.mark.parametrize(("call", "message"), CALLS.values(), ids=CALLS)
def test_a_wrong_call_says_what_came_and_what_was_expected(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        call()


def test_options_that_are_refused_leave_the_classifier_as_it_was():
    classifier = ScratchSimpleRNNClassifier(5, lr=0.1)
    with pytest.raises(ValueError, match="batch_size is 0"):
        classifier.set_params(lr=0.2, batch_size=0)
    assert classifier.lr == 0.1
    classifier.batch_size = 0
    with pytest.raises(ValueError, match="batch_size is 0"):
        classifier.fit(X, Y)
    assert not hasattr(classifier, "rnn_")


def test_numbers_of_numpy_are_numbers():
    batches = list(minibatches(np.int8(100), np.uint8(40), RNG))
    assert [len(batch) for batch in batches] == [40, 40, 20]
    assert GlorotInitializer(seed=1).W(np.int8(100), np.int8(100)).shape == (100, 100)
    assert SGD(np.float32(0.5)).lr == 0.5
    assert (clip_by_value({"dW": CASE.W_h}, np.inf).gradients["dW"] == CASE.W_h).all()
