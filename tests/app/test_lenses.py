"""What the lenses say of a run: every number against an independent computation."""

import numpy as np
import pytest

from app.experiment import Sizes
from app.experiment.presets import PRESETS
from app.lenses import LENSES
from app.lenses.where import bands
from app.timeline.numerals import product_written, read, sum_written
from app.trace import run
from app.trace.factors import factors, way
from app.trace.sources import CUTS, alone, by_loss, cut, sources
from app.translations import LANGUAGES, Catalogue
from app.workbench.lens import OpenLens, lens_in, lens_of, seen
from rnn import ACTIVATIONS
from tests.app.experiments import LOSS_CHOICES, experiment

ENGLISH = Catalogue("en")


def random_traces(count):
    for seed in range(count):
        rng = np.random.default_rng(seed)
        sizes = Sizes(*(int(rng.integers(1, most + 1)) for most in (3, 7, 3, 5)))
        choice = LOSS_CHOICES[seed % len(LOSS_CHOICES)]
        activation = list(ACTIVATIONS)[seed % len(ACTIVATIONS)]
        yield run(experiment(seed, sizes, activation=activation, **choice)), int(rng.integers(sizes.batch_size))


def passes(trace, only=None):
    """The states and the loss of a trace by torch; `only` one step's loss, counted from 0."""
    torch = pytest.importorskip("torch")
    made = trace.experiment
    f = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "identity": lambda a: a}[made.activation]
    tensors = {name: torch.tensor(getattr(made, name), requires_grad=True) for name in ("x", "W_x", "W_h", "B")}
    before = torch.tensor(made.h_initial, requires_grad=True)
    states, sums, loss = [before], [], 0
    for t in range(made.sizes.n_sequences):
        a = tensors["x"][:, t] @ tensors["W_x"] + states[-1] @ tensors["W_h"] + tensors["B"]
        a.retain_grad()
        h = f(a)
        if made.carries_loss[t] and only in (None, t):
            given = torch.tensor(made.g[:, t])
            error = 0.5 * ((h - torch.tensor(made.y[:, t])) ** 2).sum() / made.sizes.batch_size
            loss = loss + ((given * h).sum() if made.loss == "given_gradient" else error)
        sums.append(a)
        states.append(h)
    return tensors, states, sums, loss


# ---- why this size ----


def test_the_factors_multiply_to_the_lengths_of_the_gradients():
    for trace, sample in random_traces(300):
        found, bwd = factors(trace, sample), trace.bwd
        T = trace.experiment.sizes.n_sequences
        for t in range(T):
            dh, da = (np.sqrt((values[sample, t] ** 2).sum()) for values in (bwd.dh, bwd.da))
            arrives = bwd.dh_next[sample, t - 1] if t else bwd.dh_initial[sample]
            if dh == 0:
                assert np.isnan(found.slope[t])
                continue
            assert found.slope[t] * dh == pytest.approx(da, rel=1e-10)
            if da > 0:
                assert found.slope[t] * found.W_h[t] * dh == pytest.approx(
                    np.linalg.norm(arrives), rel=1e-9, abs=1e-300
                )
        if not trace.experiment.carries_loss[:-1].any() and np.isfinite(found.slope * found.W_h).all():
            slope, W_h = found.between(T, 1)
            assert slope * W_h * found.dh[-1] == pytest.approx(found.dh[0], rel=1e-9, abs=1e-300)


def test_what_W_h_does_stays_between_its_singular_values():
    for trace, sample in random_traces(40):
        lengths = np.linalg.svd(trace.experiment.W_h, compute_uv=False)
        found = factors(trace, sample).W_h
        found = found[np.isfinite(found)]
        assert (found <= lengths[0] * (1 + 1e-9)).all()
        assert (found >= lengths[-1] * (1 - 1e-9) - 1e-12).all()


def test_the_jacobian_between_two_steps_is_that_of_autograd():
    torch = pytest.importorskip("torch")
    for trace, sample in random_traces(12):
        T, n = trace.experiment.sizes.n_sequences, trace.experiment.sizes.n_nodes
        first = T // 2
        _, states, _, _ = passes(trace)
        expected = np.stack(
            [
                torch.autograd.grad(states[T][sample, node], states[first], retain_graph=True)[0][sample].numpy()
                for node in range(n)
            ],
            axis=1,
        ) if first < T and first else None  # fmt: skip
        if expected is not None:
            np.testing.assert_allclose(way(trace, sample, T, first).jacobian, expected, rtol=1e-9, atol=1e-12)


