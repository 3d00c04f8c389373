"""Itemised gradients and Jacobians."""

import numpy as np
import pytest

from rnn import (
    Params,
    backward,
    forward,
    half_squared_error,
    itemised_gradients,
    jacobian,
    jacobians_back,
    singular_values,
    slope_factors,
    spectral_norm,
    spectral_radius,
    step_jacobians,
)
from tests.engine.referee import difference, pencil, plain_delta, random_case


def run(case):
    params = Params(case.W_x, case.W_h, case.B)
    return params, forward(params, case.x, case.h_initial, case.activation)


@pytest.mark.parametrize("sizes", [(1, 1, 2, 3), (1, 9, 3, 2), (3, 7, 2, 4)])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_every_part_agrees_with_one_walk_for_each_source(sizes, activation):
    case = random_case(np.random.default_rng(1), sizes, activation)
    items = itemised_gradients(*run(case), case.dh_output)
    expected = plain_delta(case)
    assert difference(items.delta, expected) < 1e-13
    assert difference(items.norms, np.sqrt((expected**2).sum(axis=(2, 3)))) < 1e-13


def test_the_parts_sum_to_the_gradient():
    case = random_case(np.random.default_rng(2), (3, 20, 2, 4))
    params, fwd = run(case)
    items, bwd = itemised_gradients(params, fwd, case.dh_output), backward(params, fwd, case.dh_output)
    total = dict.fromkeys(("dW_x", "dW_h", "dB"), 0.0)
    for s in range(20):
        for t in range(s + 1):
            total = {name: total[name] + part for name, part in items.part(s, t).items()}
    for name, values in total.items():
        assert difference(values, getattr(bwd, name)) < 1e-12, name
    assert difference(items.delta.sum(axis=0), bwd.da.swapaxes(0, 1)) < 1e-12


@pytest.mark.parametrize(("weight", "index"), [("W_x", (1, 2)), ("W_h", (0, 3)), ("B", (2,))])
def test_the_parts_of_one_entry_keep_their_sign(weight, index):
    case = random_case(np.random.default_rng(3))
    items = itemised_gradients(*run(case), case.dh_output)
    found = items.entry(weight, *index)
    for s in range(5):
        for t in range(5):
            assert found[s, t] == pytest.approx(items.part(s, t)[f"d{weight}"][index], abs=1e-15)
    assert (found < 0).any()
    with pytest.raises(ValueError, match="weight is 'W'; expected one of W_x, W_h, B"):
        items.entry("W", 0, 0)


def test_the_pencil_case_has_parts_worked_out_by_hand():
    params, fwd = run(pencil())
    items = itemised_gradients(params, fwd, half_squared_error(fwd.h, np.ones((1, 3, 1))).dh_output)
    assert items.delta[..., 0, 0].tolist() == [[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.125, 0.25, 0.5]]


def test_one_step_is_W_h_times_the_slope_of_each_node():
    case = random_case(np.random.default_rng(4))
    params, fwd = run(case)
    assert difference(step_jacobians(fwd)[1, 2], params.W_h @ np.diag(fwd.slope[1, 2])) < 1e-15


@pytest.mark.parametrize(("t", "k"), [(5, 0), (4, 2), (3, 3)])
def test_a_jacobian_is_how_a_later_state_follows_an_earlier_one(t, k):
    case = random_case(np.random.default_rng(5), (2, 5, 3, 4))
    params, fwd = run(case)
    start = case.h_initial if k == 0 else fwd.h[:, k - 1]
    for node in range(4):
        states = []
        for sign in (1, -1):
            moved = start.copy()
            moved[:, node] += sign * 1e-6
            states.append(moved if t == k else forward(params, case.x[:, k:t], moved).h[:, -1])
        assert np.allclose(jacobian(fwd, t, k)[:, node], (states[0] - states[1]) / 2e-6, atol=1e-9)
    assert difference(jacobians_back(fwd, t)[:, k], jacobian(fwd, t, k)) < 1e-14


def test_a_gradient_goes_back_by_the_transposed_jacobian():
    case = random_case(np.random.default_rng(6))
    case.dh_output[:, :-1] = 0.0
    params, fwd = run(case)
    bwd = backward(params, fwd, case.dh_output)
    expected = np.einsum("bn,bmn->bm", case.dh_output[:, -1], jacobian(fwd, 5, 0))
    assert difference(bwd.dh_initial, expected) < 1e-13


