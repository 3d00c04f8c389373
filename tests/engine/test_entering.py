"""What enters: integers of every kind, masks, other engines' arrays; nothing of the caller's is changed or held."""

import importlib.util

import numpy as np
import pytest

from rnn import (
    FC,
    AdaGrad,
    Adam,
    Loss,
    Momentum,
    Params,
    ReLU,
    ScratchSimpleRNNClassifier,
    SimpleInitializer,
    SimpleRNN,
    Softmax,
    Tanh,
    backward,
    check_gradients,
    clip_by_global_norm,
    clip_by_value,
    clip_each_by_norm,
    forward,
    given_gradient,
    half_squared_error,
    itemised_gradients,
    log_softmax,
    mean_squared_error,
    readout_half_squared_error,
    readout_mean_squared_error,
    singular_values,
    softmax,
    softmax_cross_entropy,
    spectral_norm,
    spectral_radius,
    truncated_by_horizon,
    truncated_in_chunks,
)

INTEGERS = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]
W_X = np.array([[1, 0, 2], [0, 1, 1]])
W_H = np.array([[0, 1, 0], [1, 0, 0], [0, 2, 1]])
B = np.array([1, 0, 1])
X = np.array([[[1, 2], [100, 0], [120, 120]], [[0, 1], [2, 100], [1, 0]]])  # their products leave 8 bits
H = np.array([[[1, 100, 0], [120, 0, 1], [0, 1, 100]], [[2, 1, 0], [0, 100, 1], [120, 0, 2]]])
PARAMS = Params(W_X / 100, W_H / 2, B)
FWD = forward(PARAMS, X / 100)
W_Y, TARGET, LABELS = np.array([[1, 0], [2, 1], [0, 1]]), np.ones((2, 3, 2)), np.array([[0, 1, 0], [1, 1, 0]])


class Plain:
    """A layer with one weight, for optimizers."""

    weights = ("W",)


def updated(optimizer, dW):
    layer = Plain()
    layer.W, layer.dW = np.zeros(3), dW
    optimizer.update(layer)
    return layer.W


def fully_connected(X, W, B, dA):
    layer = FC(2, 3, SimpleInitializer(1, seed=1))
    layer.W, layer.B = W, B
    return layer.forward(X), layer.backward(dA), layer.dW, layer.dB


def recurrent(x, dh):
    layer = SimpleRNN(2, 3, SimpleInitializer(0.1, seed=1))
    return layer.forward(x), layer.backward(dh), layer.dW_h


def activation_layer(A, dZ):
    layer = ReLU()
    return layer.forward(A), layer.backward(dZ)


def softmax_layer(A, Y):
    layer = Softmax()
    Z = layer.forward(A)
    return Z, layer.backward(Z, Y), layer.loss


def checked(W_x, dB):
    params = Params(W_x, np.zeros((3, 3)), np.ones(3))
    return check_gradients(params, X / 100, lambda h: half_squared_error(h, H / 100), gradients={"dB": dB})["dB"].error


