"""Trace -> Timeline: the one clock of the page.

A timeline is an ordered list of steps: forward t = 1..T, loss, backward t = T..1, update; 2 T + 2 of them.
Each step is made of operations (`operations/`), which the player applies in order: what stands in a slot at
a step is the last thing that was put there. The clock goes by step, or by operation within the step.

The steps are the same whatever the numbers are (`Clockwork`); what is said at them is not (`Timeline.captions`,
`Timeline.remarks`).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from app.experiment import DELAYED, HANDED_NAME, LOSSES, STEP_NAME, Sizes
from app.timeline.listing import listing
from app.timeline.numerals import losses_written, short
from app.timeline.operations import Operation, Text, meet, operations, own_words
from app.timeline.view import View, at
from app.trace import Trace

#: What stands on the stage from the start: slot -> view.
_FIXED: dict[str, View] = {"x.{t}": at("x", "b", "t-1"), "h.0": at("h_initial", "b")}

#: At the loss, the worked rows of at most this many time steps are shown together.
_LOSS_ROWS = 4

#: An edit leaves most captions as they were: so many of the last ones are remembered.
_REMEMBERED = 512


@dataclass(frozen=True)
class Step:
    """One coarse step of the clock; what is said at it is among the timeline's captions."""

    phase: str  # forward, loss, backward, update
    t: int | None  # 1-based; None where no single time step is meant
    operations: tuple[tuple[str, int], ...]  # name in Clockwork.operations, and its t
    equation: tuple[tuple[str, int], ...]  # the operations whose brief rows stand under the whole step
    label: str  # on the scrubber
    short: str  # the same where there is little room
    title: str
    locked: bool = False  # the weights are waiting for the update

    def to_json(self) -> dict:
        """The form that the player reads; without an equation that has the rows of all operations, as most have."""
        fields = asdict(self)
        if self.equation == self.operations:
            del fields["equation"]
        return fields


@dataclass(frozen=True)
class Clockwork:
    """What a timeline has whatever the numbers are, in one language."""

    fixed: dict[str, View]  # what stands on the stage from the start: slot -> view
    operations: dict[str, Operation]
    listing: list[dict]
    delayed: dict[str, dict[str, str]]  # arrays that hold what another one had a step before
    n_sequences: int
    loss: str  # what the value of the loss is called
    names: dict[str, str]  # what has another name in the diagram, with this loss
    steps: tuple[Step, ...]

    def to_json(self) -> dict:
        """The player's timeline, but for the captions."""
        return asdict(self) | {"steps": [step.to_json() for step in self.steps]}


def clockwork(
    text: Text, sizes: Sizes, activation: str, loss: str, placement: str, carries: Sequence[bool]
) -> Clockwork:
    """The clockwork of every timeline with these choices; `carries` says of each time step whether it has a loss."""
    n_sequences = sizes.n_sequences
    steps = (
        *(_forward_step(t, text) for t in range(1, n_sequences + 1)),
        _loss_step(loss, carries, text),
        *(_backward_step(t, t == n_sequences, not carries[t - 1], text) for t in range(n_sequences, 0, -1)),
        _update_step(text),
    )
    delayed = {name: {"of": of, "first": first} for name, (of, first) in DELAYED.items()}
    parts, lines = operations(text, activation, loss, sizes), listing(text, activation, loss, placement)
    called = LOSSES[loss]
    names = {STEP_NAME: called.step_name, HANDED_NAME: called.handed_name}
    return Clockwork(_FIXED, parts, lines, delayed, n_sequences, called.name, names, steps)


@dataclass(frozen=True)
class Timeline:
    """The clock of one trace, in one language: `text` gives the sentences."""

    trace: Trace
    text: Text

    @cached_property
    def clockwork(self) -> Clockwork:
        """The steps, and all that is played by them."""
        made = self.trace.experiment
        choices = made.activation, made.loss, made.placement
        return clockwork(self.text, made.sizes, *choices, made.carries_loss.tolist())

    @cached_property
    def captions(self) -> tuple[str, ...]:
        """What is said at each step: all of a timeline that depends on the numbers."""
        trace, text = self.trace, self.text
        carries, meetings = trace.experiment.carries_loss.tolist(), _meetings(trace)
        n_sequences, loss = len(carries), trace.experiment.loss
        said = [
            *(_forward_caption(t, text) for t in range(1, n_sequences + 1)),
            _loss_caption(trace, text),
            *(
                _backward_caption(t, n_sequences, not carries[t - 1], meetings[t - 1], loss, text)
                + (text("caption.backward.to_h_initial", last=n_sequences) if t == 1 else "")
                for t in range(n_sequences, 0, -1)
            ),
            _update_caption(trace, text),
        ]
        if trace.overflow:
            said[_place(*trace.overflow, n_sequences)] += text("caption.overflow")
        return tuple(said)

    @cached_property
    def remarks(self) -> dict[int, str]:
        """Why a step back adds only zeros to a weight gradient, by the number of the step, where one does."""
        trace, text = self.trace, self.text
        found = {}
        for t in range(trace.experiment.sizes.n_sequences, 0, -1):
            remark = _remark(trace, t, text)
            if remark:
                found[self._step_back(t)] = remark
        return found

    def _step_back(self, t: int) -> int:
        return _place("backward", t, self.trace.experiment.sizes.n_sequences)


def _place(phase: str, t: int | None, n_sequences: int) -> int:
    """The number of a step."""
    return {
        "forward": (t or 0) - 1,
        "loss": n_sequences,
        "backward": 2 * n_sequences + 1 - (t or 0),
        "update": 2 * n_sequences + 1,
    }[phase]