def test_singular_values_bound_what_a_change_can_become():
    case = random_case(np.random.default_rng(7))
    _, fwd = run(case)
    values = singular_values(jacobians_back(fwd, 5))
    assert values.shape == (3, 6, 4)
    assert np.allclose(values[:, -1], 1.0)
    assert (np.diff(values, axis=2) <= 0).all()
    assert values[1, 2, 0] == pytest.approx(np.linalg.norm(jacobian(fwd, 5, 2)[1], 2))


def test_radius_and_norm_differ_for_a_matrix_that_is_not_normal():
    W_h = np.array([[0.5, 3.0], [0.0, 0.5]])
    assert spectral_radius(W_h) == pytest.approx(0.5)
    assert spectral_norm(W_h) == pytest.approx(np.sqrt(np.linalg.eigvalsh(W_h.T @ W_h).max()))
    assert spectral_radius(np.array([[0.0, -2.0], [2.0, 0.0]])) == pytest.approx(2.0)


def test_the_slope_factor_is_the_mean_over_the_nodes():
    _, fwd = run(random_case(np.random.default_rng(8)))
    assert slope_factors(fwd)[2, 1] == pytest.approx((1 - fwd.h[2, 1] ** 2).mean())


def test_numbers_stay_float32_where_that_is_asked_for():
    case = random_case(np.random.default_rng(10))
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, case.h_initial, dtype=np.float32)
    items = itemised_gradients(params, fwd, case.dh_output)
    assert items.delta.dtype == np.float32
    assert difference(items.delta, plain_delta(case)) < 1e-5


def test_bad_steps_are_refused():
    _, fwd = run(random_case(np.random.default_rng(9)))
    with pytest.raises(ValueError, match="t is 2 and k is 3; expected 0 <= k <= t <= 5"):
        jacobian(fwd, 2, 3)


def test_steps_may_count_from_the_end():
    case = random_case(np.random.default_rng(11))
    items = itemised_gradients(*run(case), case.dh_output)
    for s, t in ((-1, 0), (-1, -1), (3, -4), (np.int64(-2), 1)):
        for name, part in items.part(s, t).items():
            assert part.any()
            assert (part == items.part(s % 5, t % 5)[name]).all()
    assert not items.part(0, -1)["dW_h"].any()
    assert (items.entry("W_h", -4, -1) == items.entry("W_h", 0, 3)).all()
    assert (items.entry("B", -1) == items.entry("B", 3)).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda items: items.part(5, 0), "s is 5; expected a whole number from -5 to 4"),
        (lambda items: items.part(-6, 0), "s is -6; expected a whole number from -5 to 4"),
        (lambda items: items.part(4, 1.0), "t is 1.0; expected a whole number from -5 to 4"),
        (lambda items: items.entry("W_h", 3), r"index is \(3,\); expected 2 whole numbers for W_h, of shape \(4, 4\)"),
        (lambda items: items.entry("W_x"), r"index is \(\); expected 2 whole numbers for W_x, of shape \(2, 4\)"),
        (lambda items: items.entry("B", 0, 1), r"index is \(0, 1\); expected 1 whole numbers for B, of shape \(4,\)"),
        (lambda items: items.entry("W_x", 2, 0), "index is 2; expected a whole number from -2 to 1"),
        (lambda items: items.entry("W_x", 0, True), "index is True; expected a whole number from -4 to 3"),
        (lambda items: items.entry(0, 0, 1), "weight is 0; expected one of W_x, W_h, B"),
    ],
)
def test_steps_and_entries_that_there_are_not_are_refused(call, message):
    case = random_case(np.random.default_rng(11))
    items = itemised_gradients(*run(case), case.dh_output)
    with pytest.raises(ValueError, match=message):
        call(items)


@pytest.mark.parametrize("scale", [1e-320, 1e-300, 1e-170, 1.0, 1e160, 1e300])
def test_norms_neither_overflow_nor_vanish(scale):
    case = random_case(np.random.default_rng(12), (3, 5, 2, 4), "identity")
    case.W_h *= 0.5
    plain = itemised_gradients(*run(case), case.dh_output).norms
    items = itemised_gradients(*run(case), case.dh_output * scale)
    assert np.allclose(items.norms / scale, plain, rtol=1e-9 if scale > 1e-310 else 0.05, atol=0)


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_radius_norm_and_singular_values_neither_overflow_nor_vanish(scale):
    W_h = random_case(np.random.default_rng(13)).W_h
    assert spectral_radius(scale * W_h) == pytest.approx(scale * spectral_radius(W_h), rel=1e-12)
    assert spectral_norm(scale * W_h) == pytest.approx(scale * spectral_norm(W_h), rel=1e-12)
    assert singular_values(scale * W_h) == pytest.approx(scale * singular_values(W_h), rel=1e-9)