ONE_HOT = np.eye(3, dtype=int)[[0, 2]]
CALLS = {
    "Params": (lambda *w: [getattr(Params(*w), name) for name in ("W_x", "W_h", "B")], W_X, W_H, B),
    "forward": (lambda x, h: forward(PARAMS, x, h).h, X, H[:, 0]),
    "backward": (lambda dh: backward(PARAMS, FWD, dh).dW_h, H),
    "itemised_gradients": (lambda dh: itemised_gradients(PARAMS, FWD, dh).norms, H),
    "truncated_by_horizon": (lambda dh: truncated_by_horizon(PARAMS, FWD, dh, 2).da, H),
    "truncated_in_chunks": (lambda dh: truncated_in_chunks(PARAMS, FWD, dh, 2).da, H),
    "half_squared_error": (lambda h, y: half_squared_error(h, y).dh_output, H, H[::-1]),
    "mean_squared_error": (lambda h, y: mean_squared_error(h, y).value, H, H[::-1]),
    "given_gradient": (lambda h, g: given_gradient(h, g).value, H, H),
    "readout_half_squared_error": (lambda *v: readout_half_squared_error(*v).dW_y, H, W_Y, np.array([1, 2]), TARGET),
    "readout_mean_squared_error": (lambda *v: readout_mean_squared_error(*v).db_y, H, W_Y, np.array([1, 2]), TARGET),
    "softmax_cross_entropy": (lambda *v: softmax_cross_entropy(*v).dW_y, H, W_Y, np.array([1, 2]), LABELS),
    "softmax": (softmax, H),
    "log_softmax": (log_softmax, H),
    "clip_by_global_norm": (lambda g: [clip_by_global_norm({"g": g}, 10).norm], np.array([100, 100])),
    "clip_each_by_norm": (lambda g: clip_each_by_norm({"g": g}, 10).gradients["g"], np.array([100, 100])),
    "clip_by_value": (lambda g: clip_by_value({"g": g}, 10.5).gradients["g"], np.array([100, 100])),
    "FC": (fully_connected, X, W_X, B, H),
    "SimpleRNN": (recurrent, X, H),
    "SimpleRNN, last state": (recurrent, X, H[:, 0]),
    "ReLU": (activation_layer, H, H),
    "Softmax": (softmax_layer, H[:, 0], ONE_HOT),
    "Momentum": (lambda dW: updated(Momentum(0.1), dW), np.array([1, 100, 0])),
    "AdaGrad": (lambda dW: updated(AdaGrad(0.1), dW), np.array([1, 100, 0])),
    "Adam": (lambda dW: updated(Adam(0.1), dW), np.array([1, 100, 0])),
    "check_gradients": (checked, W_X, np.array([1, 2, 0])),
    "singular_values": (singular_values, W_H),
    "spectral_radius": (spectral_radius, 100 * W_H),
    "spectral_norm": (spectral_norm, 100 * W_H),
}
calls = pytest.mark.parametrize(("call", "arguments"), [(c[0], c[1:]) for c in CALLS.values()], ids=CALLS)


def as_floats(arguments):
    return [values.copy() if values is LABELS else values.astype(np.float64) for values in arguments]


def results(value):
    return [np.asarray(part) for part in (value if isinstance(value, list | tuple) else [value])]


@calls
@pytest.mark.parametrize("dtype", INTEGERS)
def test_integers_of_every_type_count_as_the_numbers_that_they_are(call, arguments, dtype):
    most = np.iinfo(dtype).max
    arguments = [part if part.max() <= most else np.minimum(part, most) for part in arguments]
    for found, expected in zip(
        results(call(*(part.astype(dtype) for part in arguments))), results(call(*as_floats(arguments))), strict=True
    ):
        assert found.dtype == expected.dtype
        assert np.array_equal(found, expected)


def test_the_norm_of_small_integers_is_that_of_the_numbers():
    assert clip_by_global_norm({"g": np.array([100, 100], np.int8)}, 1e3).norm == pytest.approx(np.sqrt(20_000))


@calls
def test_a_masked_array_is_refused_and_taken_once_nothing_is_masked(call, arguments):
    expected = results(call(*arguments))
    for number, values in enumerate(arguments):
        mask = np.zeros(values.shape, dtype=bool)
        masked = list(arguments)
        masked[number] = np.ma.masked_array(values, mask)
        for found, known in zip(results(call(*masked)), expected, strict=True):
            assert np.array_equal(found, known)
        mask.flat[-1] = True
        masked[number] = np.ma.masked_array(values, mask)
        with pytest.raises(ValueError, match=r"is masked; expected a number everywhere: fill it first"):
            call(*masked)


def test_a_mask_inside_a_list_a_label_or_a_mask_of_the_loss_is_seen_too():
    row = np.ma.masked_array([1, 0, 2], [False, True, False])
    with pytest.raises(ValueError, match="W_x is masked"):
        Params([row, [0, 1, 1]], W_H, B)
    with pytest.raises(ValueError, match="B is masked"):
        Params(W_X, W_H, [0.0, np.ma.masked, 1.0])
    with pytest.raises(ValueError, match="mask is masked"):
        half_squared_error(H, H, np.ma.masked_array([1, 1, 0], [0, 0, 1]))
    with pytest.raises(ValueError, match="y is masked"):
        ScratchSimpleRNNClassifier(3).fit(np.ones((2, 4, 1)), np.ma.masked_array([0, 1], [0, 1]))


