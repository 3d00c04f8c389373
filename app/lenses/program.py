"""The lens "program": the learner's lines with known mistakes in them, what they give, and an array of one's own."""

import math
from collections.abc import Mapping

import numpy as np

from app import limits
from app.experiment import LOSSES, WEIGHTS, ExperimentError, literals
from app.lenses.lens import View
from app.timeline.numerals import short
from app.trace import Trace
from app.trace.diagnosis import SAME, Checked, Place, check_program, curve, parting
from app.trace.mistakes import MISTAKES, right_program, with_mistakes
from app.trace.own import OWN, Verdict, check_own
from app.trace.program import Run, run_program
from app.translations import Catalogue
from rnn import ACTIVATIONS, Params, forward

#: What the page calls each array of a run.
NAMES = {
    "a": "a", "h": "h", "dh_output": "∂L/∂h", "dh": "∂L/∂h", "da": "∂L/∂a", "dx": "∂L/∂x", "dh_next": "∂L/∂a W_h^{T}",
    "dW_h": "∂L/∂W_h", "dW_x": "∂L/∂W_x", "dB": "∂L/∂B", "dh_initial": "∂L/∂h_{0}", "dh_0": "∂L/∂h_{0}",
}  # fmt: skip
#: The arrays that are shown side by side.
_BESIDE = ("dW_h", "dW_x", "dB")
#: Arrays that the diagram shows, by the names of their slots.
_SLOTS = {"a": "h", "h": "h", "dh_output": "own", "dh": "dh", "dh_next": "next"}
#: Errors of weight gradients below this part are easily taken for rounding.
_SMALL = 0.03


def program(trace: Trace, settings: Mapping[str, str], sample: int, text: Catalogue) -> View:
    """`wrong` has the names of mistakes, `beside` the gradient that is shown twice, `eps` asks for central differences.

    With an `own` text, what `own_array` it is.
    """
    experiment = trace.experiment
    right_lines = right_program(experiment)
    lines, made = with_mistakes(experiment, settings.get("wrong", "").split("."))
    codes = [line.code for line in lines]
    right = run_program([line.code for line in right_lines], experiment)
    given = run_program(codes, experiment) if made else right
    step = _step(settings.get("eps", ""))
    checks = check_program(codes, experiment, given, step)
    place = parting(right, given) if made else None
    shows = {
        "made": list(made),
        "wrong": {i: line.code for i, (line, was) in enumerate(zip(lines, right_lines, strict=True)) if line != was},
        "menus": _menus(trace, made, text),
        "checks": [_checked(one, experiment.sizes.batch_size, text) for one in checks],
        "by": text(
            f"program.by.{_method(trace, step)}",
            step=short(step or 1e-5, 1),
            entries=sum(one.entries for one in checks),
        ),
        "said": _said(trace, made, place, checks, text),
        "small": bool(made) and _is_small(checks),
        "parted": place and place.t and {"t": place.t, "slot": _slot(place)},
        "after": _after(trace, right, given, made, text),
    }
    arrays = {}
    if settings.get("beside") in _BESIDE:
        name = settings["beside"]
        arrays |= {"right": np.atleast_2d(right.arrays[name]), "given": np.atleast_2d(given.arrays[name])}
        shows |= {"beside": name, "named": NAMES[name], "same": SAME}
    if step:
        steps, errors = zip(*curve(codes, experiment, given), strict=True)
        arrays |= {"steps": np.array(steps), "errors": np.array(errors)}
    if "own" in settings and settings.get("own_array") in OWN:
        shows["own"] = _own(trace, settings["own_array"], settings["own"], text)
    return View(shows, arrays)


def _step(written: str) -> float | None:
    """The step of a central difference, by its power of ten: 5 for 1e-5."""
    return 10.0 ** -int(written) if written.isascii() and written.isdigit() and 1 <= int(written) <= 13 else None


def _method(trace: Trace, step: float | None) -> str:
    return "complex" if step is None and ACTIVATIONS[trace.experiment.activation].analytic else "central"


def _menus(trace: Trace, made: tuple[str, ...], text: Catalogue) -> dict[int, list[dict]]:
    """The mistakes that each line can have, by its number: name, what it is called, and whether it is made."""
    experiment = trace.experiment
    lines = [line.name for line in right_program(experiment)]
    menus: dict[int, list[dict]] = {}
    for name, mistake in MISTAKES.items():
        if name in made or with_mistakes(experiment, (*made, name))[1] == (*made, name):
            at = lines.index(mistake.line(experiment))
            menus.setdefault(at, []).append({"name": name, "said": text(f"mistake.{name}"), "made": name in made})
    return menus