BLAMED = {
    "saturation": ("The slope makes it shrink, not W_h", "3.44e-12", "1448", "5.0e-9"),
    "vanishing": ("W_h makes it shrink, not the slope", "by 1 and", "4.9e-4"),
    "non_normal": ("W_h makes it shrink",),
    "constant": ("It keeps its size: neither",),
    "exploding": ("W_h makes it grow", "12 is left of 1"),
    "dead_relu": ("The slopes let nothing pass", "step 3"),
    "echo": ("W_h lets nothing pass on the way back from step 5",),
}


@pytest.mark.parametrize(("preset", "said"), BLAMED.items())
def test_who_is_to_blame_is_told_by_itself(preset, said):
    shows = LENSES["why"](run(PRESETS[preset]), {}, 0, ENGLISH).shows
    assert all(piece in shows["said"] for piece in said), shows["said"]


def test_the_two_factors_of_the_cases_about_them():
    def each(preset):
        found = factors(run(PRESETS[preset]), 0)
        return found.slope[1:], found.W_h[1:]

    np.testing.assert_allclose(each("vanishing"), [[1] * 11, [0.5] * 11])
    np.testing.assert_allclose(each("constant"), [[1] * 11, [1] * 11], rtol=1e-12)
    np.testing.assert_allclose(each("exploding"), [[1] * 11, [1.25] * 11])
    slope, W_h = each("saturation")
    assert slope[5] == pytest.approx(0.083, abs=1e-3)
    assert W_h[5] == pytest.approx(2, abs=1e-2)
    W_h = each("non_normal")[1][::-1]
    np.testing.assert_allclose(W_h[:3], [2.09, 1.16, 0.894], atol=0.006)


# ---- where from ----


def test_every_part_is_what_autograd_sends_from_that_loss_alone():
    for trace, sample in random_traces(16):
        found = sources(trace, sample)
        for s in range(trace.experiment.sizes.n_sequences):
            if not trace.experiment.carries_loss[s]:
                assert np.isnan(found.lengths[s]).all()
                continue
            tensors, _, sums, loss = passes(trace, only=s)
            loss.backward()
            for t in range(s + 1):
                part = sums[t].grad[sample].numpy()
                assert found.lengths[s, t] == pytest.approx(np.linalg.norm(part), rel=1e-9, abs=1e-14)
                whole = trace.bwd.da[sample, t]
                if np.linalg.norm(whole) > 1e-12:
                    along = part @ whole / np.linalg.norm(whole)
                    assert found.projections[s, t] == pytest.approx(along, rel=1e-7, abs=1e-12)
            bwd = alone(trace, s + 1)
            for name in ("W_x", "W_h", "B"):
                np.testing.assert_allclose(getattr(bwd, f"d{name}"), tensors[name].grad.numpy(), rtol=1e-9, atol=1e-13)


def test_all_parts_add_up():
    for trace, sample in random_traces(120):
        found = sources(trace, sample)
        assert found.residual < 1e-13
        summed = np.nansum(found.projections, axis=0)
        np.testing.assert_allclose(summed, found.whole, rtol=1e-9, atol=1e-13)
        np.testing.assert_allclose(np.nansum(bands(found), axis=0), found.whole, rtol=1e-9, atol=1e-13)
        for name in ("W_x", "W_h", "B"):
            whole = getattr(trace.bwd, f"d{name}")
            parts = by_loss(trace, name).values()
            np.testing.assert_allclose(sum(parts, np.zeros_like(whole)), whole, rtol=1e-9, atol=1e-12)


def test_bands_tell_parts_apart_by_how_much_later_their_loss_is():
    found = sources(run(experiment(sizes=Sizes(1, 8, 2, 3))), 0)
    rows = bands(found)
    assert rows.shape == (5, 8)
    for later in range(4):
        for t in range(8 - later):
            assert rows[later, t] == found.projections[t + later, t]
    assert rows[4, 0] == pytest.approx(found.projections[4:, 0].sum())


def test_the_default_case_at_step_2():
    found = sources(run(PRESETS["textbook"]), 0)
    np.testing.assert_allclose(found.projections[1:, 1], [0.0214, -0.0033], atol=5e-5)
    assert found.whole[1] == pytest.approx(0.0181, abs=5e-5)


