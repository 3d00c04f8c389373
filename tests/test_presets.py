"""The named experiments give the numbers that the page promises."""

import numpy as np
import pytest

from app.presets import PENCIL, PRESETS, TEXTBOOK
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
