"""Lessons: every file is one, states numbers of its case, names what exists, and asks what can be answered."""

import json
import math
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from app.experiment.link import decode, decode_with_preset
from app.experiment.presets import PRESETS, TEXTBOOK
from app.lenses import LENSES
from app.lessons import LESSONS, QuantityError, lesson, listed, number, place, quantity, said
from app.lessons.practice import sheet
from app.timeline import Timeline
from app.timeline.numerals import short
from app.trace import run
from app.trace.mistakes import MISTAKES
from app.translations import LANGUAGES, Catalogue
from app.workbench.diagram import diagram
from app.workbench.lesson import OpenLesson, followed, lesson_of

FOLDER = Path(__file__).parents[2] / "app" / "lessons"
SCHEMA = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
STOPS = [(name, i) for name, made in LESSONS.items() for i in range(len(made.stops))]
#: Parts of the page that a stop may frame, besides slots and editors: those of `static/lessons/lit.js`.
PARTS = set(re.findall(r"(\w+): \"", (FOLDER.parent / "workbench/static/lessons/lit.js").read_text(encoding="utf-8")))


TRACE = run(TEXTBOOK)


def made(name, i, language="en"):
    return lesson(name, language, TRACE, "textbook")["stops"][i]


@pytest.mark.parametrize("name", LESSONS)
def test_a_file_is_a_lesson_in_all_languages(name):
    found = LESSONS[name]
    jsonschema.validate({"title": found.title, "aim": found.aim, "teacher": found.teacher, "stop": found.stops}, SCHEMA)
    texts = json.dumps([found.title, found.aim, found.teacher, found.stops])
    assert texts.count('"en"') == texts.count('"ja"')
    assert tuple(found.title) == LANGUAGES
    asking = [stop for stop in found.stops if "ask" in stop]
    assert len(asking) >= len(found.stops) / 2  # it mostly asks


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "i"), STOPS)
def test_every_number_that_a_text_states_is_computed_and_every_target_exists(name, i, language):
    stop, raw = made(name, i, language), LESSONS[name].stops[i]
    assert not re.search(r"(?<![_^])\{", json.dumps(stop, ensure_ascii=False).replace('{"', "").replace("[{", ""))
    experiment = decode(stop["text"])
    assert experiment.same_as(decode(raw["case"]))
    timeline = Timeline(run(experiment), Catalogue(language))
    step = timeline.clockwork.steps[stop["step"]]
    assert f"{step.phase} {step.t or ''}".strip() == raw["at"]
    assert stop["operation"] is None or stop["operation"] < len(step.operations)
    assert stop["lens"] == "worked" or stop["lens"] in LENSES
    for setting in filter(None, stop["detail"].split("~")):
        key, value = setting.split("-", 1)
        assert key != "wrong" or value in MISTAKES
    picture = diagram(experiment.sizes)
    for target in stop["lit"]:
        slot = target.partition(".")[0]
        assert target in {*PARTS, "x", "W_x", "W_h", "B", "h_0", "y", "g"} or f'data-slot="{slot}"' in picture


@pytest.mark.parametrize(("name", "i"), STOPS)
def test_an_answer_is_told_from_the_slips(name, i):
    ask = made(name, i)["ask"]
    if ask is None or ask["kind"] not in ("number", "bar"):
        return
    unit = 10.0 ** (np.floor(np.log10(abs(ask["value"]))) - ask["digits"] + 1)
    told_apart = unit if ask["kind"] == "number" else 0.16 * ask["most"]
    values = [ask["value"], *(slip["value"] for slip in ask["slips"])]
    for one, value in enumerate(values):
        for other in values[one + 1 :]:
            assert abs(value - other) > told_apart
    if ask["kind"] == "bar":
        assert 0 < ask["value"] < ask["most"]