@pytest.mark.parametrize("way_to_cut", CUTS)
def test_a_cut_leaves_what_the_parts_within_it_give(way_to_cut):
    for trace, _ in random_traces(24):
        made, k = trace.experiment, 2
        T = made.sizes.n_sequences
        left = {"W_x": 0.0, "W_h": 0.0, "B": 0.0}
        for sample in range(made.sizes.batch_size):
            for s in range(T):
                carried = trace.bwd.dh_output[sample, s]
                for t in reversed(range(s + 1)):
                    part = carried * trace.fwd.slope[sample, t]
                    carried = made.W_h @ part
                    inside = s - t < k if way_to_cut == "horizon" else s // k == t // k
                    if inside:
                        left["W_x"] = left["W_x"] + np.outer(made.x[sample, t], part)
                        left["W_h"] = left["W_h"] + np.outer(trace.fwd.h_previous[sample, t], part)
                        left["B"] = left["B"] + part
        found = cut(trace, k, way_to_cut)
        for name, expected in left.items():
            np.testing.assert_allclose(found.gradients[name], expected, rtol=1e-9, atol=1e-12)
            whole = getattr(trace.bwd, f"d{name}")
            lost = found.lost[name]
            if whole.any() and found.gradients[name].any():
                assert lost.length == pytest.approx(np.linalg.norm(expected) / np.linalg.norm(whole), rel=1e-9)
                cosine = (expected * whole).sum() / np.linalg.norm(expected) / np.linalg.norm(whole)
                assert np.cos(np.radians(lost.angle)) == pytest.approx(cosine, abs=1e-9)


# ---- what is said ----


def test_products_and_sums_add_up_as_printed():
    rng = np.random.default_rng(3)
    for _ in range(300):
        numbers = (10.0 ** rng.uniform(-6, 2, rng.integers(2, 5)) * rng.choice([-1, 1])).tolist()
        factors_written, product = product_written([abs(number) for number in numbers])
        if "≈" not in product:
            assert _rounds(np.prod([read(text) for text in factors_written]), product)
        written, total = sum_written(numbers)
        if "≈" not in total:
            assert _rounds(sum(read(text) for text in written), total)


def _rounds(value, text):
    digits = len(text.split("e")[0].replace(".", "").replace("−", "").lstrip("0"))
    return abs(value - read(text)) <= 0.5001 * 10.0 ** (np.floor(np.log10(abs(read(text)) or 1)) - digits + 1) + 1e-15


SETTINGS = [
    "",
    "from-2~to-1~jacobian-1",
    "loss-3~step-1~cut-2~way-horizon~share-W_h",
    "wrong-moved~beside-dB~eps-5",
    "cut-99~loss-x~from--~wrong-~share-y",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LENSES)
def test_every_lens_has_something_to_say_of_every_case(name, language):
    text = Catalogue(language)
    for preset, made in PRESETS.items():
        trace = run(made)
        for detail in SETTINGS:
            shown, arrays = seen(OpenLens(name, detail), trace, text)
            assert shown["name"] == name, preset
            assert all(values.dtype == np.float64 for values in arrays.values())


@pytest.mark.parametrize("name", LENSES)
def test_a_run_that_overflows_is_looked_at_all_the_same(name):
    made = experiment(W_h=np.full((4, 4), 1e200), activation="identity")
    shown, _ = seen(OpenLens(name, "cut-2~loss-2~jacobian-1~wrong-moved"), run(made), ENGLISH)
    assert shown["shows"]


def test_what_is_no_lens_is_none():
    for sent in (
        None,
        3,
        {},
        {"name": "nonsense", "detail": "", "sample": 0},
        {"name": "why", "detail": "", "sample": -1},
    ):
        assert lens_of(sent) is None
    assert lens_of({"name": "why", "detail": "x" * 500, "sample": 0}) == OpenLens("why", "", 0)
    assert lens_of({"name": "why", "detail": "from-3", "sample": 1}) == OpenLens("why", "from-3", 1)
    assert lens_in({"lens": "where", "of": "cut-2", "sample": "1"}) == OpenLens("where", "cut-2", 1)
    assert lens_in({"lens": "worked"}) is None


def test_an_array_of_ones_own_is_told():
    trace = run(PRESETS["textbook"])

    def told(array, source):
        return seen(OpenLens("program", own=(array, source)), trace, ENGLISH)[0]["shows"]["own"]

    assert told("dB", str(trace.bwd.dB)).startswith("Equal to")
    assert told("dB", "[1, 2").startswith("This cannot be read")
    assert "there is no number" in told("dB", "[]").lower() or "cannot be read" in told("dB", "[]")
    assert "transposed" in told("dW_h", str(trace.bwd.dW_h.T.tolist()))
    assert "first differs at [1, 2]" in told(
        "dW_h", str((trace.bwd.dW_h + np.eye(4)[[1, 0, 2, 3]] * [0, 1, 0, 0]).tolist())
    )
