"""Trace -> Timeline: the one clock of the page.

A timeline is an ordered list of steps: forward t = 1..T, loss, backward t = T..1, update; 2 T + 2 of them.
Each step is made of operations (`operations.py`), which the player applies in order: what stands in a slot at
a step is the last thing that was put there. The clock goes by step, or by operation within the step.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app.listing import listing
from app.numerals import short
from app.operations import Operation, Text, meet, operations
from app.trace import Trace
from app.view import View, at

#: What stands on the stage from the start: slot -> view.
_FIXED: dict[str, View] = {"x.{t}": at("x", "b", "t-1"), "h.0": at("h_0", "b")}

#: Arrays (batch_size, n_sequences, ...) that hold what another one had a step before, and at t = 1 a third one.
DELAYED = {"h_previous": {"of": "h", "first": "h_0"}}

#: At the loss, the worked rows of at most this many time steps are shown together.
_LOSS_ROWS = 4

#: An edit leaves most steps as they were: so many of the last ones are remembered.
_REMEMBERED = 512


@dataclass(frozen=True)
class Step:
    """One coarse step of the clock."""

    phase: str  # forward, loss, backward, update
    t: int | None  # 1-based; None where no single time step is meant
    operations: tuple[tuple[str, int], ...]  # name in Timeline.operations, and its t
    equation: tuple[tuple[str, int], ...]  # the operations whose brief rows stand under the whole step
    label: str  # on the scrubber
    title: str
    caption: str
    locked: bool = False  # the weights are waiting for the update

    def to_json(self) -> dict:
        """The form that the player reads; without an equation that has the rows of all operations, as most have."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        if self.equation == self.operations:
            del told["equation"]
        return told


@dataclass(frozen=True)
class Clockwork:
    """What a timeline has whatever the numbers are: it depends on the language, the activation and the loss alone."""

    fixed: dict[str, View]  # what stands on the stage from the start: slot -> view
    operations: dict[str, Operation]
    listing: list[dict]
    delayed: dict[str, dict[str, str]]  # arrays that hold what another one had a step before

    def to_json(self) -> dict:
        """The player's timeline, but for the steps."""
        return asdict(self)


@dataclass(frozen=True)
class Timeline:
    """The clock of one trace, in one language."""

    n_sequences: int
    clockwork: Clockwork
    steps: tuple[Step, ...]

    @property
    def operations(self) -> dict[str, Operation]:
        """Every operation by the name that steps call it."""
        return self.clockwork.operations

    def to_json(self) -> dict:
        """The player's timeline, but for the clockwork. Not by `asdict`, whose deep copy takes ten times as long."""
        return {"n_sequences": self.n_sequences, "steps": [step.to_json() for step in self.steps]}


def timeline(trace: Trace, text: Text) -> Timeline:
    """The timeline of a trace; `text` gives the sentences."""
    experiment = trace.experiment
    n_sequences = experiment.sizes.n_sequences
    lost = trace.overflow
    steps = [_forward_step(t, text, lost == ("forward", t)) for t in range(1, n_sequences + 1)]
    steps.append(_loss_step(trace, text))
    carries, meetings = experiment.carries_loss.tolist(), _meetings(trace)
    for t in range(n_sequences, 0, -1):
        steps.append(
            _backward_step(t, t == n_sequences, not carries[t - 1], meetings[t - 1], text, lost == ("backward", t))
        )
    steps.append(_update_step(trace, text))
    return Timeline(
        n_sequences=n_sequences, clockwork=clockwork(text, experiment.activation, experiment.loss), steps=tuple(steps)
    )


@lru_cache(maxsize=64)
def clockwork(text: Text, activation: str, loss: str) -> Clockwork:
    """The clockwork of every timeline with this activation and this placement of the loss."""
    return Clockwork(_FIXED, operations(text, activation), listing(activation, loss), DELAYED)


