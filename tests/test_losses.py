"""Losses over states: value, steps, gradient."""

import numpy as np
import pytest
from referee import difference, pencil, textbook

from rnn import Params, forward, half_squared_error

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
