"""The learner's program and its known mistakes: what is shown is run, and gives what a wrong loop by hand gives."""

from dataclasses import replace

import numpy as np
import pytest

from app.experiment import Sizes
from app.experiment.presets import PRESETS
from app.trace import run
from app.trace.diagnosis import check_program, curve, parting, relative_error
from app.trace.mistakes import MISTAKES, right_program, with_mistakes
from app.trace.own import OWN, check_own
from app.trace.program import run_program
from tests.app.experiments import experiment

#: A batch of two samples, each of its own; tanh, and numbers that no mistake leaves as they are.
CASE = experiment(sizes=Sizes(2, 4, 3, 3), seed=5, learning_rate=0.3)
GRADIENTS = ("dW_h", "dW_x", "dB", "dx", "dh_initial")
SLOPES = {
    "tanh": lambda a: 1 - np.tanh(a) ** 2,
    "sigmoid": lambda a: np.exp(-a) / (1 + np.exp(-a)) ** 2,
    "relu": lambda a: (a > 0).astype(float),
    "identity": np.ones_like,
}
VALUES = {
    "tanh": np.tanh,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "relu": lambda a: np.maximum(a, 0),
    "identity": lambda a: a,
}


def codes(lines):
    return [line.code for line in lines]


def right(made):
    return run_program(codes(right_program(made)), made)


def wrong(made, *names):
    lines, done = with_mistakes(made, names)
    assert done == names
    return run_program(codes(lines), made)


def by_hand(made, mistake=""):
    """The passes as loops over samples, steps and nodes of their own, with one mistake: {name: gradient}."""
    f, slope = VALUES[made.activation], SLOPES[made.activation]
    samples, steps, _, nodes = made.sizes
    W_x, W_h, B, rate = made.W_x.copy(), made.W_h.copy(), made.B.copy(), made.learning_rate
    twice = mistake == "transposed_twice"
    a, h = np.zeros((samples, steps, nodes)), np.zeros((samples, steps + 1, nodes))
    for b in range(samples):
        h[b, 0] = h[b - 1, -1] if mistake == "state_kept" and b else made.h_initial[b]
        for t in range(steps):
            a[b, t] = made.x[b, t] @ W_x + (W_h @ h[b, t] if twice else h[b, t] @ W_h) + B
            h[b, t + 1] = f(a[b, t])
    share = {"mean_forgotten": 1, "mean_twice": samples**2}.get(mistake, samples)
    own = (
        np.where(made.carries_loss[:, None], (h[:, 1:] - made.y) / share, 0)
        if made.loss != "given_gradient"
        else made.g
    )
    sums = {"W_h": np.zeros_like(W_h), "W_x": np.zeros_like(W_x), "B": np.zeros_like(B)}
    dx, coming = np.zeros_like(made.x), np.zeros((samples, nodes))
    for t in reversed(range(1 if mistake == "first_step_lost" else 0, steps)):
        dh = own[:, t] + coming
        if mistake == "road_left_out":
            dh = own[:, t]
        if mistake == "own_left_out" and t + 1 < steps:
            dh = coming
        at = {"slope_of_h": h[:, t + 1], "no_slope": None}.get(mistake, a[:, t])
        bent = 1.0 if at is None else slope(at)
        if mistake == "slope_of_a":
            bent = 1 - a[:, t] ** 2 if made.activation == "tanh" else a[:, t] * (1 - a[:, t])
        da = dh * bent
        before = h[:, t + 1] if mistake == "state_now" else h[:, t]
        parts = {
            "W_h": np.einsum("bi,bj->ji" if twice else "bi,bj->ij", before, da),
            "W_x": np.einsum("bi,bj->ij", made.x[:, t], da),
            "B": da[0] if mistake == "one_sample" else np.einsum("bj->j", da),
        }
        for name, part in parts.items():
            if mistake == "assigned":
                sums[name] = part
            else:
                sums[name] = sums[name] + part / (steps if mistake == "mean_over_time" else 1)
        if mistake == "moved":
            W_h, W_x, B = W_h - rate * parts["W_h"], W_x - rate * parts["W_x"], B - rate * parts["B"]
        back = W_h if mistake == "not_transposed" or twice else W_h.T
        coming = da @ back
        dx[:, t] = da @ W_x.T
    return {"dW_h": sums["W_h"], "dW_x": sums["W_x"], "dB": sums["B"], "dx": dx, "dh_initial": coming}