@lru_cache(maxsize=_REMEMBERED)
def _forward_step(t: int, text: Text, overflows: bool) -> Step:
    first = "first" if t == 1 else "later"
    variant = ".start" if t == 1 else ""
    parts = (("input", t), ("recurrent" + variant, t), ("sum" + variant, t), ("activate", t))
    return Step(
        phase="forward",
        t=t,
        operations=parts,
        equation=parts,
        label=f"t={t}",
        title=text("phase.forward", t=t),
        caption=text(f"caption.forward.{first}", t=t, before=t - 1) + _overflow(overflows, text),
    )


def _loss_step(trace: Trace, text: Text) -> Step:
    batch_size, n_sequences, _, _ = trace.experiment.sizes
    given = ".hand" if trace.experiment.loss == "hand" else ""
    carries = trace.experiment.carries_loss
    each = [("loss" + given if carries[t - 1] else "loss.none", t) for t in range(1, n_sequences + 1)]
    worked = [(name, t) for name, t in each[::-1] if name != "loss.none"]
    return Step(
        phase="loss",
        t=None,
        operations=(*each, ("total" + given, n_sequences)),
        equation=(("total" + given, n_sequences), *worked[:_LOSS_ROWS]),
        label=text("label.loss"),
        title=text("phase.loss"),
        caption=text(f"caption.loss.{trace.experiment.loss}", loss=short(trace.loss.value, 4), t=n_sequences)
        + (text("caption.loss.batch", count=batch_size) if batch_size > 1 else "")
        + _overflow(trace.overflow == ("loss", None), text),
        locked=True,
    )


class _Meeting(NamedTuple):
    """The two gradients that meet at h_t: at how many nodes they have opposite signs, and whether the same at any."""

    fights: int
    helps: bool
    n_nodes: int

    def said(self, text: Text) -> str:
        if self.fights:
            return text("caption.fight", count=self.fights, total=self.n_nodes)
        return text("caption.help") if self.helps else ""


@lru_cache(maxsize=_REMEMBERED)
def _backward_step(t: int, end: bool, alone: bool, meeting: _Meeting | None, text: Text, overflows: bool) -> Step:
    start = ".start" if t == 1 else ""
    parts = ((meet(end=end, alone=alone), t), ("slope", t), ("contribute" + start, t), ("add", t), ("send" + start, t))
    kind = ("nothing" if alone else "last") if end else "future_only" if alone else "meet"
    caption = text(f"caption.backward.{kind}", t=t, after=t + 1)
    if kind == "meet" and meeting:
        caption += meeting.said(text)
    if t == 1:
        caption += text("caption.backward.to_h_0")
    return Step(
        phase="backward",
        t=t,
        operations=parts,
        equation=parts,
        label=f"t={t}",
        title=text("phase.backward", t=t),
        caption=caption + _overflow(overflows, text),
        locked=True,
    )


def _meetings(trace: Trace) -> list[_Meeting | None]:
    """By time step; nothing is told of a batch, where the samples differ."""
    batch_size, n_sequences, _, n_nodes = trace.experiment.sizes
    if batch_size > 1:
        return [None] * n_sequences
    together = np.sign(trace.bwd.dh_output[0]) * np.sign(trace.bwd.dh_next[0])
    fights, helps = np.count_nonzero(together < 0, axis=1).tolist(), (together > 0).any(axis=1).tolist()
    return [_Meeting(*counts, n_nodes) for counts in zip(fights, helps, strict=True)]


def _update_step(trace: Trace, text: Text) -> Step:
    return Step(
        phase="update",
        t=None,
        operations=(("update", 1), ("pass", 1)),
        equation=(("update", 1),),
        label=text("label.update"),
        title=text("phase.update"),
        caption=text(
            "caption.update",
            rate=short(trace.experiment.learning_rate, 4),
            before=short(trace.loss.value, 4),
            after=short(trace.loss_after, 4),
        )
        + (text("caption.update.rose") if trace.loss_after > trace.loss.value else "")
        + _overflow(trace.overflow == ("update", None), text),
    )


def _overflow(here: bool, text: Text) -> str:
    return text("caption.overflow") if here else ""
