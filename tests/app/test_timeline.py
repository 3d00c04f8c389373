"""The clock of the page: what appears when, and that it is the right numbers."""

import json
import re
from dataclasses import asdict, replace

import numpy as np
import pytest

from app.experiment import DELAYED, Sizes
from app.experiment.presets import PENCIL, PRESETS, TEXTBOOK
from app.timeline import Timeline
from app.timeline.numerals import short
from app.timeline.operations import NO_ROAD
from app.timeline.view import evaluate, position
from app.trace import run
from app.translations import LANGUAGES, Catalogue
from rnn import ACTIVATIONS
from tests.app.experiments import LOSS_CHOICES, SIZES, experiment

ENGLISH = Catalogue("en")
CASES = {
    "textbook": TEXTBOOK,
    "pencil": PENCIL,
    "batch": experiment(1),
    "batch with the loss at the end": experiment(2, placement="last", activation="sigmoid"),
    "one step": experiment(3, sizes=Sizes(2, 1, 3, 4)),
    "a batch of three": experiment(7, sizes=Sizes(3, 2, 1, 4)),
    "a batch of three by hand": experiment(8, sizes=Sizes(3, 2, 1, 4), loss="given_gradient"),
    "a gradient by hand": experiment(
        5, loss="given_gradient", g=np.where(np.arange(5)[:, None] % 2, 0.5, 0) * np.ones((2, 5, 4))
    ),
    "one step with the loss at the end": experiment(4, sizes=Sizes(1, 1, 1, 2), placement="last", activation="relu"),
}
cases = pytest.mark.parametrize("made", CASES.values(), ids=CASES.keys())


def clock(made, text=ENGLISH):
    trace = run(made)
    return trace, Timeline(trace, text)


def at_time(pattern, t):
    return re.sub(r"\{t([+-]\d+)?\}", lambda match: str(t + int(match[1] or 0)), pattern)


def standing(made_clock, number):
    """What stands on the stage after a step: slot -> (view, its t)."""
    slots = {}
    for pattern, view in made_clock.clockwork.fixed.items():
        for t in range(1, made_clock.clockwork.n_sequences + 1):
            slots[at_time(pattern, t)] = view, t
    for step in made_clock.clockwork.steps[: number + 1]:
        for name, t in step.operations:
            for pattern, view in made_clock.clockwork.operations[name].show.items():
                slots[at_time(pattern, t)] = view, t
    return slots


def steps_of(made_clock, phase):
    return [(number, step) for number, step in enumerate(made_clock.clockwork.steps) if step.phase == phase]


def told(made_clock):
    """Each step with what is said at it."""
    return list(zip(made_clock.clockwork.steps, made_clock.captions, strict=True))


def where(made_clock, said):
    """The steps at which something is said."""
    return [(step.phase, step.t) for step, caption in told(made_clock) if said in caption]


def indices(view):
    """Every index in a view."""
    if isinstance(view, str):
        return
    operation, *arguments = view
    if operation == "at":
        yield from (part for index in arguments[1] for part in (index if isinstance(index, list) else [index]))
        arguments = arguments[:1]
    for argument in arguments:
        yield from indices(argument)


def shown(trace, view, t, b):
    """A view's values; NumPy would take an index below 0 from the end, the browser cannot."""
    if view == NO_ROAD:
        return None
    variables = {"t": t, "b": b}
    assert all(index is None or position(index, variables) >= 0 for index in indices(view)), (view, t)
    return evaluate(view, trace.arrays, variables)


def expected(trace, slot, number_of_steps_back, b):
    """What a slot must hold, said in arrays of the engine and not in views."""
    fwd, bwd, loss = trace.fwd, trace.bwd, trace.loss
    kind, _, which = slot.partition(".")
    if kind == "ledger":
        return getattr(bwd, f"d{which}_steps")[trace.experiment.sizes.n_sequences - number_of_steps_back :].sum(axis=0)
    if kind == "after":
        return trace.updated[which]
    if slot in ("loss.total", "loss.after"):
        return np.asarray({"loss.total": loss.value, "loss.after": trace.loss_after}[slot])
    t = int(which)
    if t == 0:
        return {"h": fwd.h_initial, "dh": bwd.dh_initial}[kind][b]
    if kind == "loss":
        return loss.steps[t - 1]
    arrays = {"x": fwd.x, "a": fwd.a, "h": fwd.h, "own": bwd.dh_output, "next": bwd.dh_next, "dh": bwd.dh, "da": bwd.da}
    return arrays[kind][b, t - 1]


