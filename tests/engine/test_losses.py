"""Losses over states: value, steps, gradient."""

import numpy as np
import pytest

from rnn import (
    LAST_STEP,
    Params,
    forward,
    given_gradient,
    half_squared_error,
    log_softmax,
    mean_squared_error,
    readout_half_squared_error,
    readout_mean_squared_error,
    softmax,
    softmax_cross_entropy,
)
from tests.engine.referee import difference, pencil, textbook

H, Y = np.random.default_rng(1).normal(size=(2, 3, 4, 5))


def test_the_textbook_case_has_its_printed_loss():
    case = textbook()
    loss = half_squared_error(forward(Params(case.W_x, case.W_h, case.B), case.x).h, case.y)
    assert loss.value == pytest.approx(0.6815, abs=5e-5)
    assert loss.steps.shape == (3,)
    assert loss.steps.sum() == pytest.approx(loss.value, rel=1e-15)


def test_the_pencil_case_has_the_loss_worked_out_by_hand():
    case = pencil()
    h = np.array([[[2.0], [1.0], [1.5]]])
    loss = half_squared_error(h, case.y)
    assert loss.value == 0.625
    assert loss.steps.tolist() == [0.5, 0.0, 0.125]
    assert loss.dh_output.ravel().tolist() == [1.0, 0.0, 0.5]


@pytest.mark.parametrize("mask", [None, [0, 1, 1, 0], np.random.default_rng(3).integers(0, 2, (4, 5))], ids=str)
def test_it_is_summed_over_nodes_and_masked_steps_and_a_mean_over_the_batch(mask):
    def carries(t, node):
        return 1 if mask is None else np.ravel(mask[t])[node if np.ndim(mask) == 2 else 0]

    total = sum(
        carries(t, node) * 0.5 * (H[sample, t, node] - Y[sample, t, node]) ** 2
        for sample in range(3)
        for t in range(4)
        for node in range(5)
    )
    assert half_squared_error(H, Y, mask).value == pytest.approx(total / 3, rel=1e-14)


@pytest.mark.parametrize(
    "mask", [None, [0, 0, 0, 1], [1, 0, 1, 0], np.random.default_rng(2).integers(0, 2, (4, 5))], ids=str
)
def test_the_gradient_is_the_slope_of_the_value(mask):
    loss, step = half_squared_error(H, Y, mask), 1e-6
    numerical = np.empty_like(H)
    for index in np.ndindex(H.shape):
        shift = np.zeros_like(H)
        shift[index] = step
        up, down = (half_squared_error(H + sign * shift, Y, mask).value for sign in (1, -1))
        numerical[index] = (up - down) / (2 * step)
    assert difference(loss.dh_output, numerical) < 1e-8


def test_a_masked_entry_counts_for_nothing_even_where_the_state_overflowed():
    h = H.copy()
    h[:, 0, :] = np.inf
    loss = half_squared_error(h, Y, [0, 1, 1, 1], allow_overflow=True)
    assert loss.value == half_squared_error(H, Y, [0, 1, 1, 1]).value
    assert not loss.dh_output[:, 0].any()


@pytest.mark.parametrize(
    ("h", "y", "mask", "message"),
    [
        (H, Y[:, :3], None, r"y has shape \(3, 3, 5\); expected .* \(3, 4, 5\), as in h"),
        (H[0], Y, None, r"h has shape \(4, 5\)"),
        (H, Y, np.ones(3), r"mask has shape \(3,\); expected \(4,\) or \(4, 5\), as in h"),
        (np.full_like(H, np.inf), Y, None, r"h\[0, 0, 0\] is inf"),
        (H, np.full_like(Y, np.nan), None, r"y\[0, 0, 0\] is nan"),
    ],
)
def test_bad_input_is_refused_by_name(h, y, mask, message):
    with pytest.raises(ValueError, match=message):
        half_squared_error(h, y, mask)


@pytest.mark.parametrize("mask", [None, [0, 1, 1, 0], np.random.default_rng(3).integers(0, 2, (4, 5))], ids=str)
def test_the_mean_divides_by_the_number_of_masked_in_entries(mask):
    weight = np.ones((4, 5)) if mask is None else np.broadcast_to(np.array(mask).reshape(4, -1), (4, 5))
    expected = sum((weight * (H[sample] - Y[sample]) ** 2).sum() for sample in range(3)) / weight.sum() / 3
    loss = mean_squared_error(H, Y, mask)
    assert loss.value == pytest.approx(expected, rel=1e-14)
    assert loss.steps.sum() == pytest.approx(expected, rel=1e-14)


def test_a_given_gradient_is_handed_on_as_the_mean_over_the_batch():
    loss = given_gradient(H, Y, [1, 0, 1, 1])
    assert difference(loss.dh_output[:, 2], Y[:, 2] / 3) < 1e-15
    assert not loss.dh_output[:, 1].any()
    assert loss.value == pytest.approx((H * Y)[:, [0, 2, 3]].sum() / 3, rel=1e-13)


