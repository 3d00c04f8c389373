"""Trace -> Timeline: the one clock of the page.

A timeline is an ordered list of steps: forward t = 1..T, loss, backward t = T..1, update; 2 T + 2 of them.
Each step is made of operations. An operation names what to show where (slot -> view), what to light up and
along which roads something moves; the same operation serves many steps, with another `t`. The player knows
nothing of networks: it applies the operations in order, so that what stands in a slot at a step is the last
thing that was put there. In slots, roads and labels `{t}`, `{t-1}` and `{t+1}` stand for time steps.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from app.numbers import short
from app.trace import Trace
from app.view import View, at, matmul, rows, since, total, transpose

#: Text of a catalogue by key and values.
Text = Callable[..., str]

#: Shown where no road exists: a dash, which is neither "not computed yet" nor 0.
NO_ROAD: View = ["none"]


@dataclass(frozen=True)
class Operation:
    """What one operation does to the stage. Slots and names are patterns over `t`."""

    show: dict[str, View]
    light: tuple[str, ...] = ()
    flow: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One coarse step of the clock."""

    phase: str  # forward, loss, backward, update
    t: int | None  # 1-based; None where no single time step is meant
    operations: tuple[tuple[str, int], ...]  # name in Timeline.operations, and its t
    equation: str  # name in Timeline.equations
    label: str  # on the scrubber
    title: str
    caption: str
    locked: bool = False  # the weights are waiting for the update


@dataclass(frozen=True)
class Timeline:
    """The clock of one trace, in one language."""

    n_sequences: int
    fixed: dict[str, View]  # what stands on the stage from the start: slot -> view
    operations: dict[str, Operation]
    equations: dict[str, list]
    steps: tuple[Step, ...]

    def to_json(self) -> dict:
        """The form that the player reads."""
        return asdict(self)


def timeline(trace: Trace, text: Text) -> Timeline:
    """The timeline of a trace; `text` gives the sentences."""
    n_sequences = trace.experiment.sizes.n_sequences
    last_only = trace.experiment.loss == "last"
    steps = [_forward_step(t, trace, text) for t in range(1, n_sequences + 1)]
    steps.append(_loss_step(trace, text))
    steps += [_backward_step(t, trace, text) for t in range(n_sequences, 0, -1)]
    steps.append(_update_step(trace, text))
    return Timeline(
        n_sequences=n_sequences,
        fixed={"x.{t}": at("x", "b", "t-1"), "h.0": at("h_0", "b")},
        operations=_operations(),
        equations=_equations(text, trace.experiment.activation, n_sequences, last_only),
        steps=tuple(steps),
    )


def _operations() -> dict[str, Operation]:
    """Every operation that a step may be made of; `t` is filled in by the step."""
    slices = {"W_x": ("x", "da"), "W_h": ("h_previous", "da")}
    so_far = {
        f"ledger.{name}": matmul(transpose(rows(_since_t(left))), rows(_since_t(right)))
        for name, (left, right) in slices.items()
    }
    return {
        "sum": Operation(show={}, light=("W_x", "W_h", "B", "x.{t}", "h.{t-1}"), flow=("input.{t}", "forward.{t}")),
        "activate": Operation(show={"h.{t}": at("h", "b", "t-1")}, light=("column.{t}",)),
        "loss": Operation(
            show={"loss.{t}": at("loss_steps", "t-1"), "own.{t}": at("dh_output", "b", "t-1")},
            light=("y.{t}",),
        ),
        "no loss": Operation(show={"loss.{t}": NO_ROAD, "own.{t}": NO_ROAD}),
        "total loss": Operation(show={"loss.total": "loss"}),
        "meet": Operation(
            show={"dh.{t}": at("dh", "b", "t-1")},
            light=("column.{t}",),
            flow=("own.{t}", "next.{t}"),
        ),
        "slope": Operation(show={}),
        "contribute": Operation(
            show=so_far | {"ledger.B": total(rows(_since_t("da")))},
            light=("ledger", "x.{t}", "h.{t-1}"),
        ),
        "send": Operation(show={"next.{t-1}": at("dh_next", "b", "t-2")}, light=("W_h",), flow=("back.{t}",)),
        "send to h_0": Operation(show={"dh.0": at("dh_0", "b")}, light=("W_h",), flow=("back.1",)),
        "update": Operation(
            show={f"after.{name}": f"{name}_after" for name in ("W_x", "W_h", "B")},
            light=("W_x", "W_h", "B", "ledger"),
        ),
        "new pass": Operation(show={"loss.after": "loss_after"}),
    }