KNOWN = re.compile(r"(x|a|h|own|next|dh|da|loss)\.\d+|ledger\.(W_x|W_h|B)|after\.(W_x|W_h|B)|loss\.(total|after)")


@cases
def test_the_clock_has_two_steps_for_each_time_step_and_two_more(made):
    _, made_clock = clock(made)
    T = made.sizes.n_sequences
    assert [(step.phase, step.t) for step in made_clock.clockwork.steps] == [
        *(("forward", t) for t in range(1, T + 1)),
        ("loss", None),
        *(("backward", t) for t in range(T, 0, -1)),
        ("update", None),
    ]
    assert len(made_clock.clockwork.steps) == 2 * T + 2


@cases
def test_every_slot_holds_the_right_numbers_at_every_step(made):
    trace, made_clock = clock(made)
    checked = set()
    for number in range(len(made_clock.clockwork.steps)):
        back = sum(step.phase == "backward" for step in made_clock.clockwork.steps[: number + 1])
        for slot, (view, t) in standing(made_clock, number).items():
            for b in range(made.sizes.batch_size):
                found = shown(trace, view, t, b)
                if found is None or not KNOWN.fullmatch(slot):
                    continue
                wanted = expected(trace, slot, back, b)
                assert found.squeeze().shape == np.squeeze(wanted).shape, slot
                np.testing.assert_allclose(found.squeeze(), np.squeeze(wanted), rtol=1e-12, atol=1e-14, err_msg=slot)
                checked.add(slot.partition(".")[0])
    assert checked >= {"x", "h", "own", "dh", "loss", "ledger", "after"}


@cases
def test_what_each_phase_has_not_reached_yet_is_not_shown(made):
    _, made_clock = clock(made)
    T = made.sizes.n_sequences
    states, gradients = {f"h.{t}" for t in range(T + 1)}, {f"dh.{t}" for t in range(T + 1)}
    for number, step in enumerate(made_clock.clockwork.steps):
        slots = set(standing(made_clock, number))
        kinds = {slot.partition(".")[0] for slot in slots}
        assert {f"x.{t}" for t in range(1, T + 1)} <= slots
        if step.phase == "forward":
            assert slots & states == {f"h.{t}" for t in range(step.t + 1)}
            assert not kinds & {"own", "loss", "dh", "da", "next", "ledger", "after"}
            continue
        assert states <= slots
        assert {f"own.{t}" for t in range(1, T + 1)} | {f"loss.{t}" for t in range(1, T + 1)} <= slots
        assert "loss.total" in slots
        if step.phase == "loss":
            assert not kinds & {"dh", "da", "next", "ledger", "after"}
        elif step.phase == "backward":
            arrived = {f"dh.{t}" for t in range(step.t, T + 1)} | ({"dh.0"} if step.t == 1 else set())
            assert slots & gradients == arrived
            assert {"ledger.W_x", "ledger.W_h", "ledger.B"} <= slots
            assert "after" not in kinds
            assert "loss.after" not in slots
        else:
            assert gradients <= slots
            assert {"after.W_x", "after.W_h", "after.B", "loss.after"} <= slots


@cases
def test_after_a_step_back_a_gradient_waits_one_step_earlier(made):
    _, made_clock = clock(made)
    for number, step in steps_of(made_clock, "backward"):
        before, after = set(standing(made_clock, number - 1)), set(standing(made_clock, number))
        waiting = f"next.{step.t - 1}" if step.t > 1 else "dh.0"
        assert waiting not in before
        assert waiting in after
        assert f"dh.{step.t - 1}" not in after or step.t == 1


@cases
def test_where_a_step_has_no_loss_there_is_a_dash_not_a_0(made):
    _, made_clock = clock(made)
    last = standing(made_clock, len(made_clock.clockwork.steps) - 1)
    T = made.sizes.n_sequences
    for t in range(1, T + 1):
        no_loss = (made.placement == "last" and t < T) or (made.loss == "given_gradient" and not made.g[:, t - 1].any())
        assert (last[f"own.{t}"][0] == NO_ROAD) == no_loss
        assert (last[f"loss.{t}"][0] == NO_ROAD) == no_loss