@pytest.mark.parametrize("values", [[2**53 + 1, 0, 0], np.array([0, 2**53 + 1, 0]), np.array([2**64 - 1, 0, 0], "u8")])
def test_whole_numbers_that_a_float_would_round_are_refused(values):
    with pytest.raises(ValueError, match=r"B holds (9007199254740993|18446744073709551615), which float64 cannot hold"):
        Params(W_X, W_H, values)


def test_a_whole_number_among_fractions_is_not_rounded_silently_either():
    with pytest.raises(ValueError, match="x holds -9007199254740993, which float64 cannot hold"):
        forward(PARAMS, [[[0.5, 1], [-(2**53) - 1, 2.5]]])
    with pytest.raises(ValueError, match="g holds 9007199254740993"):
        clip_by_value({"g": np.array([2**53 + 1])}, 1.0)


def test_large_whole_numbers_that_a_float_holds_are_taken():
    for values in ([2**53 + 2, 0.5, -(2**60)], np.array([2**62, -(2**53), 1])):
        assert Params(W_X, W_H, values).B[0] == values[0]


class OnesOwn:
    """What gives its own array when it is asked for one."""

    def __init__(self, values):
        self.values = values.copy()

    def __array__(self, dtype=None, copy=None):
        return self.values

    dtype = property(lambda self: self.values.dtype)
    ndim = property(lambda self: self.values.ndim)


@calls
@pytest.mark.parametrize("form", [np.array, OnesOwn, np.asfortranarray], ids=["array", "__array__", "columns first"])
def test_no_array_of_the_caller_is_closed_changed_or_held(call, arguments, form):
    given = [form(values) for values in as_floats(arguments)]
    arrays = [getattr(values, "values", values) for values in given]
    before = [array.copy() for array in arrays]
    found = call(*given)
    kept = [part.copy() for part in results(found)]
    for array, values in zip(arrays, before, strict=True):
        assert array.flags.writeable
        assert np.array_equal(array, values)
        array[...] = 1
    for part, values in zip(results(found), kept, strict=True):
        assert np.array_equal(part, values)


def test_a_loss_made_by_hand_is_a_copy_of_what_it_is_made_of():
    steps, dh_output = np.ones(3), np.ones((2, 3, 3))
    loss = Loss(3.0, steps, dh_output)
    dh_output[...] = 7.0
    assert loss.dh_output.max() == 1.0
    assert steps.flags.writeable
    assert not loss.steps.flags.writeable


def test_a_layer_holds_no_array_that_the_caller_or_the_next_layer_can_write():
    tanh, A = Tanh(), np.ones((2, 3))
    Z = tanh.forward(A)
    A[...] = 7.0
    with pytest.raises(ValueError, match="read-only"):
        Z[...] = 7.0
    assert np.allclose(tanh.backward(np.ones((2, 3))), 1 - np.tanh(1.0) ** 2)


class Tensor:
    """A tensor that wants its gradient to be followed, as torch.nn.Parameter does."""

    def detach(self):
        return np.ones((2, 3))

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")


def test_what_is_part_of_another_engines_graph_is_told_to_be_detached():
    with pytest.raises(ValueError, match=r"W_x is of type Tensor, .*; expected W_x\.detach\(\)\."):
        Params(Tensor(), W_H, B)
    assert Params(Tensor().detach(), W_H, B).W_x.max() == 1.0


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed")
def test_a_parameter_of_torch_is_told_to_be_detached():
    import torch

    weight = torch.nn.Parameter(torch.ones(2, 3))
    for values in (weight, [weight[0], weight[1]]):
        with pytest.raises(ValueError, match=r"W_x is .*detach\(\)"):
            Params(values, W_H, B)
    assert Params(weight.detach(), W_H, B).W_x.max() == 1.0