@pytest.mark.parametrize("name", PRESETS)
def test_the_program_as_it_stands_computes_what_the_engine_does(name):
    made = PRESETS[name]
    trace, given = run(made), right(made)
    for array, values in given.arrays.items():
        expected = getattr(trace.bwd if hasattr(trace.bwd, array) else trace.fwd, array)
        np.testing.assert_allclose(values, expected, rtol=1e-12, atol=1e-14, err_msg=array)
    for weight, values in trace.updated.items():
        np.testing.assert_allclose(given.weights[weight], values, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("activation", VALUES)
@pytest.mark.parametrize("loss", ["half_squared_error", "given_gradient"])
@pytest.mark.parametrize("mistake", [name for name in MISTAKES if name != "gradient_kept"])
def test_a_mistake_gives_what_the_wrong_loop_by_hand_gives(mistake, loss, activation):
    made = experiment(sizes=Sizes(2, 4, 3, 3), seed=5, learning_rate=0.3, activation=activation, loss=loss)
    lines, done = with_mistakes(made, [mistake])
    if not done:
        assert not MISTAKES[mistake].fits(made)
        return
    given, expected = run_program(codes(lines), made), by_hand(made, mistake)
    for name in GRADIENTS:
        if mistake == "first_step_lost" and name == "dh_initial":
            assert np.isnan(given.arrays[name]).all()
        else:
            np.testing.assert_allclose(given.arrays[name], expected[name], rtol=1e-10, atol=1e-13, err_msg=name)
    assert parting(right(made), given) is not None


def test_a_gradient_that_is_kept_goes_into_the_next_sample():
    given = wrong(CASE, "gradient_kept")
    left = right(CASE).arrays["dh_initial"][0]
    bwd = run(CASE).bwd
    np.testing.assert_allclose(given.arrays["dh"][0], bwd.dh[0], rtol=1e-12)
    np.testing.assert_allclose(given.arrays["dh"][1, -1], bwd.dh[1, -1] + left, rtol=1e-12)


def test_weights_moved_on_the_way_back_are_off_by_what_the_course_says():
    made = PRESETS["textbook"]
    apart = relative_error(wrong(made, "moved").arrays["dW_h"], right(made).arrays["dW_h"])
    assert apart == pytest.approx(0.0963, abs=5e-5)


def test_what_an_assignment_leaves_is_the_part_of_step_1_which_is_0_for_W_h_in_the_textbook():
    given, trace = wrong(PRESETS["textbook"], "assigned"), run(PRESETS["textbook"])
    assert not given.arrays["dW_h"].any()
    np.testing.assert_allclose(given.arrays["dB"], trace.bwd.da[0, 0], rtol=1e-12)


@pytest.mark.parametrize(
    ("mistake", "place"),
    [
        ("transposed_twice", ("a", 1)),
        ("mean_twice", ("dh_output", None)),
        ("road_left_out", ("dh", 3)),
        ("no_slope", ("da", 4)),
        ("state_now", ("dW_h", 4)),
        ("assigned", ("dW_h", 3)),
        ("one_sample", ("dB", 4)),
        ("not_transposed", ("dh_next", 4)),
        ("first_step_lost", ("dh", 1)),
    ],
)
def test_the_first_place_where_a_program_parts_from_the_right_one(mistake, place):
    assert parting(right(CASE), wrong(CASE, mistake)) == place


def test_several_mistakes_are_made_together_unless_one_stands_where_the_other_would():
    both = wrong(CASE, "no_slope", "state_now")
    assert not np.allclose(both.arrays["dW_h"], wrong(CASE, "no_slope").arrays["dW_h"])
    assert with_mistakes(CASE, ["no_slope", "slope_of_h", "nonsense"])[1] == ("no_slope",)


# ---- the gradient check ----


@pytest.mark.parametrize("name", PRESETS)
def test_the_right_program_passes_its_check(name):
    made = PRESETS[name]
    assert all(one.passed for one in check_program(codes(right_program(made)), made, right(made)))


def test_the_check_agrees_with_an_independent_engine():
    torch = pytest.importorskip("torch")
    tensors = {name: torch.tensor(getattr(CASE, name), requires_grad=True) for name in ("W_h", "W_x", "B", "x")}
    h = torch.tensor(CASE.h_initial, requires_grad=True)
    tensors["h_0"], loss = h, 0
    for t in range(CASE.sizes.n_sequences):
        h = torch.tanh(tensors["x"][:, t] @ tensors["W_x"] + h @ tensors["W_h"] + tensors["B"])
        loss = loss + 0.5 * ((h - torch.tensor(CASE.y[:, t])) ** 2).sum() / CASE.sizes.batch_size
    loss.backward()
    found = check_program(codes(right_program(CASE)), CASE, right(CASE))
    for one, of in zip(found, ("W_h", "W_x", "B", "x", "h_0"), strict=True):
        assert one.numerical == pytest.approx(tensors[of].grad[one.worst].item(), rel=1e-9)


def test_the_check_sees_every_mistake_but_that_of_another_network():
    for mistake in MISTAKES:
        lines, _ = with_mistakes(CASE, [mistake])
        given = run_program(codes(lines), CASE)
        passed = all(one.passed for one in check_program(codes(lines), CASE, given))
        assert passed == (mistake == "transposed_twice"), mistake


def test_the_error_by_the_step_of_the_difference_has_the_shape_of_a_v():
    errors = [error for _, error in curve(codes(right_program(CASE)), CASE, right(CASE))]
    lowest = errors.index(min(errors))
    assert 2 < lowest < 10
    assert errors[0] > 1e4 * errors[lowest]
    assert errors[-1] > 1e4 * errors[lowest]


def test_at_a_kink_a_relu_has_no_slope_to_compare():
    made = experiment(sizes=Sizes(1, 3, 2, 2), seed=1, activation="relu")
    made = replace(made, W_x=np.zeros((2, 2)), B=np.zeros(2), h_initial=np.zeros((1, 2)))
    found = check_program(codes(right_program(made)), made, right(made))
    assert sum(one.kinks for one in found) > 0
    assert all(one.passed for one in found)


# ---- an array of one's own ----


def printed(values, digits):
    return np.array([float(f"{value:.{digits}g}") for value in values.ravel()]).reshape(values.shape)


@pytest.mark.parametrize("digits", [3, 5, 8, 17])
@pytest.mark.parametrize("name", PRESETS)
def test_the_right_array_is_equal_however_it_was_printed(name, digits):
    given = right(PRESETS[name])
    for array, of in OWN.items():
        found = check_own(PRESETS[name], array, printed(given.arrays[of], digits))
        assert found.kind == "equal", (array, found)


@pytest.mark.parametrize("name", PRESETS)
def test_each_mistake_is_named_from_its_own_array_wherever_that_differs(name):
    made = PRESETS[name]
    expected = right(made).arrays
    for mistake in MISTAKES:
        lines, done = with_mistakes(made, [mistake])
        if not done:
            continue
        given = run_program(codes(lines), made).arrays
        for array, of in OWN.items():
            if np.isfinite(given[of]).all() and not np.array_equal(given[of], expected[of]):
                found = check_own(made, array, given[of])
                assert found.kind == "mistake", (mistake, array, found)
                assert done in found.mistakes, (mistake, array, found)


def test_a_mistake_so_small_that_both_may_be_meant_is_named_where_the_digits_tell():
    made = PRESETS["saturation"]
    given = wrong(made, "state_now").arrays["dW_h"]
    assert relative_error(given, right(made).arrays["dW_h"]) < 1e-6
    assert check_own(made, "dW_h", printed(given, 12)).mistakes == (("state_now",),)
    assert check_own(made, "dW_h", printed(given, 5)).kind == "equal"


def test_two_mistakes_at_once_are_named():
    found = check_own(CASE, "dW_h", wrong(CASE, "no_slope", "state_now").arrays["dW_h"])
    assert found.kind == "mistake"
    assert ("no_slope", "state_now") in found.mistakes


def test_what_else_an_array_can_be_is_told():
    given = right(CASE).arrays
    W_h, W_x = given["dW_h"], given["dW_x"]
    assert check_own(CASE, "dW_h", W_h.T).kind == "transposed"
    assert check_own(CASE, "dW_h", -W_h).kind == "negated"
    assert check_own(CASE, "dW_h", CASE.learning_rate * W_h).factor == ("alpha", CASE.learning_rate)
    assert check_own(CASE, "dh_0", W_h).kind == "other"
    assert check_own(CASE, "dW_x", W_h).other == "dW_h"
    assert check_own(CASE, "dh", np.ones((2, 2))).kind == "shape"
    nearly = W_x.copy()
    nearly[1, 2] += 0.125
    found = check_own(CASE, "dW_x", nearly)
    assert (found.kind, found.entry, found.differing) == ("differs", (1, 2), 1)
    assert found.found - found.expected == pytest.approx(0.125)


def test_an_axis_of_length_1_may_be_missing():
    made = PRESETS["textbook"]
    given = right(made).arrays
    assert check_own(made, "dh", given["dh"][0]).kind == "equal"
    assert check_own(made, "dB", given["dB"][None]).kind == "equal"
    assert check_own(made, "dW_h", np.float32(given["dW_h"]).astype(float)).digits >= 6