@cases
def test_weights_are_locked_from_the_loss_to_the_update(made):
    _, made_clock = clock(made)
    assert [step.locked for step in made_clock.clockwork.steps] == [
        step.phase in ("loss", "backward") for step in made_clock.clockwork.steps
    ]


def rows(made_clock, step, *, fine):
    """The worked rows of a step with their time: of each operation in full, or as the whole step shows them."""
    named = step.operations if fine else step.equation
    for name, t in named:
        operation = made_clock.clockwork.operations[name]
        yield from ((row, t) for row in (operation.equation if fine else operation.brief))


@cases
@pytest.mark.parametrize("fine", [True, False])
def test_every_worked_equation_is_true(made, fine):
    trace, made_clock = clock(made)
    for row, t in (row for step in made_clock.clockwork.steps for row in rows(made_clock, step, fine=fine)):
        for b in range(made.sizes.batch_size):
            values = [part if isinstance(part, str) else shown(trace, part["view"], t, b) for part in row]
            signs = [part for part in values if isinstance(part, str)]
            numbers = [np.zeros(1) if part is None else part for part in values if not isinstance(part, str)]
            worked = {
                "+=": lambda n: (n[0] + n[1], n[2]),
                "⊙=": lambda n: (n[0] * n[1], n[2]),
                "−·=": lambda n: (n[0] - n[1] * n[2], n[3]),
                "·=": lambda n: (np.atleast_2d(n[0]) @ n[1], n[2]),
                f"(−) / {made.sizes.batch_size} =": lambda n: ((n[0] - n[1]) / made.sizes.batch_size, n[2]),
                "(+) / 2 =": lambda n: ((n[0] + n[1]) / 2, n[2]),
            }.get("".join(signs))
            if worked:
                one, other = worked(numbers)
                np.testing.assert_allclose(one.squeeze(), other.squeeze(), rtol=1e-12, atol=1e-14)


@cases
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_label_never_stands_for_two_shapes(made, language):
    trace, made_clock = clock(made, Catalogue(language))
    shapes = {}
    for step in made_clock.clockwork.steps:
        for row, t in [*rows(made_clock, step, fine=True), *rows(made_clock, step, fine=False)]:
            for term in row:
                if isinstance(term, dict) and term["view"] != NO_ROAD:
                    shape = np.atleast_2d(shown(trace, term["view"], t, 0)).shape
                    assert shapes.setdefault(at_time(term["label"], t), shape) == shape, term["label"]
    assert len(shapes) > 10


def test_in_a_batch_every_number_says_whose_it_is():
    made_clock = clock(PRESETS["batch"])[1]
    per_sample = ("x_", "h_", "a_", "y_", "f′", "∂L/∂h_", "∂L/∂a_", "∂L/∂x_", "∂L_", "L_", "½", "Σ")
    labels = {
        term["label"]
        for step in made_clock.clockwork.steps
        for fine in (True, False)
        for row, _ in rows(made_clock, step, fine=fine)
        for term in row
        if isinstance(term, dict)
    }
    says = re.compile(r", (sample (1|2|\{b\})|all samples|Σ over samples|mean over samples)$")
    assert [label for label in labels if label.startswith(per_sample) and not says.search(label)] == []
    alone = clock(TEXTBOOK)[1].clockwork.operations.values()
    assert not any(
        "sample" in term["label"] for one in alone for row in one.equation for term in row if "label" in term
    )


