"""Whatever the engine hands out or is built of can be copied and saved, and goes on with the same bits."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest

from rnn import (
    FC,
    SGD,
    AdaGrad,
    Adam,
    Momentum,
    OrthogonalInitializer,
    Params,
    ReLU,
    ScratchSimpleRNNClassifier,
    Sigmoid,
    SimpleInitializer,
    SimpleRNN,
    Softmax,
    Tanh,
    backward,
    check_gradients,
    clip_by_global_norm,
    forward,
    half_squared_error,
    itemised_gradients,
    readout_half_squared_error,
    truncated_by_horizon,
    truncated_in_chunks,
)
from tests.engine.referee import random_case, which_came_first

PICKLES = {
    f"pickle {protocol}": lambda value, protocol=protocol: pickle.loads(pickle.dumps(value, protocol))
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
}
COPIES = {"copy": copy.copy, "deepcopy": copy.deepcopy} | PICKLES
copied = pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
CASE = random_case(np.random.default_rng(1), (3, 6, 2, 4))
PARAMS = Params(CASE.W_x, CASE.W_h, CASE.B)
FWD = forward(PARAMS, CASE.x, CASE.h_initial)
RECORDS = {
    "Params": PARAMS,
    "Forward": FWD,
    "Forward of float32": forward(PARAMS, CASE.x, dtype=np.float32),
    "Backward": backward(PARAMS, FWD, CASE.dh_output),
    "Loss": half_squared_error(FWD.h, CASE.dh_output),
    "ReadoutLoss": readout_half_squared_error(FWD.h, np.ones((4, 2)), np.ones(2), np.ones((3, 6, 2))),
    "ItemisedGradients": itemised_gradients(PARAMS, FWD, CASE.dh_output),
    "Truncated": truncated_by_horizon(PARAMS, FWD, CASE.dh_output, 2),
    "Clipped": clip_by_global_norm({"dW": CASE.W_h}, 0.1),
    "GradientCheck": check_gradients(PARAMS, CASE.x, lambda h: half_squared_error(h, CASE.dh_output))["dB"],
}
records = pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)


def shown(value, seen=()):
    """Every array that a value shows, by the way to it: fields, properties, dicts, tuples."""
    if isinstance(value, np.ndarray):
        return {seen: value}
    if isinstance(value, dict):
        parts = value
    elif isinstance(value, tuple | list):
        parts = dict(enumerate(value))
    elif dataclasses.is_dataclass(value):
        kind = type(value)
        names = {field.name for field in dataclasses.fields(value)}
        names |= {name for name in dir(kind) if isinstance(getattr(kind, name), property)}
        parts = {name: getattr(value, name) for name in names}
    else:
        return {}
    return {way: array for key, part in parts.items() for way, array in shown(part, (*seen, key)).items()}


def same_bits(first, second):
    return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()


@records
@copied
def test_a_copied_record_shows_the_same_bits_as_closed_for_writing_as_its_own(record, copied):
    before, after = shown(record), shown(copied(record))
    assert before.keys() == after.keys()
    for way, array in before.items():
        assert same_bits(after[way], array), way
        assert after[way].flags.writeable == array.flags.writeable, way


@records
def test_nothing_of_a_record_and_no_base_of_it_can_be_written(record):
    for way, array in shown(record).items():
        while isinstance(array, np.ndarray):
            assert not array.flags.writeable, way
            array = array.base


@records
def test_a_record_becomes_a_dict_and_a_changed_copy(record):
    as_dict = dataclasses.asdict(record)
    assert as_dict.keys() == {field.name for field in dataclasses.fields(record)}
    changed = dataclasses.replace(record)
    for way, array in shown(record).items():
        assert same_bits(shown(changed)[way], array), way


@copied
def test_what_follows_from_a_copied_way_forward_has_the_same_bits(copied):
    fwd, params = copied(FWD), copied(PARAMS)
    for function in (
        lambda params, fwd: backward(params, fwd, CASE.dh_output),
        lambda params, fwd: itemised_gradients(params, fwd, CASE.dh_output),
        lambda params, fwd: truncated_by_horizon(params, fwd, CASE.dh_output, 3),
        lambda params, fwd: truncated_in_chunks(params, fwd, CASE.dh_output, 3),
        lambda params, fwd: forward(params, CASE.x, CASE.h_initial, "relu"),
    ):
        expected = shown(function(PARAMS, FWD))
        for way, array in shown(function(params, fwd)).items():
            assert same_bits(array, expected[way]), way


@copied
def test_copied_weights_are_those_that_forward_uses(copied):
    params = copied(PARAMS)
    with pytest.raises(ValueError, match="read-only"):
        params.W_h[0, 0] = 9.0
    other = dataclasses.replace(params, W_h=np.eye(4))
    assert (forward(other, CASE.x).h == forward(Params(CASE.W_x, np.eye(4), CASE.B), CASE.x).h).all()


class Network:
    """Two layers that share an optimizer."""

    def __init__(self, optimizer):
        initializer = SimpleInitializer(0.5, seed=3)
        self.rnn = SimpleRNN(2, 4, initializer, optimizer)
        self.tanh = Tanh()
        self.fc = FC(4, 3, initializer, optimizer)
        self.softmax = Softmax()

    def train(self, updates):
        Y = np.eye(3)
        for _ in range(updates):
            Z = self.softmax.forward(self.fc.forward(self.tanh.forward(self.rnn.forward(CASE.x, CASE.h_initial))))
            self.rnn.backward(self.tanh.backward(self.fc.backward(self.softmax.backward(Z, Y))))

    def weights(self):
        return [getattr(layer, name) for layer in (self.rnn, self.fc) for name in layer.weights]


OPTIMIZERS = {"SGD": SGD, "Momentum": Momentum, "AdaGrad": AdaGrad, "Adam": Adam}
optimizers = pytest.mark.parametrize("kind", OPTIMIZERS.values(), ids=OPTIMIZERS)


@optimizers
@pytest.mark.parametrize("copied", [copy.deepcopy, *PICKLES.values()], ids=["deepcopy", *PICKLES])
def test_a_copied_network_trains_on_as_the_network_itself(kind, copied):
    network = Network(kind(0.1))
    network.train(3)
    twin = copied(network)
    network.train(3)
    after = [weight.copy() for weight in network.weights()]
    twin.train(3)
    for weight, expected in zip(twin.weights(), after, strict=True):
        assert same_bits(weight, expected)
        assert not weight.flags.writeable
    network.train(1)
    assert all(same_bits(weight, expected) for weight, expected in zip(twin.weights(), after, strict=True))


@optimizers
@copied
def test_a_copied_layer_trains_on_as_the_layer_itself_and_leaves_it_alone(kind, copied):
    def train(layer):
        for _ in range(3):
            layer.forward(CASE.x)
            layer.backward(CASE.dh_output)
        return [getattr(layer, name).copy() for name in layer.weights]

    layer = SimpleRNN(2, 4, SimpleInitializer(0.5, seed=3), kind(0.1))
    train(layer)
    twin = copied(layer)
    after, after_the_copy = train(layer), train(twin)
    assert all(same_bits(first, second) for first, second in zip(after, after_the_copy, strict=True))
    assert all(same_bits(getattr(layer, name), weight) for name, weight in zip(layer.weights, after, strict=True))
    for name in (*layer.weights, "dW_x", "dW_h", "dB", "dh_initial"):
        assert not getattr(twin, name).flags.writeable, name
    with pytest.raises(ValueError, match="W_h has shape"):
        twin.W_h = np.ones((2, 2))


@optimizers
@copied
def test_a_copied_optimizer_goes_on_with_the_layers_of_the_first(kind, copied):
    def train(optimizer, other):
        layer = SimpleRNN(2, 4, SimpleInitializer(0.5, seed=3), optimizer)
        for number in range(6):
            layer.optimizer = optimizer if number < 3 else other
            layer.forward(CASE.x)
            layer.backward(CASE.dh_output)
        return layer.W_h

    optimizer = kind(0.1)
    assert same_bits(train(optimizer, copied(optimizer)), train(optimizer, optimizer))


def test_another_optimizer_starts_afresh_and_the_first_remembers():
    layer, first = SimpleRNN(2, 4, SimpleInitializer(0.5, seed=3)), Adam(0.1)
    for optimizer in (first, Adam(0.1), first):
        layer.optimizer = optimizer
        layer.forward(CASE.x)
        before = layer.W_h
        layer.backward(CASE.dh_output)
        if optimizer is not first:  # the first step of Adam is lr long in every entry
            assert np.allclose(np.abs(layer.W_h - before), 0.1, rtol=1e-4)
    assert [moments["B"]["k"] for moments in layer.moments.values()] == [2, 1]


def test_a_layer_that_is_gone_leaves_nothing_in_its_optimizer():
    optimizer = Adam(0.1)
    before = len(pickle.dumps(optimizer))
    for _ in range(3):
        layer = FC(20, 30, SimpleInitializer(1.0, seed=1), optimizer)
        layer.forward(np.ones((2, 20)))
        layer.backward(np.ones((2, 30)))
    assert len(pickle.dumps(optimizer)) == before


@pytest.mark.parametrize("layer", [Tanh(), ReLU(), Sigmoid()])
@copied
def test_a_copied_activation_layer_goes_back_the_same(layer, copied):
    layer.forward(CASE.x)
    twin = copied(layer)
    expected = layer.backward(CASE.x)
    layer.forward(-CASE.x)
    assert same_bits(twin.backward(CASE.x), expected)


@copied
def test_a_copied_initializer_draws_on_with_the_same_numbers(copied):
    initializer = OrthogonalInitializer(seed=4)
    initializer.W(3, 4)
    twin = copied(initializer)
    if twin.rng is not initializer.rng:  # a shallow copy draws from the same generator
        assert same_bits(twin.W(3, 4), initializer.W(3, 4))


@copied
def test_a_fitted_classifier_can_be_saved_and_predicts_the_same(copied):
    X, y = which_came_first(60, 5, np.random.default_rng(5))
    classifier = ScratchSimpleRNNClassifier(6, n_epochs=2, random_state=0).fit(X, y)
    twin = copied(classifier)
    assert same_bits(twin.predict_proba(X), classifier.predict_proba(X))
    assert twin.loss_history_ == classifier.loss_history_
    expected = classifier.fit(X, y).predict_proba(X)
    assert same_bits(twin.fit(X, y).predict_proba(X), expected)


@copied
def test_a_copied_classifier_goes_on_learning_with_the_same_bits(copied):
    X, y = which_came_first(60, 5, np.random.default_rng(6))

    def go_on(classifier):
        for _ in range(3):
            classifier._learn(X, y)
        return classifier.predict_proba(X)

    classifier = ScratchSimpleRNNClassifier(6, n_epochs=2, random_state=0).fit(X, y)
    kept = pickle.loads(pickle.dumps(classifier))
    expected = go_on(classifier)
    assert same_bits(go_on(copied(kept)), expected)