@pytest.mark.parametrize(("name", "i"), STOPS)
def test_what_is_to_be_changed_has_not_been_changed_yet(name, i):
    stop = made(name, i)
    if stop["ask"] is None or stop["ask"]["kind"] != "change":
        return
    before = run(decode(stop["text"]))
    assert not followed(OpenLesson(name, i + 1, known=True), before, "textbook", "en")["done"]


def test_the_change_that_a_stop_asks_for_is_noticed():
    (i,) = (
        i for i, stop in enumerate(LESSONS["the_state_remembers"].stops) if stop.get("ask", {}).get("kind") == "change"
    )
    open_lesson = OpenLesson("the_state_remembers", i + 1, known=True)
    assert followed(open_lesson, run(decode("1echo~W_h.*zeros")), "echo", "en") == {
        "name": "the_state_remembers", "stop": i + 1, "done": True
    }  # fmt: skip
    assert not followed(open_lesson, run(decode("1echo~W_h.*times-.5")), "echo", "en")["done"]
    assert "all" in followed(open_lesson._replace(known=False), TRACE, "textbook", "ja")


def test_what_is_asked_for_is_kept_back():
    for name, i in STOPS:
        ask, trace = made(name, i)["ask"], run(decode_with_preset(made(name, i)["text"])[0])
        for array, indices in ask["hide"] if ask else ():
            assert max(indices) < trace.arrays[array].size
        if ask and ask["kind"] == "number":
            hidden = [trace.arrays[array].flat[index] for array, indices in ask["hide"] for index in indices]
            assert ask["value"] in hidden


def test_the_list_names_every_lesson():
    for language in LANGUAGES:
        assert [one["name"] for one in listed(language)] == [*LESSONS, "practice", "quiz"]
    assert lesson_of({"name": "nothing", "stop": 1, "known": False}) is None
    late = followed(lesson_of({"name": "a_loss", "stop": 99, "known": True}), TRACE, "textbook", "en")
    assert late["stop"] == len(LESSONS["a_loss"].stops)
    assert lesson_of({"name": "a_loss", "stop": "1", "known": False}) is None


# ---- numbers in sentences ----


def test_an_expression_is_what_numpy_makes_of_it():
    bwd = TRACE.bwd
    assert number("dh[2, 1]", TRACE) == bwd.dh[0, 1, 0]
    assert number("-W_h[2, 3] / 2 + x[1, 2] * 3", TRACE) == -TEXTBOOK.W_h[1, 2] / 2 + TEXTBOOK.x[0, 0, 1] * 3
    assert number("length(dh[2])", TRACE) == np.linalg.norm(bwd.dh[0, 1])
    assert number("slopes(3, 1) * weights(3, 1)", TRACE) == pytest.approx(
        np.prod([np.linalg.norm(bwd.da[0, t] @ TEXTBOOK.W_h.T) / np.linalg.norm(bwd.dh[0, t]) for t in (1, 2)])
    )
    assert quantity("dW_h", TRACE).tobytes() == bwd.dW_h.tobytes()
    assert number("L", TRACE) == TRACE.loss.value
    assert place("dh[2]", TRACE) == ("dh", [4, 5, 6, 7])
    assert place("W_h[2, 3]", TRACE) == ("W_h", [6])


@pytest.mark.parametrize(
    "expression",
    [
        "nothing",
        "dh[0, 1]",
        "dh[9, 1]",
        "dh",
        "dh[1, 1] ** 2",
        "__import__('os')",
        "dh.T",
        "(",
        "length(dh[1], 2)",
        "dh[1:2]",
    ],
)
def test_what_is_no_number_is_refused(expression):
    with pytest.raises(QuantityError):
        number(expression, TRACE)


