"""The way forward: fixed numbers, the plain form, and what course material gets wrong."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn import ACTIVATIONS, Params, forward
from tests.engine.referee import difference, pencil, plain_forward, random_case, random_sizes, textbook


def run(case, **options):
    return forward(Params(case.W_x, case.W_h, case.B), case.x, case.h_initial, case.activation, **options)


def test_the_textbook_case_ends_in_its_printed_state():
    fwd = run(textbook())
    assert np.allclose(fwd.h[0, -1], [0.79494228, 0.81839002, 0.83939649, 0.85584174], rtol=0, atol=5e-9)


def test_the_pencil_case_gives_the_states_worked_out_by_hand():
    assert run(pencil()).h.ravel().tolist() == [2.0, 1.0, 1.5]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_states_agree_with_the_plain_form(activation):
    rng = np.random.default_rng(1)
    for _ in range(20):
        case = random_case(rng, random_sizes(rng), activation)
        fwd = run(case)
        a, h = plain_forward(case)
        assert difference(fwd.a, a) < 1e-13
        assert difference(fwd.h, h) < 1e-13


def test_the_recurrent_weights_are_used_row_by_node_before_and_column_by_node_after():
    W_h = np.array([[0.0, 1.0], [0.0, 0.0]])  # node 1 feeds node 2, never the other way
    fwd = forward(Params(np.zeros((1, 2)), W_h, np.zeros(2)), np.zeros((1, 1, 1)), [[3.0, 5.0]], "identity")
    assert fwd.h[0, 0].tolist() == [0.0, 3.0]


def test_each_sample_starts_from_its_own_state():
    case = random_case(np.random.default_rng(2), (4, 6, 2, 3))
    together = run(case)
    for sample in range(4):
        alone = forward(together.params, case.x[sample : sample + 1], case.h_initial[sample : sample + 1])
        assert difference(together.h[sample : sample + 1], alone.h) < 1e-14


def test_without_an_initial_state_every_sample_starts_from_zeros():
    case = random_case(np.random.default_rng(3), (3, 4, 2, 5), h_initial=False)
    fwd = run(case)
    assert fwd.h_initial.shape == (3, 5)
    assert not fwd.h_initial.any()
    assert difference(fwd.h[:, 0], np.tanh(case.x[:, 0] @ case.W_x + case.B)) < 1e-14


def test_a_second_call_starts_afresh_and_leaves_the_first_result_alone():
    case = random_case(np.random.default_rng(4))
    first = run(case)
    kept = first.h.copy(), first.a.copy()
    other = run(random_case(np.random.default_rng(5)))
    assert not np.allclose(other.h, kept[0])
    assert (first.h == kept[0]).all()
    assert (first.a == kept[1]).all()
    assert (run(case).h == kept[0]).all()


def test_the_weights_are_those_given_not_constants():
    case = textbook()
    doubled = dataclasses.replace(Params(case.W_x, case.W_h, case.B), W_x=2 * case.W_x)
    assert not np.allclose(forward(doubled, case.x).h, run(case).h)


def test_the_sizes_come_from_the_arguments():
    for sizes in ((1, 1, 1, 1), (2, 7, 3, 5), (5, 2, 4, 1)):
        fwd = run(random_case(np.random.default_rng(6), sizes))
        assert fwd.h.shape == fwd.a.shape == (sizes[0], sizes[1], sizes[3])


def test_h_previous_is_the_state_one_step_earlier():
    case = random_case(np.random.default_rng(7))
    fwd = run(case)
    assert (fwd.h_previous[:, 0] == case.h_initial).all()
    assert (fwd.h_previous[:, 1:] == fwd.h[:, :-1]).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(sorted(ACTIVATIONS)))
def test_a_sequence_cut_in_two_with_the_state_handed_on_gives_the_same_states(seed, activation):
    rng = np.random.default_rng(seed)
    case = random_case(rng, (2, int(rng.integers(2, 12)), 3, 4), activation)
    cut = int(rng.integers(1, case.x.shape[1]))
    whole = run(case)
    head = forward(whole.params, case.x[:, :cut], case.h_initial, activation)
    tail = forward(whole.params, case.x[:, cut:], head.h[:, -1], activation)
    assert difference(np.concatenate([head.h, tail.h], axis=1), whole.h) < 1e-12


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_an_input_changes_no_state_before_it_and_no_other_sample(seed):
    rng = np.random.default_rng(seed)
    case = random_case(rng, (3, 8, 2, 4))
    before = run(case).h
    t, sample = int(rng.integers(8)), int(rng.integers(3))
    case.x = case.x.copy()
    case.x[sample, t] += 1.0
    after = run(case).h
    others = np.arange(3) != sample
    assert difference(after[others], before[others]) < 1e-14
    assert t == 0 or difference(after[sample, :t], before[sample, :t]) < 1e-14
    assert not np.allclose(after[sample, t], before[sample, t])


def test_zero_weights_leave_the_bias_alone_at_every_step():
    fwd = forward(Params(np.zeros((2, 3)), np.zeros((3, 3)), [0.1, 0.2, 0.3]), np.ones((2, 4, 2)))
    assert np.allclose(fwd.h, np.tanh([0.1, 0.2, 0.3]))


def test_results_cannot_be_written():
    fwd = run(textbook())
    for array in (fwd.x, fwd.a, fwd.h, fwd.h_initial, fwd.h_previous, fwd.slope):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(1, 30, 3, 5), (1, 7, 2, 1), (4, 9, 3, 5), (40, 5, 3, 16)])
def test_the_state_before_the_activation_is_to_the_bit_what_the_state_came_from(activation, sizes):
    fwd = run(random_case(np.random.default_rng(12), sizes, activation))
    for t in range(sizes[1]):
        assert (ACTIVATIONS[activation].value(fwd.a[:, t].copy()) == fwd.h[:, t]).all()


def test_what_the_caller_does_to_the_input_afterwards_changes_no_result():
    case = textbook()
    fwd = run(case)
    case.x[...] = 7.0
    case.h_initial[...] = 7.0
    assert fwd.x[0, 0, 0] == 0.01
    assert not fwd.h_initial.any()


@pytest.mark.parametrize("sizes", [(1, 4, 1, 1), (2, 4, 1, 1), (3, 4, 2, 2)])
def test_an_overflow_is_kept_as_infinity(sizes):
    batch_size, n_sequences, n_features, n_nodes = sizes
    params = Params(np.full((n_features, n_nodes), 1e200), np.full((n_nodes, n_nodes), 1e200), np.zeros(n_nodes))
    with np.errstate(all="ignore"):
        fwd = forward(params, np.ones((batch_size, n_sequences, n_features)), activation="identity")
    assert np.isfinite(fwd.h[:, 0]).all()
    assert np.isinf(fwd.h[:, 1]).all()


@pytest.mark.parametrize(
    ("x", "h_initial", "message"),
    [
        (np.ones((2, 5, 9)), None, r"x has shape \(2, 5, 9\); expected .* with n_features = 2, as in W_x\."),
        (np.ones((5, 2)), None, r"x has shape \(5, 2\); expected \(batch_size, n_sequences, n_features\)"),
        (np.ones((1, 0, 2)), None, r"x has shape \(1, 0, 2\); .* every size at least 1"),
        (np.full((1, 2, 2), np.nan), None, r"x\[0, 0, 0\] is nan; expected finite numbers"),
        ([[[0.0, 1.0], [0.0, np.inf]]], None, r"x\[0, 1, 1\] is inf"),
        ([[["0", "1"]]], None, "x holds .* entries; expected real numbers"),
        ([[[0.0, 1.0], [0.0]]], None, "x is ragged"),
        (np.ones((3, 5, 2)), np.ones((1, 4)), r"h_initial has shape \(1, 4\); expected .* \(3, 4\)"),
        (np.ones((3, 5, 2)), np.ones(4), r"h_initial has shape \(4,\)"),
        (np.ones((1, 5, 2)), [[0, 0, np.nan, 0]], r"h_initial\[0, 2\] is nan"),
    ],
)
def test_bad_input_is_refused_by_name(x, h_initial, message):
    case = textbook()
    with pytest.raises(ValueError, match=message):
        forward(Params(case.W_x, case.W_h, case.B), x, h_initial)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_bad_entry_of_a_large_input_is_found_and_large_entries_are_none(dtype):
    params = Params(np.full((5, 3), 1e-30), np.eye(3), np.zeros(3), dtype=dtype)
    x = np.zeros((4, 300, 5), dtype)
    x[...] = np.finfo(dtype).max / 8  # their squares overflow
    assert np.isfinite(forward(params, x).h).all()
    for bad in (np.nan, -np.inf):
        x[3, 298, 4] = bad
        with pytest.raises(ValueError, match=rf"x\[3, 298, 4\] is {bad}; expected finite numbers"):
            forward(params, x)


def test_numbers_stay_float32_where_that_is_asked_for():
    case = random_case(np.random.default_rng(8))
    single, double = run(case, dtype=np.float32), run(case)
    assert {single.x.dtype, single.a.dtype, single.h.dtype, single.slope.dtype} == {np.dtype(np.float32)}
    assert double.h.dtype == np.float64
    assert difference(single.h, double.h) < 1e-5
    params = Params(case.W_x, case.W_h, case.B, dtype=np.float32)
    assert (forward(params, case.x, case.h_initial).h == single.h).all()


def test_what_overflows_float32_is_refused():
    case = textbook()
    case.x[0, 1, 1] = 1e300
    with pytest.raises(ValueError, match=r"x\[0, 1, 1\] is inf"):
        run(case, dtype=np.float32)


def test_an_unknown_dtype_is_refused():
    with pytest.raises(ValueError, match="dtype is int64; expected one of float32, float64, complex128"):
        run(textbook(), dtype=np.int64)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "identity"])
def test_complex_numbers_go_through_analytic_activations(activation):
    case = random_case(np.random.default_rng(9), activation=activation)
    step = 1e-30
    moved = forward(
        Params(case.W_x + step * 1j, case.W_h, case.B, dtype=np.complex128), case.x, case.h_initial, activation
    )
    assert difference(moved.h.real, run(case).h) < 1e-14
    assert np.abs(moved.h.imag).max() > 0.1 * step


def test_complex_numbers_are_refused_at_a_kink():
    case = random_case(np.random.default_rng(9), activation="relu")
    with pytest.raises(ValueError, match="activation is 'relu'; expected an analytic one with complex numbers"):
        run(case, dtype=np.complex128)
