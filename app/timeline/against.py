"""A against B: what differs between two experiments, and what came of it."""

from collections.abc import Iterator

import numpy as np

from app.experiment import ARRAYS, EDITABLE, LOSSES, Experiment
from app.experiment.link import field_value
from app.experiment.recipes import differences
from app.timeline.numerals import LOSS, format_of, short, written
from app.timeline.operations import Text
from app.trace import Trace, lengths

#: Up to so many numbers that differ are named one by one, all arrays together.
_NAMED = 3
#: Numbers that differ get at most so many digits more, until they read differently.
_FINEST = 13
#: Quotients and differences that differ by no more than this part are the same.
_SAME = 1e-12


def against(pinned: Trace, trace: Trace, text: Text) -> str:
    """What is another in the experiment than in the pinned one, and how loss and gradients changed by it."""
    changes = [
        *_choices(pinned.experiment, trace.experiment, text),
        *_numbers(pinned.experiment, trace.experiment, text),
    ]
    if not changes:
        return text("against.same")
    separator = text("list.and")
    return text("against.said", changes=separator.join(changes), came=separator.join(_came(pinned, trace, text)))


def _choices(before: Experiment, now: Experiment, text: Text) -> Iterator[str]:
    """Sizes, activation, loss and learning rate that are others."""
    for name, one, other in zip(now.sizes._fields, before.sizes, now.sizes, strict=True):
        if one != other:
            yield text("against.from_to", what=text(f"against.size.{name}"), one=one, other=other)
    if before.activation != now.activation:
        yield text("against.from_to", what="f", one=before.activation, other=now.activation)
    words = [field_value(experiment, "l") for experiment in (before, now)]
    if words[0] != words[1]:
        one, other = (text(f"choice.loss.{word}") for word in words)
        yield text("against.from_to", what=text("choice.loss"), one=one, other=other)
    if before.learning_rate != now.learning_rate:
        yield _from_to(text("learning_rate"), before.learning_rate, now.learning_rate, text)


def _numbers(before: Experiment, now: Experiment, text: Text) -> Iterator[str]:
    """Numbers that are others: one by one where they are few, else array by array."""
    unused = {loss.array for loss in LOSSES.values()} - {LOSSES[experiment.loss].array for experiment in (before, now)}
    compared = {name: _common(getattr(before, name), getattr(now, name)) for name in EDITABLE if name not in unused}
    changed = {name: differences(*values) for name, values in compared.items()}
    few = sum(map(len, changed.values())) <= _NAMED
    for name, cells in changed.items():
        one, other = compared[name]
        if few:
            for cell in cells:
                yield _from_to(_cell(name, cell, one.shape, text), one.flat[cell], other.flat[cell], text)
        elif len(cells):
            yield _whole(text(f"array.{name}"), one, other, len(cells), text)


def _common(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What two arrays of any sizes both have."""
    shared = tuple(slice(0, min(sizes)) for sizes in zip(one.shape, other.shape, strict=True))
    return np.ascontiguousarray(one[shared]), np.ascontiguousarray(other[shared])


def _whole(name: str, one: np.ndarray, other: np.ndarray, count: int, text: Text) -> str:
    """What became of an array as a whole: a multiple, a shift, or so many other numbers."""
    with np.errstate(all="ignore"):
        factors, shifts = (other / one)[one != 0], other - one
    if factors.size > 1 and not other[one == 0].any() and np.ptp(factors) <= _SAME * abs(factors[0]):
        return text("against.times", what=name, by=short(factors[0].item()))
    if one.size > 1 and np.ptp(shifts) <= _SAME * abs(shifts.flat[0]):
        return text("against.plus", what=name, by=short(shifts.flat[0].item()))
    return text("against.many", what=name, count=count, all=one.size)


def _cell(name: str, flat: int, shape: tuple[int, ...], text: Text) -> str:
    """A number by the name that its field has."""
    axes = ARRAYS[name].axes
    place = {axis: int(index) + 1 for axis, index in zip(axes, np.unravel_index(flat, shape), strict=True)}
    return text(f"cell.{name}.batch" if "b" in axes and shape[0] > 1 else f"cell.{name}", **place)


def _came(pinned: Trace, trace: Trace, text: Text) -> Iterator[str]:
    """The loss, and the lengths of the gradients at the far end of the way back and of W_h, of each."""
    names = [LOSSES[one.experiment.loss].name for one in (pinned, trace)]
    values = [one.loss.value for one in (pinned, trace)]
    if names[0] == names[1]:
        yield _from_to(names[0], *values, text)
    else:
        one, other = (
            f"{name} = {written(value, format_of([value], LOSS))}" for name, value in zip(names, values, strict=True)
        )
        yield text("against.instead", one=one, other=other)
    yield _from_to("‖∂L/∂h_1‖", *(lengths(one)[0].item() for one in (pinned, trace)), text)
    with np.errstate(all="ignore"):
        yield _from_to("‖∂L/∂W_h‖", *(np.linalg.norm(one.bwd.dW_h).item() for one in (pinned, trace)), text)


def _from_to(what: str, one: float, other: float, text: Text) -> str:
    """A number and what became of it, in one form, with as many digits as it takes to see that they differ."""
    for finer in range(_FINEST + 1 if one != other else 1):
        form = format_of((one, other), LOSS, finer)
        texts = written(one, form), written(other, form)
        if texts[0] != texts[1]:
            return text("against.from_to", what=what, one=texts[0], other=texts[1])
    return text("against.stays", what=what, one=texts[0])