def test_a_sentence_says_its_numbers_and_its_sums_add_up_as_printed():
    assert said("h_{t-1} is {h[1, 1]:4}", TRACE) == "h_{t-1} is 0.7619"
    assert said("{= dh_output[2, 1] + dh_next[2, 1]}", TRACE) == "−0.0078 + 0.0137 = 0.0059"
    assert said("{= dh[2, 1] * slope[2, 1]}", TRACE).count("·") == 1
    with pytest.raises(QuantityError):
        said("{= dh[2, 1] - 1}", TRACE)


# ---- practice ----


def solved(made, of):
    """The answer by fractions and loops, for one sample and one feature, without NumPy and without the engine."""
    T, n = range(made.sizes.n_sequences), range(made.sizes.n_nodes)
    exact = lambda values: [Fraction(value) for value in np.ravel(values).tolist()]  # noqa: E731
    x, B, W_x, state = exact(made.x), exact(made.B), exact(made.W_x), exact(made.h_initial)
    W_h = [exact(row) for row in made.W_h]
    y = [exact(row) for row in made.y[0]]
    h, passes = [], []
    for t in T:
        a = [sum(state[i] * W_h[i][j] for i in n) + x[t] * W_x[j] + B[j] for j in n]
        passes.append([made.activation == "identity" or value > 0 for value in a])
        state = [value if passed else Fraction(0) for value, passed in zip(a, passes[t], strict=True)]
        h.append(state)
    arriving = [Fraction(0)] * len(n)
    dh, da, dh_next = {}, {}, {}
    for t in reversed(T):
        dh_next[t] = arriving
        dh[t] = [h[t][j] - y[t][j] + arriving[j] for j in n]
        da[t] = [value if passed else Fraction(0) for value, passed in zip(dh[t], passes[t], strict=True)]
        arriving = [sum(da[t][j] * W_h[i][j] for j in n) for i in n]
    arrays = {"h": h, "dh": dh, "da": da, "dh_next": dh_next}
    factors = []
    for name, t, k in re.findall(r"(\w+)\[(\d+), (\d+)\]", of):
        factors.append(x[int(t) - 1] if name == "x" else arrays[name][int(t) - 1][int(k) - 1])
    return math.prod(factors)


@pytest.mark.slow
def test_ten_thousand_questions_of_practice_are_solved_by_fractions():
    kinds = Counter()
    for seed in range(1_000):
        for stop in sheet(seed, Catalogue("en")):
            made, ask = decode(stop["case"]), stop["ask"]
            trace = run(made)
            answer = solved(made, ask["of"])
            assert answer == Fraction(number(ask["of"], trace))
            assert abs(answer) <= 30
            assert (answer * 10_000).denominator == 1
            for slip in ask["slip"]:
                assert abs(number(slip["of"], trace) - float(answer)) > 0.02
            right = said(ask["right"]["en"], trace)
            assert short(float(answer), 6) in right
            kinds[ask["question"]["en"][:6]] += 1
    assert sum(kinds.values()) == 10_000
    assert min(kinds.values()) >= 2_000


def test_a_sheet_is_the_same_for_the_same_seed_and_another_for_another():
    first, again, other = (lesson(f"practice-{seed}", "ja", TRACE, "textbook") for seed in (7, 7, 8))
    assert first == again
    assert [stop["text"] for stop in first["stops"]] != [stop["text"] for stop in other["stops"]]
    assert first["sheet"]
    assert lesson_of({"name": "practice-0123456789", "stop": 1, "known": False}) is None


@pytest.mark.parametrize("preset", PRESETS)
def test_a_quiz_asks_about_every_step_of_any_case(preset):
    trace = run(PRESETS[preset])
    asked = lesson("quiz", "en", trace, preset)
    n_sequences = trace.experiment.sizes.n_sequences
    assert [stop["step"] for stop in asked["stops"]] == [
        *range(n_sequences),
        *range(n_sequences + 1, 2 * n_sequences + 1),
    ]
    for stop in asked["stops"]:
        (name, indices), *_ = stop["ask"]["hide"]
        assert stop["ask"]["value"] in trace.arrays[name].flat[indices]