def test_the_last_step_has_a_name():
    assert half_squared_error(H, Y, LAST_STEP).value == half_squared_error(H, Y, [0, 0, 0, 1]).value


RNG = np.random.default_rng(4)
W_Y, B_Y, TARGET = RNG.normal(size=(5, 2)), RNG.normal(size=2), RNG.normal(size=(3, 4, 2))
LABELS = RNG.integers(2, size=(3, 4))
HEADS = {
    "half": lambda h, W_y, b_y, mask: readout_half_squared_error(h, W_y, b_y, TARGET, mask),
    "mean": lambda h, W_y, b_y, mask: readout_mean_squared_error(h, W_y, b_y, TARGET, mask),
    "softmax": lambda h, W_y, b_y, mask: softmax_cross_entropy(h, W_y, b_y, LABELS, mask),
}


@pytest.mark.parametrize("mask", [None, [0, 1, 1, 0]], ids=str)
@pytest.mark.parametrize("head", HEADS)
def test_a_readout_hands_back_the_slopes_of_its_loss(head, mask):
    inputs = {"h": H, "W_y": W_Y, "b_y": B_Y}
    loss = HEADS[head](**inputs, mask=mask)
    for name, values in inputs.items():
        numerical = np.empty_like(values)
        for index in np.ndindex(values.shape):
            shift = np.zeros_like(values)
            shift[index] = 1e-6
            up, down = (HEADS[head](**(inputs | {name: values + sign * shift}), mask=mask).value for sign in (1, -1))
            numerical[index] = (up - down) / 2e-6
        found = {"h": loss.dh_output, "W_y": loss.dW_y, "b_y": loss.db_y}[name]
        assert difference(found, numerical) < 1e-8, name
    assert loss.steps.sum() == pytest.approx(loss.value, rel=1e-14)


def test_the_heads_have_the_values_of_their_formulas():
    y = H @ W_Y + B_Y
    assert HEADS["half"](H, W_Y, B_Y, None).value == pytest.approx(0.5 * ((y - TARGET) ** 2).sum() / 3, rel=1e-13)
    assert HEADS["mean"](H, W_Y, B_Y, None).value == pytest.approx(((y - TARGET) ** 2).mean() * 1.0, rel=1e-13)
    p = np.exp(y) / np.exp(y).sum(axis=2, keepdims=True)
    chosen = np.take_along_axis(p, LABELS[..., None], axis=2)
    assert HEADS["softmax"](H, W_Y, B_Y, None).value == pytest.approx(-np.log(chosen).sum() / 3, rel=1e-13)
    assert difference(HEADS["softmax"](H, W_Y, B_Y, None).y, y) < 1e-14


def test_softmax_stands_extreme_values_and_its_logarithm_stays_exact():
    assert softmax(np.array([1e4, -1e4])).tolist() == [1.0, 0.0]
    assert log_softmax(np.array([1e4, -1e4])).tolist() == [0.0, -2e4]


@pytest.mark.parametrize("loss", [half_squared_error, mean_squared_error, given_gradient])
def test_the_dtype_of_the_states_is_kept(loss):
    for dtype in (np.float32, np.complex128):
        assert loss(H.astype(dtype), Y).dh_output.dtype == dtype
    assert loss(H.tolist(), Y.tolist()).dh_output.dtype == np.float64


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mean_squared_error(H, Y, np.zeros(4)), "mask has no entry"),
        (lambda: half_squared_error(H, Y, [0, 2, 0, 1]), "mask holds other entries than 0 and 1"),
        (lambda: half_squared_error(H, Y, "first"), r"mask has shape \(\)"),
        (lambda: given_gradient(H, Y[:1]), r"g has shape \(1, 4, 5\)"),
        (lambda: readout_half_squared_error(H, W_Y.T, B_Y, TARGET), r"W_y has shape \(2, 5\); .* n_nodes = 5, as in h"),
        (lambda: readout_half_squared_error(H, W_Y, np.ones(3), TARGET), r"b_y has shape \(3,\)"),
        (lambda: softmax_cross_entropy(H, W_Y, B_Y, LABELS + 1), "labels go from 1 to 2; expected 0 to 1"),
        (lambda: softmax_cross_entropy(H, W_Y, B_Y, LABELS - 1), "labels go from -1 to 0"),
        (lambda: softmax_cross_entropy(H, W_Y, B_Y, LABELS * 1.0), "labels holds float64 entries"),
        (lambda: softmax_cross_entropy(H, W_Y, B_Y, LABELS[0]), r"labels has shape \(4,\)"),
    ],
)
def test_other_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_bias_of_a_readout_may_lie_or_stand():
    for shape in ((1, 2), (2, 1)):
        loss = readout_half_squared_error(H, W_Y, B_Y.reshape(shape), TARGET)
        assert loss.value == readout_half_squared_error(H, W_Y, B_Y, TARGET).value
        assert loss.db_y.shape == (2,)