@pytest.mark.parametrize("made", [PRESETS["batch"], experiment(9), experiment(9, loss="given_gradient")])
def test_what_a_step_adds_is_shown_as_the_sum_of_the_samples(made):
    trace, made_clock = clock(made)
    for _, step in steps_of(made_clock, "backward"):
        parts = [row for row, _ in rows(made_clock, step, fine=False) if "Σ over samples" in str(row[-1])]
        for name, row in zip(("W_h", "W_x", "B"), parts, strict=True):
            first, plus, second, equals, sum_of_both = row
            assert (plus, equals) == ("+", "=")
            for b, term in enumerate((first, second)):
                assert term["label"].endswith(f", sample {b + 1}")
                left = {"W_h": trace.fwd.h_previous, "W_x": made.x, "B": np.ones((2, step.t, 1))}[name][b, step.t - 1]
                wanted = np.outer(left, trace.bwd.da[b, step.t - 1])
                found = shown(trace, term["view"], step.t, 1 - b)
                np.testing.assert_allclose(np.atleast_2d(found), wanted, rtol=1e-12, atol=1e-14)
            wanted = getattr(trace.bwd, f"d{name}_steps")[step.t - 1]
            np.testing.assert_allclose(shown(trace, sum_of_both["view"], step.t, 0), wanted, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("batch_size", [2, 3])
def test_in_a_batch_the_loss_of_a_step_is_shown_as_the_mean_of_what_each_sample_has(batch_size):
    made = experiment(4, sizes=Sizes(batch_size, 3, 1, 4))
    trace, made_clock = clock(made)
    compared, step = made_clock.clockwork.operations["loss.half_squared_error"].equation
    assert [part for part in compared if isinstance(part, str)] == ["(", "−", f") / {batch_size} ="]
    assert step[-2] == f") / {batch_size} ="
    assert step[-1]["label"] == "L_{t}, mean over samples"
    each = [shown(trace, part["view"], 2, 0) for part in step[:-1] if isinstance(part, dict)]
    np.testing.assert_allclose(np.sum(each) / batch_size, trace.loss.steps[1], rtol=1e-12)
    np.testing.assert_allclose(np.ravel(each), 0.5 * ((trace.fwd.h[:, 1] - made.y[:, 1]) ** 2).sum(axis=1), rtol=1e-12)


def test_by_step_the_matrix_through_which_a_gradient_goes_back_is_shown():
    made_clock = clock(TEXTBOOK)[1]
    for _, step in steps_of(made_clock, "backward"):
        shown_rows = [row for row, _ in rows(made_clock, step, fine=False)]
        assert ["transpose", "W_h"] in [term["view"] for row in shown_rows for term in row if isinstance(term, dict)]


@cases
def test_the_work_of_a_term_gives_what_the_term_shows(made):
    trace, made_clock = clock(made)
    terms = [
        (term, t)
        for step in made_clock.clockwork.steps
        for row, t in rows(made_clock, step, fine=True)
        for term in row
        if isinstance(term, dict) and term["view"] != NO_ROAD
    ]
    assert len({json.dumps(term["work"]) for term, _ in terms}) > 10
    for term, t in terms:
        for b in range(made.sizes.batch_size):
            one, other = (np.asarray(shown(trace, term[key], t, b)) for key in ("work", "view"))
            np.testing.assert_allclose(one.squeeze(), other.squeeze(), rtol=1e-12, atol=1e-14, err_msg=term["label"])


@cases
def test_every_operation_says_what_it_does(made):
    _, made_clock = clock(made)
    for operation in made_clock.clockwork.operations.values():
        assert operation.caption


def test_every_line_of_the_program_that_an_operation_lights_exists():
    for choice in LOSS_CHOICES:
        _, made_clock = clock(experiment(**choice))
        lines = {line["name"] for line in made_clock.clockwork.listing}
        lit = {line for operation in made_clock.clockwork.operations.values() for line in operation.code}
        assert lit == lines - {""}


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_beside_the_clock_computes_the_network(activation, language):
    made = experiment(activation=activation)
    trace, made_clock = clock(made, Catalogue(language))
    lines = ["".join(piece["text"] for piece in line["pieces"]) for line in made_clock.clockwork.listing]
    scope = {name: getattr(made, name).copy() for name in ("x", "W_x", "W_h", "B", "y")}
    scope |= {name: np.zeros_like(trace.fwd.h) for name in ("a", "h", "h_previous", "dh_output")}
    scope |= {"np": np, "n_sequences": 5, "batch_size": 2, "h_0": made.h_initial, "dx": np.zeros_like(made.x)}
    scope["alpha"] = made.learning_rate
    exec("\n".join(lines), scope)
    wanted = {name: getattr(trace.bwd, name) for name in ("dW_x", "dW_h", "dB", "dx")} | trace.updated
    for name, values in wanted.items():
        np.testing.assert_allclose(scope[name], values, rtol=1e-12, atol=1e-14, err_msg=name)
    after = run(replace(made, **trace.updated))
    np.testing.assert_allclose(scope["h"], after.fwd.h, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("choice", LOSS_CHOICES)
def test_the_programs_line_of_the_loss_gives_the_gradient_that_each_step_gets(choice):
    trace, made_clock = clock(experiment(**choice))
    (line,) = (line for line in made_clock.clockwork.listing if line["name"] == "loss")
    scope = {name: trace.arrays[name] for name in ("h", "y", "g")} | {"batch_size": 2}
    scope["dh_output"] = np.zeros_like(trace.fwd.h)
    exec("".join(piece["text"] for piece in line["pieces"]), scope)
    np.testing.assert_array_equal(scope["dh_output"], trace.bwd.dh_output)


@cases
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_says_something_and_leaves_no_placeholder_open(made, language):
    _, made_clock = clock(made, Catalogue(language))
    for step, caption in told(made_clock):
        assert step.title
        assert step.label
        assert caption
        for sentence in (step.title, caption):
            assert not re.search(r"\{(?!\d+\})", sentence), sentence
    assert len({step.title for step in made_clock.clockwork.steps}) == len(made_clock.clockwork.steps)


@cases
def test_a_timeline_is_json(made):
    clockwork = clock(made)[1].clockwork
    read = json.loads(json.dumps(clockwork.to_json(), allow_nan=False))
    for step in read["steps"]:
        step.setdefault("equation", step["operations"])
    assert read == json.loads(json.dumps(asdict(clockwork)))


def test_numbers_leave_the_clockwork_as_it_is_and_choices_do_not():
    clockwork = clock(TEXTBOOK)[1].clockwork
    assert clock(replace(TEXTBOOK, B=TEXTBOOK.B + 1))[1].clockwork == clockwork
    for other in (replace(TEXTBOOK, activation="relu"), replace(TEXTBOOK, placement="last")):
        assert clock(other)[1].clockwork != clockwork
    assert clock(TEXTBOOK, Catalogue("ja"))[1].clockwork != clockwork


def test_a_step_tells_whether_the_two_gradients_help_or_fight():
    captions = {step.t: caption for step, caption in told(clock(TEXTBOOK)[1]) if step.phase == "backward"}
    trace = run(TEXTBOOK)
    for t in (1, 2):
        fights = np.count_nonzero(trace.bwd.dh_output[0, t - 1] * trace.bwd.dh_next[0, t - 1] < 0)
        assert ENGLISH("caption.fight", count=fights, total=4) in captions[t]
    helping = replace(TEXTBOOK, y=TEXTBOOK.y - 9)
    assert where(clock(helping)[1], ENGLISH("caption.help")) == [("backward", 2), ("backward", 1)]


def test_where_one_of_the_two_gradients_is_0_they_neither_help_nor_fight():
    sentences = [ENGLISH("caption.help"), ENGLISH("caption.fight", count="#", total="#").partition("#")[0]]
    made_clock = clock(replace(TEXTBOOK, W_h=np.zeros((4, 4))))[1]
    assert not any(where(made_clock, sentence) for sentence in sentences)


def test_the_losses_before_and_after_are_said():
    made_clock = clock(TEXTBOOK)[1]
    assert where(made_clock, "0.6815") == [("loss", None), ("update", None)]
    assert where(made_clock, "0.4480") == [("update", None)]


def test_an_overflow_is_said_at_the_step_where_it_began_and_at_no_other():
    overflow = ENGLISH("caption.overflow")
    x = np.zeros(SIZES.shapes()["x"])
    x[1, 2] = 1e308
    _, made_clock = clock(experiment(x=x, W_x=np.full((3, 4), 10.0), activation="identity"))
    assert where(made_clock, overflow) == [("forward", 3)]
    zeros = {name: np.zeros(SIZES.shapes()[name]) for name in ("h_initial", "W_x", "B")}
    _, made_clock = clock(experiment(W_h=np.full((4, 4), 1e200), activation="identity", **zeros))
    assert where(made_clock, overflow) == [("backward", 3)]
    alone = experiment(h_initial=np.full((2, 4), 1e200), activation="identity")
    assert where(clock(alone)[1], overflow) == [("loss", None)]
    assert where(clock(experiment(learning_rate=1.7e308, activation="identity"))[1], overflow) == [("update", None)]
    assert not where(clock(TEXTBOOK)[1], overflow)


def test_every_operation_is_used_by_some_case():
    used, known = set(), set()
    for made in [*CASES.values(), experiment(6, loss="given_gradient")]:
        made_clock = clock(made)[1]
        used |= {name for step in made_clock.clockwork.steps for name, _ in step.operations}
        known |= set(made_clock.clockwork.operations)
        assert used <= known
    assert used == known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sizes", [Sizes(1, 5, 3, 4), Sizes(2, 5, 3, 4)])
@pytest.mark.parametrize("rate", [0.01, -0.01])
def test_where_the_gradient_is_given_nothing_is_called_a_loss(language, sizes, rate):
    made = experiment(3, sizes=sizes, loss="given_gradient", learning_rate=rate)
    trace, made_clock = clock(made, Catalogue(language))
    assert (trace.loss_after > trace.loss.value) == (rate < 0)
    clockwork = made_clock.clockwork
    assert clockwork.loss == "Σ g·h"
    assert clockwork.names == {"L_{t}": "Σ g_{t}·h_{t}", "∂L_{t}/∂h_{t}": "g_{t}"}
    terms = [term for one in clockwork.operations.values() for row in [*one.equation, *one.brief] for term in row]
    said = [term["label"] + term["note"] for term in terms if isinstance(term, dict)]
    said += [text for step in clockwork.steps for text in (step.label, step.short, step.title)]
    said += [text for _, text in told(made_clock)]
    said += [clockwork.operations[name].caption for step in clockwork.steps for name, _ in step.operations]
    of_a_loss = re.compile(
        r"(?<![∂\w])L(?!\w*/|/| itself| そのもの)|½|\bown loss\b|no loss at|この時刻の損失|損失が増え|loss rose"
    )
    assert [text for text in said if of_a_loss.search(text)] == []
    assert short(trace.loss.value, 4) in made_clock.captions[-1]
    assert "Σ g·h" in made_clock.captions[-1]


@pytest.mark.parametrize(
    ("made", "remarks"),
    [
        (TEXTBOOK, {1: "h_{0} = 0"}),
        (PENCIL, {2: "x_{2} = 0"}),
        (replace(PENCIL, h_initial=np.zeros((1, 1)), x=np.zeros((1, 3, 1))), dict.fromkeys((1, 2, 3), "= 0 and x_{")),
        (PRESETS["batch"], {}),
        (replace(PRESETS["batch"], h_initial=np.zeros((2, 4))), {1: "h_{0} = 0"}),
        (PRESETS["dead_relu"], {t: f"∂L/∂a_{{{t}}} = 0" for t in (1, 2, 3)}),
        (PRESETS["last_step"], {1: "h_{0} = 0"}),
    ],
)
def test_why_a_step_adds_only_zeros_is_said(made, remarks):
    _, made_clock = clock(made)
    found = made_clock.remarks
    steps = {step.t: number for number, step in steps_of(made_clock, "backward")}
    assert set(found) == {steps[t] for t in remarks}
    for t, said in remarks.items():
        assert said in found[steps[t]]
        assert "only zeros" in found[steps[t]]


@cases
def test_a_step_that_adds_only_zeros_to_a_gradient_is_remarked(made):
    trace, made_clock = clock(made)
    for number, step in steps_of(made_clock, "backward"):
        zero = [name for name in ("W_h", "W_x", "B") if not getattr(trace.bwd, f"d{name}_steps")[step.t - 1].any()]
        assert bool(zero) == (number in made_clock.remarks)
        assert all(f"∂L/∂{name}" in made_clock.remarks[number] or len(zero) == 3 for name in zero)


def test_states_are_said_to_have_gradients_and_never_to_be_updated():
    for made in CASES.values():
        made_clock = clock(made)[1]
        said = f"h_0 to h_{{{made.sizes.n_sequences}}} have gradients too; only weights are ever updated"
        assert where(made_clock, said) == [("backward", 1)]
        assert said in made_clock.clockwork.operations["send.start"].caption


def test_a_loss_that_rises_after_the_update_is_said():
    for rate, rose in ((0.5, False), (60.0, True)):
        made = replace(TEXTBOOK, learning_rate=rate)
        trace, found = clock(made)
        assert (trace.loss_after > trace.loss.value) == rose
        assert ("The loss rose" in found.captions[-1]) == rose


def test_in_a_batch_the_losses_are_said_to_be_means():
    said = [clock(made)[1].captions[made.sizes.n_sequences] for made in (TEXTBOOK, PRESETS["batch"])]
    assert ["mean over the 2 samples" in caption for caption in said] == [False, True]


def test_a_delayed_array_holds_what_the_other_one_had_a_step_before():
    arrays = run(PRESETS["batch"]).arrays
    for name, (of, first) in DELAYED.items():
        np.testing.assert_array_equal(arrays[name][:, 1:], arrays[of][:, :-1])
        np.testing.assert_array_equal(arrays[name][:, 0], arrays[first])
