"""Lessons: every file is one, states numbers of its case, names what exists, and asks what can be answered."""

import json
import re
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from app.experiment.link import decode, decode_with_preset
from app.experiment.presets import TEXTBOOK
from app.lenses import LENSES
from app.lessons import LESSONS, QuantityError, lesson, listed, number, place, quantity, said
from app.timeline import Timeline
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


def made(name, i, language="en"):
    return lesson(name, language)["stops"][i]


@pytest.mark.parametrize("name", LESSONS)
def test_a_file_is_a_lesson_in_all_languages(name):
    found = LESSONS[name]
    jsonschema.validate({"title": found.title, "aim": found.aim, "stop": found.stops}, SCHEMA)
    texts = json.dumps([found.title, found.aim, found.stops])
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
    assert not followed(OpenLesson(name, i + 1, known=True), before, "en")["done"]


def test_the_change_that_a_stop_asks_for_is_noticed():
    (i,) = (
        i for i, stop in enumerate(LESSONS["the_state_remembers"].stops) if stop.get("ask", {}).get("kind") == "change"
    )
    open_lesson = OpenLesson("the_state_remembers", i + 1, known=True)
    assert followed(open_lesson, run(decode("1echo~W_h.*zeros")), "en") == {
        "name": "the_state_remembers", "stop": i + 1, "done": True
    }  # fmt: skip
    assert not followed(open_lesson, run(decode("1echo~W_h.*times-.5")), "en")["done"]
    assert "all" in followed(open_lesson._replace(known=False), run(TEXTBOOK), "ja")


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
        assert [one["name"] for one in listed(language)] == list(LESSONS)
    assert lesson_of({"name": "nothing", "stop": 1, "known": False}) is None
    assert lesson_of({"name": "a_loss", "stop": 99, "known": False}).stop == len(LESSONS["a_loss"].stops)
    assert lesson_of({"name": "a_loss", "stop": "1", "known": False}) is None


# ---- numbers in sentences ----

TRACE = run(TEXTBOOK)


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