def _forward_step(t: int, text: Text) -> Step:
    variant = ".start" if t == 1 else ""
    parts = (("input", t), ("recurrent" + variant, t), ("sum" + variant, t), ("activate" + variant, t))
    title = text("phase.forward", t=t)
    return Step("forward", t, operations=parts, equation=parts, label=f"t={t}", short=str(t), title=title)


@lru_cache(maxsize=_REMEMBERED)
def _forward_caption(t: int, text: Text) -> str:
    return text(f"caption.forward.{'first' if t == 1 else 'later'}", t=t, before=t - 1)


def _loss_step(loss: str, carries: Sequence[bool], text: Text) -> Step:
    n_sequences = len(carries)
    each = [(f"loss.{loss}" if carries[t - 1] else "loss.none", t) for t in range(1, n_sequences + 1)]
    worked = [(name, t) for name, t in each[::-1] if name != "loss.none"]
    return Step(
        "loss",
        None,
        operations=(*each, ("total", n_sequences)),
        equation=(("total", n_sequences), *worked[:_LOSS_ROWS]),
        label=text(f"label.loss.{loss}"),
        short=text(f"label.loss.{loss}.short"),
        title=text(f"phase.loss.{loss}"),
        locked=True,
    )


def _loss_caption(trace: Trace, text: Text) -> str:
    experiment = trace.experiment
    batch_size, n_sequences, _, _ = experiment.sizes
    choice = f"{experiment.loss}.{experiment.placement}"
    said = text(f"caption.loss.{choice}", loss=_losses(trace)[0], t=n_sequences)
    return said + (text(f"caption.loss.batch.{experiment.loss}", count=batch_size) if batch_size > 1 else "")


class _Meeting(NamedTuple):
    """The two gradients that meet at h_t: at how many nodes they have opposite signs, and whether the same at any."""

    fights: int
    helps: bool
    n_nodes: int

    def said(self, text: Text) -> str:
        if self.fights:
            return text("caption.fight", count=self.fights, total=self.n_nodes)
        return text("caption.help") if self.helps else ""


def _backward_step(t: int, end: bool, alone: bool, text: Text) -> Step:
    start = ".start" if t == 1 else ""
    parts = ((meet(end=end, alone=alone), t), ("slope", t), ("contribute" + start, t), ("add", t), ("send" + start, t))
    title = text("phase.backward", t=t)
    return Step("backward", t, operations=parts, equation=parts, label=f"t={t}", short=str(t), title=title, locked=True)


@lru_cache(maxsize=_REMEMBERED)
def _backward_caption(t: int, n_sequences: int, alone: bool, meeting: _Meeting | None, loss: str, text: Text) -> str:
    end = t == n_sequences
    kind = ("nothing" if alone else "last") if end else "next_only" if alone else "meet"
    said = text(f"caption.backward.{kind}", t=t, after=t + 1, **own_words(text, loss, t))
    if kind == "meet" and meeting:
        said += meeting.said(text)
    return said


def _remark(trace: Trace, t: int, text: Text) -> str:
    """What makes the parts that a step adds to the weight gradients exactly 0."""
    if not trace.bwd.da[:, t - 1].any():
        return text("remark.gradient", t=t)
    zero = [
        (name, weight)
        for name, weight, values in (
            (f"h_{{{t - 1}}}", "W_h", trace.fwd.h_previous),
            (f"x_{{{t}}}", "W_x", trace.experiment.x),
        )
        if not values[:, t - 1].any()
    ]
    if len(zero) == 2:
        return text("remark.both", h=zero[0][0], x=zero[1][0])
    return "".join(text("remark.input", input=name, weight=weight) for name, weight in zero)


def _meetings(trace: Trace) -> list[_Meeting | None]:
    """By time step; nothing is said of a batch, where the samples differ."""
    batch_size, n_sequences, _, n_nodes = trace.experiment.sizes
    if batch_size > 1:
        return [None] * n_sequences
    together = np.sign(trace.bwd.dh_output[0]) * np.sign(trace.bwd.dh_next[0])
    fights, helps = np.count_nonzero(together < 0, axis=1).tolist(), (together > 0).any(axis=1).tolist()
    return [_Meeting(*counts, n_nodes) for counts in zip(fights, helps, strict=True)]


def _update_step(text: Text) -> Step:
    return Step(
        "update",
        None,
        operations=(("update", 1), ("pass", 1)),
        equation=(("update", 1),),
        label=text("label.update"),
        short=text("label.update.short"),
        title=text("phase.update"),
    )


def _losses(trace: Trace) -> tuple[str, str, str]:
    """The loss before the update and after it, and how far they are apart, as text."""
    before, after = trace.loss.value, trace.loss_after
    return losses_written([*trace.loss.steps.tolist(), before, after], before, after)


def _update_caption(trace: Trace, text: Text) -> str:
    experiment = trace.experiment
    before, after, change = _losses(trace)
    way = "fell" if trace.loss_after < trace.loss.value else "grew" if change else "same"
    said = text(
        f"caption.update.{experiment.loss}",
        rate=short(experiment.learning_rate, 4),
        before=before,
        after=after,
        change=text(f"caption.change.{way}", change=change) if np.isfinite(trace.loss_after) else "",
    )
    rose = LOSSES[experiment.loss].is_error and trace.loss_after > trace.loss.value
    return said + (text("caption.update.rose") if rose else "")