def _checked(one: Checked, batch_size: int, text: Catalogue) -> dict:
    """One bar: its name, its error and what is furthest off."""
    error = one.error if math.isfinite(one.error) else None
    at = ", ".join(
        str(i + 1) for i in (one.worst[1:] if one.name in ("dx", "dh_initial") and batch_size == 1 else one.worst)
    )
    worst = text("program.worst", at=at, given=short(one.given, 6), numerical=short(one.numerical, 6))
    kinks = text("program.kinks", count=one.kinks) if one.kinks else ""
    said = short(one.error, 2) if error is not None else text("program.endless")
    return {"name": NAMES[one.name], "error": error, "written": said, "passed": one.passed, "worst": worst + kinks}


def _said(trace: Trace, made: tuple[str, ...], place: Place | None, checks: list[Checked], text: Catalogue) -> str:
    """What a program is, and the first place where it parts from the right one."""
    if not made:
        return text("program.right")
    if place is None:
        return text("program.no_matter")
    where = text(
        "program.parts.loss" if place.t is None else f"program.parts.{_phase(place)}",
        t=place.t,
        name=_named(place),
        operation=text(f"program.operation.{place.name}"),
    )
    said = [where, *(text(f"mistake.{name}.why") for name in made)]
    if "assigned" in made and not trace.experiment.h_initial.any():
        said.append(text("program.assigned_zero"))
    if all(one.passed for one in checks):
        said.append(text("program.check_happy"))
    elif _is_small(checks):
        said.append(text("program.small"))
    return text("list.sentences").join(said)


def _is_small(checks: list[Checked]) -> bool:
    """Whether the gradients are wrong, and all by so little that it may go unnoticed."""
    wrong = [one.error for one in checks if not one.passed and one.name in _BESIDE]
    return 0 < max(wrong, default=0) < _SMALL


def _phase(place: Place) -> str:
    return "forward" if place.name in ("a", "h") else "backward"


def _slot(place: Place) -> str | None:
    """Where the diagram shows that number, by the slot's name with its time step; None for what it does not show."""
    t = place.t - 1 if place.name == "dh_next" else place.t
    return f"{_SLOTS[place.name]}.{t}" if place.name in _SLOTS and t > 0 else None


def _named(place: Place) -> str:
    """The first number that is another one, with its time step."""
    if place.t is None or place.name in ("dW_h", "dW_x", "dB"):
        return NAMES[place.name]
    if place.name == "dh_next":
        return f"∂L/∂a_{{{place.t}}} W_h^{{T}}"
    return f"{NAMES[place.name]}_{{{place.t}}}"


def _after(trace: Trace, right: Run, given: Run, made: tuple[str, ...], text: Catalogue) -> str:
    """The loss after one update with each of the two programs."""
    experiment = trace.experiment
    loss = LOSSES[experiment.loss]
    if not made or not loss.is_error:
        return ""

    def value(run: Run) -> str:
        if not all(np.isfinite(run.weights[name]).all() for name in WEIGHTS):
            return "∞"
        fwd = forward(Params(**run.weights), experiment.x, experiment.h_initial, experiment.activation)
        return short(loss.value(fwd.h, getattr(experiment, loss.array), experiment.carries_loss).value, 4)

    return text("program.after", before=short(trace.loss.value, 4), right=value(right), given=value(given))


def _own(trace: Trace, name: str, source: str, text: Catalogue) -> str:
    """What an array of one's own is, in a sentence."""
    try:
        if len(source) > limits.MAX_LITERAL:
            raise ExperimentError("error.literal.long", largest=limits.MAX_LITERAL)
        values = literals.readings(source)[0].values
    except ExperimentError as error:
        return text("yours.unread", reason=text(error.key, **error.values))
    if not values.size:
        return text("yours.empty")
    if not np.isfinite(values).all():
        return text("yours.not_finite")
    return _verdict(check_own(trace.experiment, name, values), NAMES[name], text)


def _verdict(found: Verdict, name: str, text: Catalogue) -> str:
    if found.kind == "equal":
        return text("yours.equal.bits" if found.digits == 17 else "yours.equal", name=name, digits=found.digits)
    if found.kind == "mistake":
        each = [text("yours.both").join(text(f"mistake.{one}") for one in made) for made in found.mistakes[:3]]
        return text("yours.mistake", name=name, each=text("yours.or").join(each)) + text("list.sentences") + (
            " ".join(text(f"mistake.{one}.why") for one in found.mistakes[0]) if len(found.mistakes) == 1 else ""
        )  # fmt: skip
    if found.kind == "differs":
        at = ", ".join(str(i + 1) for i in found.entry)
        numbers = {
            "found": short(found.found, 6),
            "expected": short(found.expected, 6),
            "apart": short(found.found - found.expected, 2),
        }
        return text("yours.differs", name=name, at=at, count=found.differing, **numbers)
    factor, value = found.factor
    return text(
        f"yours.{found.kind}",
        name=name,
        other=NAMES.get(found.other, ""),
        factor=factor,
        value=short(value),
        shape=found.shape,
    )