def _since_t(name: str) -> View:
    return at(name, None, since("t-1"))


def _forward_step(t: int, trace: Trace, text: Text) -> Step:
    first = "first" if t == 1 else "later"
    return Step(
        phase="forward",
        t=t,
        operations=(("sum", t), ("activate", t)),
        equation="forward",
        label=f"t={t}",
        title=text("phase.forward", t=t),
        caption=text(f"caption.forward.{first}", t=t, before=t - 1) + _overflow(trace, "forward", t, text),
    )


def _loss_step(trace: Trace, text: Text) -> Step:
    n_sequences = trace.experiment.sizes.n_sequences
    last_only = trace.experiment.loss == "last"
    each = [("no loss" if last_only and t < n_sequences else "loss", t) for t in range(1, n_sequences + 1)]
    return Step(
        phase="loss",
        t=None,
        operations=(*each, ("total loss", n_sequences)),
        equation="loss",
        label=text("label.loss"),
        title=text("phase.loss"),
        caption=text(f"caption.loss.{trace.experiment.loss}", loss=short(trace.loss.value, 4), t=n_sequences),
        locked=True,
    )


def _backward_step(t: int, trace: Trace, text: Text) -> Step:
    n_sequences = trace.experiment.sizes.n_sequences
    send = "send" if t > 1 else "send to h_0"
    if t == n_sequences:
        kind, fights = "last", 0
    elif trace.experiment.loss == "last":
        kind, fights = "future_only", 0
    else:
        kind, fights = "meet", _fights(trace, t)
    caption = text(f"caption.backward.{kind}", t=t, after=t + 1)
    if kind == "meet" and trace.experiment.sizes.batch_size == 1:
        caption += text(
            "caption.fight" if fights else "caption.help", count=fights, total=trace.experiment.sizes.n_nodes
        )
    if t == 1:
        caption += text("caption.backward.to_h_0")
    return Step(
        phase="backward",
        t=t,
        operations=(("meet", t), ("slope", t), ("contribute", t), (send, t)),
        equation="backward" + (".end" if t == n_sequences else "") + (".start" if t == 1 else ""),
        label=f"t={t}",
        title=text("phase.backward", t=t),
        caption=caption + _overflow(trace, "backward", t, text),
        locked=True,
    )


def _fights(trace: Trace, t: int) -> int:
    """At how many nodes of the first sample the two gradients that meet at h_t have opposite signs."""
    own, future = trace.bwd.dh_output[0, t - 1], trace.bwd.dh_next[0, t - 1]
    return int(np.count_nonzero(np.sign(own) * np.sign(future) < 0))


def _update_step(trace: Trace, text: Text) -> Step:
    return Step(
        phase="update",
        t=None,
        operations=(("update", 1), ("new pass", 1)),
        equation="update",
        label=text("label.update"),
        title=text("phase.update"),
        caption=text(
            "caption.update",
            rate=short(trace.experiment.learning_rate, 4),
            before=short(trace.loss.value, 4),
            after=short(trace.loss_after, 4),
        ),
    )


def _overflow(trace: Trace, phase: str, t: int, text: Text) -> str:
    return text("caption.overflow") if trace.overflow == (phase, t) else ""


def _term(view: View, kind: str, label: str, note: str = "") -> dict:
    return {"view": view, "kind": kind, "label": label, "note": note}


