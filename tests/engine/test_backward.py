"""The way back: fixed numbers, the plain form, numerical gradients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn import ACTIVATIONS, Params, backward, forward, half_squared_error
from tests.engine.referee import (
    GRADIENTS,
    WEIGHTS,
    difference,
    pencil,
    plain_backward,
    random_case,
    random_sizes,
    textbook,
)

STEPS = ("dW_x_steps", "dW_h_steps", "dB_steps")


def run(case, **options):
    params = Params(case.W_x, case.W_h, case.B)
    return backward(params, forward(params, case.x, case.h_initial, case.activation), case.dh_output, **options)


def run_to_targets(case):
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, case.h_initial, case.activation)
    return backward(params, fwd, half_squared_error(fwd.h, case.y).dh_output)


def test_the_textbook_case_gives_its_printed_gradients_on_both_roads():
    bwd = run_to_targets(textbook())
    for found, printed in (
        (bwd.dh[0, 2], [0.7949, -0.0816, 0.8394, -0.0442]),
        (bwd.dh_output[0, 1], [-0.0078, 0.0142, -0.0660, -0.0502]),
        (bwd.dh_next[0, 1], [0.0137, 0.0187, 0.0238, 0.0287]),
        (bwd.dh[0, 1], [0.0059, 0.0329, -0.0421, -0.0215]),
    ):
        assert np.allclose(found, printed, rtol=0, atol=5.1e-5)


def test_the_pencil_case_gives_the_gradients_worked_out_by_hand():
    bwd = run_to_targets(pencil())
    assert bwd.dh.ravel().tolist() == [1.125, 0.25, 0.5]
    assert bwd.dW_h_steps.ravel().tolist() == [2.25, 0.5, 0.5]
    assert (bwd.dW_h.item(), bwd.dW_x.item(), bwd.dB.item()) == (3.25, 1.625, 1.875)
    assert bwd.dh_initial.item() == 0.5625


@pytest.mark.parametrize("case", [textbook(), pencil()], ids=["textbook", "pencil"])
def test_one_update_lowers_the_loss_as_printed(case):
    before, after, rate = (0.6815, 0.4480, 0.5) if case.activation == "tanh" else (0.625, 0.298, 0.05)
    params = Params(case.W_x, case.W_h, case.B)
    bwd = run_to_targets(case)
    updated = Params(*(getattr(params, name) - rate * getattr(bwd, f"d{name}") for name in WEIGHTS))

    def loss(weights):
        return half_squared_error(forward(weights, case.x, case.h_initial, case.activation).h, case.y).value

    assert loss(params) == pytest.approx(before, abs=5e-5)
    assert loss(updated) == pytest.approx(after, abs=5e-4 if rate == 0.05 else 5e-5)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batch_size", [1, 3])
def test_every_array_agrees_with_the_plain_form(activation, batch_size):
    rng = np.random.default_rng(1)
    for _ in range(10):
        case = random_case(rng, (batch_size, *random_sizes(rng)[1:]), activation)
        bwd = run(case)
        for name, expected in plain_backward(case).items():
            assert difference(getattr(bwd, name), expected) < 1e-12, name


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "identity"])
@pytest.mark.parametrize("sizes", [(1, 4, 3, 2), (3, 5, 2, 4)])
def test_every_gradient_is_the_slope_of_the_loss(activation, sizes):
    case = random_case(np.random.default_rng(2), sizes, activation)

    def loss(**changed):
        values = vars(case) | changed
        params = Params(values["W_x"], values["W_h"], values["B"])
        return float((forward(params, values["x"], values["h_initial"], activation).h * case.dh_output).sum())

    bwd = run(case)
    for name in (*WEIGHTS, "x", "h_initial"):
        values, step = getattr(case, name), 1e-5
        numerical = np.empty_like(values)
        for index in np.ndindex(values.shape):
            shift = np.zeros_like(values)
            shift[index] = step
            numerical[index] = (loss(**{name: values + shift}) - loss(**{name: values - shift})) / (2 * step)
        assert difference(getattr(bwd, f"d{name}"), numerical) < 1e-8, name


@pytest.mark.parametrize("batch_size", [1, 4])
def test_the_parts_of_the_steps_sum_to_the_gradient(batch_size):
    bwd = run(random_case(np.random.default_rng(3), (batch_size, 6, 2, 3)))
    for name in STEPS:
        assert difference(getattr(bwd, name).sum(axis=0), getattr(bwd, name.removesuffix("_steps"))) < 1e-13


def test_both_roads_meet_and_add():
    bwd = run(random_case(np.random.default_rng(4)))
    assert (bwd.dh == bwd.dh_output + bwd.dh_next).all()
    assert not bwd.dh_next[:, -1].any()


@pytest.mark.parametrize("sizes", [(1, 30, 3, 5), (1, 600, 2, 3), (4, 9, 3, 5), (40, 20, 3, 16)])
def test_da_is_to_the_bit_both_roads_times_the_slope(sizes):
    bwd = run(random_case(np.random.default_rng(15), sizes))
    assert (bwd.da == bwd.dh * bwd.fwd.slope).all()


@pytest.mark.parametrize("sizes", [(1, 600, 3, 4), (5, 130, 2, 3), (300, 3, 2, 4)])
def test_long_sequences_and_large_batches_agree_with_the_plain_form(sizes):
    case = random_case(np.random.default_rng(16), sizes)
    case.W_h *= 0.5
    bwd = run(case)
    for name, expected in plain_backward(case).items():
        assert difference(getattr(bwd, name), expected) < 1e-12, name


def test_a_batch_gives_the_sum_of_its_samples():
    case = random_case(np.random.default_rng(5), (4, 6, 2, 3))
    params = Params(case.W_x, case.W_h, case.B)
    alone = []
    for sample in range(4):
        one = slice(sample, sample + 1)
        alone.append(backward(params, forward(params, case.x[one], case.h_initial[one]), case.dh_output[one]))
    together = run(case)
    for name in ("dW_x", "dW_h", "dB"):
        assert difference(getattr(together, name), sum(getattr(bwd, name) for bwd in alone)) < 1e-13
    for name in ("dx", "dh_initial", "da"):
        assert difference(getattr(together, name), np.concatenate([getattr(bwd, name) for bwd in alone])) < 1e-13


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(sorted(ACTIVATIONS)))
def test_the_way_back_is_linear_in_what_it_is_given(seed, activation):
    rng = np.random.default_rng(seed)
    case = random_case(rng, random_sizes(rng), activation)
    first = run(case)
    other = rng.normal(size=case.dh_output.shape)
    second = backward(first.fwd.params, first.fwd, other)
    both = backward(first.fwd.params, first.fwd, 2.0 * case.dh_output - 3.0 * other)
    for name in GRADIENTS:
        terms = 2.0 * getattr(first, name), -3.0 * getattr(second, name)
        scale = max(np.abs(term).max() for term in terms) or 1.0
        assert np.abs(getattr(both, name) - sum(terms)).max() < 1e-12 * scale


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_loss_at_one_step_sends_nothing_to_later_steps(seed):
    rng = np.random.default_rng(seed)
    case = random_case(rng, (2, 7, 3, 4))
    source = int(rng.integers(7))
    case.dh_output[:, np.arange(7) != source] = 0.0
    bwd = run(case)
    assert not bwd.da[:, source + 1 :].any()
    assert bwd.da[:, source].any()
    assert not bwd.dx[:, source + 1 :].any()


def test_a_second_call_leaves_the_first_result_alone():
    first = run(random_case(np.random.default_rng(6)))
    kept = {name: getattr(first, name).copy() for name in (*GRADIENTS, *STEPS, "dh", "da", "dh_next", "dh_output")}
    run(random_case(np.random.default_rng(7)))
    for name, values in kept.items():
        assert (getattr(first, name) == values).all(), name


def test_what_the_caller_does_to_dh_output_afterwards_changes_no_result():
    case = random_case(np.random.default_rng(8))
    bwd = run(case)
    dh = bwd.dh.copy()
    case.dh_output[...] = 7.0
    assert (bwd.dh == dh).all()


def test_results_cannot_be_written():
    bwd = run(random_case(np.random.default_rng(9)))
    for name in (*GRADIENTS, *STEPS, "dh", "da", "dh_next", "dh_output"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(bwd, name)[...] = 0.0


def test_one_step_has_no_road_from_the_future():
    case = random_case(np.random.default_rng(10), (3, 1, 2, 4))
    bwd = run(case)
    assert not bwd.dh_next.any()
    assert difference(bwd.dh_initial, bwd.da[:, 0] @ case.W_h.T) < 1e-14


def test_zero_recurrent_weights_stop_the_way_back():
    case = random_case(np.random.default_rng(11))
    case.W_h = np.zeros_like(case.W_h)
    bwd = run(case)
    assert not bwd.dh_next.any()
    assert not bwd.dh_initial.any()
    assert bwd.dW_h.any()


@pytest.mark.parametrize("batch_size", [1, 2])
def test_an_overflow_is_let_through_only_when_asked(batch_size):
    case = random_case(np.random.default_rng(12), (batch_size, 3, 2, 4))
    case.dh_output[0, 1, 2] = np.inf
    with pytest.raises(ValueError, match=r"dh_output\[0, 1, 2\] is inf; expected finite numbers"):
        run(case)
    with np.errstate(all="ignore"):
        bwd = run(case, allow_overflow=True)
    assert np.isfinite(bwd.dh[:, 2]).all()
    assert not np.isfinite(bwd.dh[0, 0]).any()


@pytest.mark.parametrize(
    ("dh_output", "message"),
    [
        (np.ones((3, 5, 2)), r"dh_output has shape \(3, 5, 2\); expected .* \(3, 5, 4\), as in h"),
        (np.ones((3, 4)), r"dh_output has shape \(3, 4\); expected \(batch_size, n_sequences, n_nodes\)"),
        (np.ones((1, 5, 4)), r"dh_output has shape \(1, 5, 4\)"),
        (np.full((3, 5, 4), np.nan), r"dh_output\[0, 0, 0\] is nan"),
        (np.full((3, 5, 4), "1"), "dh_output holds .* entries"),
    ],
)
def test_a_bad_gradient_is_refused_by_name(dh_output, message):
    case = random_case(np.random.default_rng(13))
    case.dh_output = dh_output
    with pytest.raises(ValueError, match=message):
        run(case)


def test_weights_of_other_sizes_than_on_the_way_forward_are_refused():
    bwd = run(random_case(np.random.default_rng(14)))
    other = Params(np.ones((2, 3)), np.ones((3, 3)), np.ones(3))
    with pytest.raises(ValueError, match=r"W_x has shape \(2, 3\); expected \(2, 4\), as on the way forward"):
        backward(other, bwd.fwd, bwd.dh_output)
