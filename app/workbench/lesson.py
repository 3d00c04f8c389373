"""The lesson that is open on the page: what the browser asks for, and what it gets."""

from typing import NamedTuple

from app.lessons import QuantityError, is_lesson, lesson, number
from app.trace import Trace

#: What a change is to do to a number: (before, after) -> whether it has.
BECOMES = {
    "zero": lambda _before, now: now == 0,
    "other": lambda before, now: now != before,
    "less": lambda before, now: now < before,
    "more": lambda before, now: now > before,
}


class OpenLesson(NamedTuple):
    """A lesson, and the stop at which it stands."""

    name: str
    stop: int  # from 1 on
    known: bool  # whether the page has it, in the language that it speaks


def lesson_of(sent: object) -> OpenLesson | None:
    """What the browser sent; None for what is none of ours."""
    if not isinstance(sent, dict):
        return None
    name, stop, known = (sent.get(field) for field in ("name", "stop", "known"))
    if not isinstance(name, str) or not is_lesson(name) or type(stop) is not int or type(known) is not bool:
        return None
    return OpenLesson(name, stop, known)


def followed(asked: OpenLesson | None, trace: Trace, preset: str, language: str) -> dict | None:
    """The lesson where the page does not know it yet, and whether the change that the stop asks for has been made."""
    if asked is None:
        return None
    made = lesson(asked.name, language, trace, preset)
    stop = max(1, min(asked.stop, len(made["stops"])))
    ask = made["stops"][stop - 1]["ask"]
    done = bool(ask and ask["kind"] == "change" and _is_made(ask["wanted"], trace))
    return {"name": asked.name, "stop": stop, "done": done} | ({} if asked.known else {"all": made})


def _is_made(wanted: dict, trace: Trace) -> bool:
    try:
        return BECOMES[wanted["becomes"]](wanted["before"], number(wanted["of"], trace))
    except QuantityError:  # another experiment, which has no such number
        return False