def _equations(text: Text, activation: str, n_sequences: int, last_only: bool) -> dict[str, list]:
    """The worked equation of every kind of step: rows of terms (cell blocks) and signs between them."""
    x, h, a, da, dh = (at(name, "b", "t-1") for name in ("x", "h", "a", "da", "dh"))
    before = at("h_previous", "b", "t-1")
    forward = [
        [
            _term(matmul(x, "W_x"), "state", "x_{t} W_x"),
            "+",
            _term(matmul(before, "W_h"), "state", "h_{t-1} W_h"),
            "+",
            _term("B", "weight", "B"),
            "=",
            _term(a, "state", "a_{t}"),
        ],
        [f"{activation}(", _term(a, "state", "a_{t}"), ")", "=", _term(h, "state", "h_{t}")],
    ]
    own, future = at("dh_output", "b", "t-1"), at("dh_next", "b", "t-1")
    own_note, future_note = text("road.output"), text("road.future")
    equations = {"forward": forward, "loss": _loss_equation(text, n_sequences, last_only)}
    for end in (True, False):
        for start in (True, False):
            no_own = last_only and not end
            meet = [
                _term(NO_ROAD if no_own else own, "gradient", "∂L_{t}/∂h_{t}", own_note),
                "+",
                _term(
                    NO_ROAD if end else future,
                    "gradient",
                    "∂L/∂a_{t+1} W_h^{T}",
                    text("road.none") if end else future_note,
                ),
                "=",
                _term(dh, "gradient", "∂L/∂h_{t}"),
            ]
            slope = [
                _term(dh, "gradient", "∂L/∂h_{t}"),
                "⊙",
                _term(at("slope", "b", "t-1"), "state", "f′(a_{t})", text(f"slope.{activation}")),
                "=",
                _term(da, "gradient", "∂L/∂a_{t}"),
            ]
            send = [
                _term(da, "gradient", "∂L/∂a_{t}"),
                "· W_h^{T} =",
                _term(
                    at("dh_0", "b") if start else at("dh_next", "b", "t-2"),
                    "gradient",
                    "∂L/∂h_{0}" if start else "∂L/∂a_{t} W_h^{T}",
                    text("road.to_h_0") if start else text("road.sent", before="{t-1}"),
                ),
            ]
            rows_ = [meet, slope, _contribution(text), send]
            equations["backward" + (".end" if end else "") + (".start" if start else "")] = rows_
    equations["update"] = _update_equation(text)
    return equations


def _contribution(text: Text) -> list:
    """This step's part of the three weight gradients, summed over the batch."""
    da = rows(at("da", None, "t-1"))
    return [
        _term(
            matmul(transpose(at("h_previous", None, "t-1")), da),
            "gradient",
            "h_{t-1}^{T} ∂L/∂a_{t}",
            text("part.W_h"),
        ),
        _term(matmul(transpose(at("x", None, "t-1")), da), "gradient", "x_{t}^{T} ∂L/∂a_{t}", text("part.W_x")),
        _term(total(da), "gradient", "∂L/∂a_{t}", text("part.B")),
    ]


def _loss_equation(text: Text, n_sequences: int, last_only: bool) -> list[list]:
    """h_t - y_t at every step that carries a loss (the last few of a long sequence), and their sum."""
    shown = range(n_sequences, 0, -1) if not last_only else [n_sequences]
    differences = [
        [
            _term(at("h", "b", t - 1), "state", f"h_{{{t}}}"),
            "−",
            _term(at("y", "b", t - 1), "state", f"y_{{{t}}}"),
            "→",
            _term(at("dh_output", "b", t - 1), "gradient", f"∂L_{{{t}}}/∂h_{{{t}}}", text("loss.handed")),
        ]
        for t in list(shown)[:4]
    ]
    return [
        [_term("loss_steps", "loss", "L_{1…T}", text("loss.by_step")), "→", _term("loss", "loss", "L")],
        *differences,
    ]


def _update_equation(text: Text) -> list[list]:
    return [
        [
            _term(name, "weight", name),
            "−",
            _term("rate", "plain", "α"),
            "·",
            _term("d" + name, "gradient", f"∂L/∂{name}"),
            "=",
            _term(f"{name}_after", "weight", name, text("update.after")),
        ]
        for name in ("W_h", "W_x", "B")
    ]
