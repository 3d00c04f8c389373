"""A trace holds all that an experiment computes, and survives numbers that overflow."""

import numpy as np
import pytest
from hypothesis import given, settings

from app.experiment import PLACEMENTS, Sizes
from app.experiment.presets import TEXTBOOK
from app.trace import run
from tests.app.experiments import SIZES, experiment, experiments

SHAPES = SIZES.shapes()
STATES, INPUTS = SHAPES["y"], SHAPES["x"]


def _by_hand(made):
    """The same network in the plainest form: loops over samples and steps."""
    batch_size, n_sequences, _, n_nodes = made.sizes
    h = np.zeros((batch_size, n_sequences + 1, n_nodes))
    dW_x, dW_h, dB = np.zeros_like(made.W_x), np.zeros_like(made.W_h), np.zeros_like(made.B)
    loss = 0.0
    for b in range(batch_size):
        h[b, 0] = made.h_initial[b]
        for t in range(n_sequences):
            h[b, t + 1] = np.tanh(made.x[b, t] @ made.W_x + h[b, t] @ made.W_h + made.B)
        carried = np.zeros(n_nodes)
        for t in reversed(range(n_sequences)):
            error = h[b, t + 1] - made.y[b, t]
            if made.placement == "last" and t < n_sequences - 1:
                error = np.zeros(n_nodes)
            loss += 0.5 * error @ error / batch_size
            da = (error / batch_size + carried) * (1 - h[b, t + 1] ** 2)
            dW_x += np.outer(made.x[b, t], da)
            dW_h += np.outer(h[b, t], da)
            dB += da
            carried = made.W_h @ da
    return loss, {"W_x": dW_x, "W_h": dW_h, "B": dB}


@pytest.mark.parametrize("placement", PLACEMENTS)
def test_a_trace_agrees_with_the_plainest_form(placement):
    made = experiment(placement=placement, learning_rate=0.1)
    trace = run(made)
    value, gradients = _by_hand(made)
    assert trace.loss.value == pytest.approx(value, rel=1e-13)
    updated = {}
    for name, gradient in gradients.items():
        np.testing.assert_allclose(trace.arrays["d" + name], gradient, rtol=1e-10, atol=1e-13)
        updated[name] = getattr(made, name) - 0.1 * gradient
        np.testing.assert_allclose(trace.arrays[name + "_after"], updated[name], rtol=1e-10, atol=1e-13)
    again = experiment(placement=placement, **updated)
    assert trace.loss_after == pytest.approx(_by_hand(again)[0], rel=1e-10)


def test_a_gradient_by_hand_is_what_goes_back_and_its_loss_is_its_product_with_h():
    made = experiment(loss="given_gradient")
    trace = run(made)
    np.testing.assert_array_equal(trace.bwd.dh_output, made.g)
    assert trace.loss.value == pytest.approx((made.g * trace.fwd.h).sum(), rel=1e-13)
    nudge = np.zeros_like(made.B)
    nudge[1] = 1e-6
    ends = [run(experiment(loss="given_gradient", B=made.B + sign * nudge)).loss.value for sign in (1, -1)]
    assert trace.bwd.dB[1] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-7)


def test_every_array_has_a_name_and_the_shape_of_the_design():
    expected = SHAPES | {
        "rate": (), "loss": (), "loss_after": (), "loss_steps": STATES[1:2],
        "dx": INPUTS, "dh_initial": SHAPES["h_initial"],
    }  # fmt: skip
    expected |= dict.fromkeys(["a", "h", "h_previous", "slope", "dh_output", "dh_next", "dh", "da"], STATES)
    for name in ("W_x", "W_h", "B"):
        expected |= {"d" + name: SHAPES[name], name + "_after": SHAPES[name]}
    found = {name: values.shape for name, values in run(experiment()).arrays.items()}
    assert found.items() >= expected.items()


def test_arrays_cannot_be_replaced():
    with pytest.raises(TypeError):
        run(TEXTBOOK).arrays["h"] = 0


def test_the_previous_states_begin_with_h_initial():
    arrays = run(experiment()).arrays
    np.testing.assert_array_equal(arrays["h_previous"][:, 0], arrays["h_initial"])
    np.testing.assert_array_equal(arrays["h_previous"][:, 1:], arrays["h"][:, :-1])


def test_a_loss_at_the_last_step_only_hands_nothing_to_the_others():
    every, last = (run(experiment(placement=placement)).arrays for placement in ("every", "last"))
    assert not last["dh_output"][:, :-1].any()
    np.testing.assert_array_equal(last["dh_output"][:, -1], every["dh_output"][:, -1])
    assert last["loss_steps"].tolist() == [0, 0, 0, 0, every["loss_steps"][-1]]


def test_a_learning_rate_of_0_changes_nothing():
    trace = run(experiment(learning_rate=0.0))
    assert trace.loss_after == trace.loss.value


def test_numbers_that_stay_finite_report_no_overflow():
    assert run(experiment()).overflow is None


@pytest.mark.parametrize("t", [1, 2, 4])
def test_an_overflow_on_the_way_forward_is_reported_at_its_step(t):
    x = np.zeros(SHAPES["x"])
    x[1, t - 1] = 1e308
    trace = run(experiment(x=x, W_x=np.full(SHAPES["W_x"], 10.0), activation="identity"))
    assert trace.overflow == ("forward", t)
    assert np.isfinite(trace.fwd.a[:, : t - 1]).all()


def test_an_overflow_on_the_way_back_is_reported_at_its_step():
    W_h = np.full(SHAPES["W_h"], 1e200)
    h_initial, W_x, B = (np.zeros(SHAPES[name]) for name in ("h_initial", "W_x", "B"))
    trace = run(experiment(h_initial=h_initial, W_x=W_x, B=B, W_h=W_h, activation="identity"))
    assert trace.overflow == ("backward", 3)
    assert np.isfinite(trace.bwd.dh[:, 3:]).all()


def test_an_overflow_of_the_loss_alone_is_reported_there():
    y = np.full(SHAPES["y"], 1e200)
    assert run(experiment(y=y)).overflow == ("loss", None)


@pytest.mark.parametrize("t", [1, 3, 5])
def test_an_overflow_of_a_part_of_a_weight_gradient_is_reported_at_its_step(t):
    x = np.zeros(SHAPES["x"])
    x[0, t - 1] = 1e308
    W_x = np.zeros(SHAPES["W_x"])
    trace = run(experiment(x=x, W_x=W_x, y=np.full(SHAPES["y"], 1e100)))
    assert trace.overflow == ("backward", t)
    assert np.isfinite(trace.bwd.dh).all()


def test_an_update_that_overflows_has_no_new_loss():
    trace = run(experiment(learning_rate=1e308, activation="identity"))
    assert not all(np.isfinite(values).all() for values in trace.updated.values())
    assert np.isnan(trace.loss_after)
    assert trace.overflow == ("update", None)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(experiments())
def test_any_experiment_runs(made):
    trace = run(made)
    assert trace.overflow is None or trace.overflow[0] in ("forward", "loss", "backward", "update")
    assert all(values.dtype == np.float64 for values in trace.arrays.values())


def test_one_step_one_node_one_feature_one_sample_is_enough():
    arrays = run(experiment(sizes=Sizes(1, 1, 1, 1))).arrays
    assert arrays["dW_h"].item() == pytest.approx(arrays["h_initial"].item() * arrays["da"].item())
