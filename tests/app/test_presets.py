"""The named experiments give the numbers that the page promises."""

from dataclasses import replace

import numpy as np
import pytest

from app.experiment.presets import CASES, PENCIL, PRESETS, TEXTBOOK
from app.trace import run


def test_every_visitor_sees_the_textbook_case_first():
    assert next(iter(PRESETS)) == "textbook"
    assert PRESETS["textbook"] is TEXTBOOK


def test_the_textbook_case_ends_in_the_state_of_the_textbook():
    last = run(TEXTBOOK).fwd.h[0, -1]
    np.testing.assert_allclose(last, [0.79494228, 0.81839002, 0.83939649, 0.85584174], rtol=0, atol=5e-9)


def test_the_textbook_case_loses_less_after_one_update():
    trace = run(TEXTBOOK)
    assert round(trace.loss.value, 4) == 0.6815
    assert round(trace.loss_after, 4) == 0.4480


def test_two_gradients_meet_at_the_second_step_of_the_textbook_case():
    bwd = run(TEXTBOOK).bwd
    for found, expected in [
        (bwd.dh[0, 2], [0.7949, -0.0816, 0.8394, -0.0442]),
        (bwd.dh_output[0, 1], [-0.0078, 0.0142, -0.0660, -0.0502]),
        (bwd.dh_next[0, 1], [0.0137, 0.0187, 0.0238, 0.0287]),
        (bwd.dh[0, 1], [0.0059, 0.0329, -0.0421, -0.0215]),
    ]:
        np.testing.assert_allclose(found, expected, rtol=0, atol=5.1e-5)


def test_the_pencil_case_agrees_with_the_pencil():
    trace = run(PENCIL)
    bwd = trace.bwd
    assert trace.fwd.h.ravel().tolist() == [2, 1, 1.5]
    assert bwd.dh.ravel().tolist() == [1.125, 0.25, 0.5]
    assert bwd.dW_h_steps.ravel().tolist() == [2.25, 0.5, 0.5]
    assert (bwd.dW_h.item(), bwd.dW_x.item(), bwd.dB.item(), bwd.dh_initial.item()) == (3.25, 1.625, 1.875, 0.5625)
    assert trace.loss.value == 0.625
    assert round(trace.loss_after, 3) == 0.298


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_has_a_name_that_fits_in_a_link(name):
    assert name.isascii()
    assert name.replace("_", "").isalpha()
    assert name == name.lower()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_preset_is_opened_at_a_step_that_it_has(case):
    n_sequences = case.experiment.sizes.n_sequences
    assert case.first_step in (0, n_sequences)  # at t = 1, or at the loss


def norms_back(made):
    """||dL/dh_t|| from the last step back to the first."""
    return np.linalg.norm(run(made).bwd.dh[0], axis=-1)[::-1]


@pytest.mark.parametrize(
    ("name", "factor"), [("vanishing", 0.5), ("constant", 1), ("exploding", 1.25), ("normal", 0.6)]
)
def test_where_every_step_back_does_the_same_the_gradient_is_a_power(name, factor):
    np.testing.assert_allclose(norms_back(PRESETS[name]), factor ** np.arange(12.0), rtol=1e-12)


@pytest.mark.parametrize(("x_1", "expected"), [(0, 1448), (0.001, 97.5), (0.01, 0.0336), (1, 5.0e-9)])
def test_one_input_cell_decides_whether_the_gradient_explodes_or_vanishes_at_spectral_radius_2(x_1, expected):
    made = PRESETS["saturation"]
    assert max(abs(np.linalg.eigvals(made.W_h))) == pytest.approx(2)
    x = made.x.copy()
    x[0, 0, 0] = x_1
    assert norms_back(replace(made, x=x))[-1] == pytest.approx(expected, rel=4e-3)


def test_a_non_normal_matrix_lets_the_gradient_grow_at_spectral_radius_0_6():
    made = PRESETS["non_normal"]
    assert max(abs(np.linalg.eigvals(made.W_h))) == pytest.approx(0.6)
    assert np.linalg.norm(made.W_h, 2) == pytest.approx(2.17, abs=5e-3)
    found = norms_back(made)
    np.testing.assert_allclose(found[:6], [1, 2.088, 2.426, 2.169, 1.730, 1.295], rtol=0, atol=6e-4)
    assert found[-1] == pytest.approx(0.126, abs=6e-4)


def test_a_state_may_remember_what_no_gradient_reaches():
    trace = run(PRESETS["remembers"])
    np.testing.assert_allclose(trace.fwd.h[0, -1], [0.00035, 0.329, 0.9575], rtol=1e-3)
    np.testing.assert_allclose(trace.bwd.dh[0, 0], [4.1e-4, 0.0767, 7.0e-9], rtol=2e-2)


def test_the_echo_repeats_x_three_steps_later_and_its_gradient_reaches_that_step_only():
    made = PRESETS["echo"]
    trace = run(made)
    assert not np.linalg.eigvals(made.W_h).any()
    np.testing.assert_array_equal(trace.fwd.h[0, 3:, 3], made.x[0, :5, 0])
    assert np.flatnonzero(trace.bwd.dx).tolist() == [4]


def test_with_zero_weights_only_the_input_weights_and_the_bias_learn():
    bwd = run(PRESETS["zero_weights"]).bwd
    assert not bwd.dW_h.any()
    assert bwd.dW_x.all()
    assert bwd.dB.all()


def test_a_dead_relu_learns_nothing():
    trace = run(PRESETS["dead_relu"])
    assert (trace.fwd.a < 0).all()
    assert not trace.fwd.h.any()
    assert not any(values.any() for values in (trace.bwd.dW_x, trace.bwd.dW_h, trace.bwd.dB))
    assert trace.loss_after == trace.loss.value


def test_relu_with_identity_hands_the_gradient_on_unchanged():
    bwd = run(PRESETS["relu_identity"]).bwd
    np.testing.assert_array_equal(bwd.dh_next[:, :-1], bwd.dh[:, 1:])


def test_the_batch_is_two_sequences_that_differ():
    made = PRESETS["batch"]
    assert made.sizes.batch_size == 2
    assert not np.array_equal(made.x[0], made.x[1])
    np.testing.assert_array_equal(made.x[0], TEXTBOOK.x[0])


def test_with_the_loss_at_the_last_step_only_the_rest_is_the_textbook_case():
    assert PRESETS["last_step"].placement == "last"
    assert replace(PRESETS["last_step"], placement="every").same_as(TEXTBOOK)
