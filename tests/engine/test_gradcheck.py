"""The gradient check finds right ones right, wrong ones wrong, and says where."""

import numpy as np
import pytest

from rnn import (
    ACTIVATIONS,
    Loss,
    Params,
    backward,
    check_gradients,
    forward,
    half_squared_error,
    mean_squared_error,
    softmax_cross_entropy,
)
from tests.engine.referee import random_case

NAMES = {"dW_x", "dW_h", "dB", "dx", "dh_initial"}


def check(case, loss, **options):
    return check_gradients(Params(case.W_x, case.W_h, case.B), case.x, loss, case.h_initial, case.activation, **options)


@pytest.mark.parametrize("activation", [name for name, f in ACTIVATIONS.items() if f.analytic])
@pytest.mark.parametrize("kind", [half_squared_error, mean_squared_error])
def test_analytic_networks_are_checked_by_complex_step(activation, kind):
    case = random_case(np.random.default_rng(1), (2, 4, 3, 2), activation)
    results = check(case, lambda h: kind(h, case.dh_output, [0, 1, 1, 1]))
    assert results.keys() == NAMES
    for result in results.values():
        assert result.method == "complex step"
        assert result.passed, str(result)
        assert result.error < 1e-13


def test_a_softmax_readout_is_checked_by_complex_step():
    rng = np.random.default_rng(2)
    case = random_case(rng, (2, 4, 3, 2))
    W_y, b_y, labels = rng.normal(size=(2, 3)), rng.normal(size=3), rng.integers(3, size=(2, 4))
    for result in check(case, lambda h: softmax_cross_entropy(h, W_y, b_y, labels)).values():
        assert result.method == "complex step"
        assert result.passed, str(result)


def test_a_loss_that_takes_real_numbers_only_is_checked_by_central_differences():
    case = random_case(np.random.default_rng(3), (2, 4, 3, 2))

    def absolute(h):
        error = h - case.dh_output
        return Loss(float(np.abs(error).sum()), np.abs(error).sum(axis=(0, 2)), np.sign(error.real))

    for result in check(case, absolute).values():
        assert result.method == "central difference"
        assert result.passed, str(result)


@pytest.mark.parametrize("activation", [name for name, f in ACTIVATIONS.items() if not f.analytic])
def test_networks_that_are_not_analytic_are_checked_by_central_differences(activation):
    case = random_case(np.random.default_rng(8), (2, 4, 3, 2), activation)
    for result in check(case, lambda h: half_squared_error(h, case.dh_output)).values():
        assert result.method == "central difference"
        assert result.passed, str(result)


def test_relu_is_checked_by_central_differences_and_its_kinks_are_told_not_failed():
    case = random_case(np.random.default_rng(4), (2, 4, 3, 2), "relu")
    for result in check(case, lambda h: half_squared_error(h, case.dh_output)).values():
        assert result.method == "central difference"
        assert result.passed, str(result)
        assert not result.kinks
    case.x[...], case.h_initial[...], case.B[...] = 1.0, 0.0, -case.W_x.sum(axis=0)  # a_1 is exactly at the kink
    case.B[1] -= 1.0
    results = check(case, lambda h: half_squared_error(h, case.dh_output))
    assert (0,) in results["dB"].kinks
    assert all(result.passed for result in results.values()), [str(result) for result in results.values()]
    assert "at a kink" in str(results["dB"])


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_wrong_gradient_fails_and_its_worst_entry_is_named(activation):
    case = random_case(np.random.default_rng(5), (2, 4, 3, 2), activation)
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, case.h_initial, activation)

    def loss(h):
        return half_squared_error(h, case.dh_output)

    dW_x = backward(params, fwd, loss(fwd.h).dh_output).dW_x.copy()
    dW_x[2, 1] += 0.01
    results = check(case, loss, gradients={"dW_x": dW_x})
    assert results.keys() == {"dW_x"}
    assert not results["dW_x"].passed
    assert results["dW_x"].worst == (2, 1)
    assert results["dW_x"].gradient - results["dW_x"].numerical == pytest.approx(0.01, rel=1e-4)
    assert str(results["dW_x"]).startswith("dW_x: WRONG by ")
    assert check(case, loss, gradients={"dW_x": dW_x}, tolerance=1.0)["dW_x"].passed


def test_bad_gradients_are_refused_by_name():
    case = random_case(np.random.default_rng(6), (2, 4, 3, 2))
    with pytest.raises(ValueError, match=r"gradients has \['dW'\]"):
        check(case, lambda h: half_squared_error(h, case.dh_output), gradients={"dW": np.ones(3)})
    with pytest.raises(ValueError, match=r"dB has shape \(3,\); expected \(2,\), as in B"):
        check(case, lambda h: half_squared_error(h, case.dh_output), gradients={"dB": np.ones(3)})


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_right_gradients_in_float32_are_right(activation):
    case = random_case(np.random.default_rng(7), (2, 6, 3, 4), activation)

    def loss(h):
        return half_squared_error(h, case.dh_output)

    single = Params(case.W_x, case.W_h, case.B, dtype=np.float32)
    for result in check_gradients(single, case.x, loss, case.h_initial, activation).values():
        assert result.passed, str(result)
    fwd = forward(single, case.x, case.h_initial, activation)
    bwd = backward(single, fwd, loss(fwd.h).dh_output)
    given = {name: getattr(bwd, name) for name in NAMES}
    for result in check(case, loss, gradients=given).values():
        assert result.passed, str(result)
    given["dW_h"] = given["dW_h"] * np.float32(1.001)
    assert not check(case, loss, gradients=given)["dW_h"].passed


def test_a_gradient_that_is_the_right_one_transposed_is_named_as_such():
    case = random_case(np.random.default_rng(8), (2, 4, 3, 2))
    params = Params(case.W_x, case.W_h, case.B)

    def loss(h):
        return half_squared_error(h, case.dh_output)

    fwd = forward(params, case.x, case.h_initial)
    bwd = backward(params, fwd, loss(fwd.h).dh_output)
    result = check(case, loss, gradients={"dW_h": bwd.dW_h.T})["dW_h"]
    assert not result.passed
    assert result.transposed
    assert "it is the right one transposed" in str(result)
    with pytest.raises(
        ValueError, match=r"dW_x has shape \(2, 3\); expected \(3, 2\), as in W_x\. It is the right one tr"
    ):
        check(case, loss, gradients={"dW_x": bwd.dW_x.T})
    with pytest.raises(ValueError, match=r"dW_x has shape \(2, 3\); expected \(3, 2\), as in W_x\.$"):
        check(case, loss, gradients={"dW_x": 2.0 * bwd.dW_x.T})
    right = check(case, loss, gradients={"dW_h": bwd.dW_h})["dW_h"]
    assert right.passed
    assert not right.transposed
    assert not check(case, loss, gradients={"dW_h": 2.0 * bwd.dW_h.T})["dW_h"].transposed


@pytest.mark.parametrize("shape", [(1, 2), (2, 1)])
def test_a_gradient_of_the_bias_may_lie_or_stand(shape):
    case = random_case(np.random.default_rng(9), (2, 4, 3, 2))
    params = Params(case.W_x, case.W_h, case.B.reshape(shape))

    def loss(h):
        return half_squared_error(h, case.dh_output)

    fwd = forward(params, case.x, case.h_initial)
    dB = backward(params, fwd, loss(fwd.h).dh_output).dB.reshape(shape)
    results = check_gradients(params, case.x, loss, case.h_initial, gradients={"dB": dB})
    assert results["dB"].passed
    assert len(results["dB"].worst) == 1
