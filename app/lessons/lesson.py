"""Lessons: tours of the page in stops, out of the files in `files/`. `schema.json` says what a file may hold.

A stop sets the experiment, the clock, the lens and what is lit, says two or three sentences, and mostly asks for
something before it goes on. Its numbers are computed from its own case, see `quantities.py`.

Beside those of the files there are sheets of practice, `practice-7` by their seed, and a `quiz` on the run that is
shown.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.experiment.link import decode_with_preset, encode
from app.lessons.practice import quiz, sheet
from app.lessons.quantities import number, place, said
from app.timeline import Step, Timeline
from app.trace import Trace, run
from app.translations import Catalogue

_FOLDER = Path(__file__).parent / "files"
#: Order of the lessons: that of their files, which begin with a number.
_FILES = {path.stem.partition("_")[2]: path for path in sorted(_FOLDER.glob("*.toml"))}


@dataclass(frozen=True)
class Lesson:
    """A lesson as its file has it."""

    name: str
    title: dict[str, str]  # by language, as every sentence
    aim: dict[str, str]
    teacher: dict  # how long it takes; what to ask, what is got wrong, what to show
    stops: list[dict]


def _read(name: str, path: Path) -> Lesson:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return Lesson(name, found["title"], found["aim"], found["teacher"], found["stop"])


#: Every lesson by its name, in their order.
LESSONS: dict[str, Lesson] = {name: _read(name, path) for name, path in _FILES.items()}


_SHEET = re.compile(r"practice-(\d{1,9})", re.ASCII)
QUIZ = "quiz"


def is_lesson(name: str) -> bool:
    """Whether there is a lesson of that name."""
    return name in LESSONS or name == QUIZ or _SHEET.fullmatch(name) is not None


def lesson(name: str, language: str, trace: Trace, preset: str) -> dict:
    """A lesson as the page shows it, with its numbers, in one language; a quiz is about `trace`."""
    if name != QUIZ:
        return _of_name(name, language)
    text = Catalogue(language)
    return _made(name, None, text("quiz.title"), quiz(trace, preset, text), language)


@lru_cache(maxsize=64)
def _of_name(name: str, language: str) -> dict:
    if name in LESSONS:
        made = LESSONS[name]
        place_in_list = list(LESSONS).index(name) + 1
        return _made(name, place_in_list, made.title[language], made.stops, language) | {
            "teacher": {
                "aim": made.aim[language],
                "minutes": made.teacher["minutes"],
                "lists": {key: [one[language] for one in made.teacher[key]] for key in ("ask", "wrong", "show")},
            }
        }
    seed, text = int(_SHEET.fullmatch(name)[1]), Catalogue(language)
    return _made(name, None, f"{text('practice.title')} {seed}", sheet(seed, text), language)


def _made(name: str, place_in_list: int | None, title: str, stops: list[dict], language: str) -> dict:
    return {
        "name": name,
        "number": place_in_list,
        "title": title,
        "stops": [_stop(stop, language) for stop in stops],
        "teacher": None,
        "sheet": _SHEET.fullmatch(name) is not None,
    }


def listed(language: str) -> list[dict]:
    """What there is to choose from."""
    text = Catalogue(language)
    return [
        *({"name": name, "title": made.title[language], "aim": made.aim[language]} for name, made in LESSONS.items()),
        *({"name": name, "title": text(f"{name}.title"), "aim": text(f"{name}.aim")} for name in ("practice", QUIZ)),
    ]


def step_of(stop: dict, steps: tuple[Step, ...]) -> int:
    """The number of the step on the clock at which a stop stands: `backward 2`, `loss`; raises StopIteration."""
    phase, _, t = stop["at"].partition(" ")
    return next(i for i, step in enumerate(steps) if step.phase == phase and (not t or step.t == int(t)))


def _stop(stop: dict, language: str) -> dict:
    experiment, preset = decode_with_preset(stop["case"])
    trace = run(experiment)
    ask = stop.get("ask")
    return {
        "text": encode(experiment, preset),
        "step": step_of(stop, Timeline(trace, Catalogue(language)).clockwork.steps),
        "operation": stop.get("operation"),
        "lens": stop.get("lens", "worked"),
        "detail": stop.get("of", ""),
        "lit": stop.get("lit", []),
        "picture": stop.get("picture"),
        "say": said(stop["say"][language], trace),
        "ask": ask and _ask(ask, trace, language),
    }


def _ask(ask: dict, trace: Trace, language: str) -> dict:
    """A question with its answer and what is said to either; what is kept back until then as places in arrays."""
    kept_back = ask.get("hide", [ask["of"]] if ask["kind"] in ("number", "bar") else [])
    made = {
        "kind": ask["kind"],
        "question": said(ask["question"][language], trace),
        "hide": [place(one, trace) for one in kept_back],
        "right": said(ask["right"][language], trace),
    }
    if ask["kind"] in ("number", "bar"):
        made["value"] = number(ask["of"], trace)
        made["digits"] = ask.get("digits", 2)
        made["slips"] = [
            {"value": number(slip["of"], trace), "said": said(slip["said"][language], trace)}
            for slip in ask.get("slip", [])
        ]
    if ask["kind"] == "bar":
        made["most"] = number(str(ask["most"]), trace)
    if ask["kind"] == "choice":
        made["options"] = [
            {
                "text": said(option["text"][language], trace),
                "right": option.get("right", False),
                "said": said(option["said"][language], trace) if "said" in option else "",
            }
            for option in ask["option"]
        ]
    if ask["kind"] == "change":
        made["wanted"] = {"of": ask["of"], "becomes": ask["becomes"], "before": number(ask["of"], trace)}
    return made
