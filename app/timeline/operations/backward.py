"""The operations of a step back.

meet        from its own loss + from t+1    contribute  h_{t-1}^T da_t, x_t^T da_t, da_t
slope       dL/dh_t * f'(a_t)               add         to the sums of the later steps
                                            send        da_t W_h^T, da_t W_x^T
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from app.experiment import LOSSES
from app.timeline.operations.operation import DA, DH, NEXT, NO_ROAD, OWN, SLOPE, Operation, Samples, Text, term
from app.timeline.view import View, at, matmul, rows, since, total, transpose

_W_H_T, _W_X_T = transpose("W_h"), transpose("W_x")


def operations(text: Text, activation: str, loss: str, samples: Samples, n_sequences: int) -> dict[str, Operation]:
    """Every operation by name; `start` is the one at the first step, which leads to h_initial."""
    meetings = {
        meet(end=end, alone=alone): _meet(text, loss, samples, end=end, alone=alone)
        for end, alone in product((True, False), repeat=2)
    }
    return meetings | {
        "slope": _slope(text, samples, activation),
        "contribute": _contribute(text, samples, lambda b: at("h", b, "t-2")),
        "contribute.start": _contribute(text, samples, lambda b: at("h_initial", b)),
        "add": _add(text, samples),
        "send": _send(text, samples, n_sequences, start=False),
        "send.start": _send(text, samples, n_sequences, start=True),
    }


def meet(*, end: bool, alone: bool) -> str:
    """The variant of `meet` at a step with no later step (`end`), or with no loss of its own (`alone`)."""
    return "meet" + (".end" if end else "") + (".alone" if alone else "")


def _meet(text: Text, loss: str, samples: Samples, *, end: bool, alone: bool) -> Operation:
    """The two roads into h_t; a road that is not there is a dash."""
    own, dh_next = (NO_ROAD if alone else OWN), (NO_ROAD if end else NEXT)
    roads = [road for road, view in (("own.{t}", own), ("next.{t}", dh_next)) if view is not NO_ROAD]
    row = [
        term(own, samples.on_stage(LOSSES[loss].handed_name), text(f"road.own.{loss}"), kind="gradient"),
        "+",
        term(
            dh_next,
            samples.on_stage("∂L/∂a_{t+1} W_h^{T}"),
            text("road.none" if end else "road.next"),
            kind="gradient",
        ),
        "=",
        term(DH, samples.on_stage("∂L/∂h_{t}"), work=["add", OWN, NEXT]),
    ]
    which = ("nothing" if alone else "end") if end else "alone" if alone else "both"
    said = own_words(text, loss, "{t}") | {"t": "{t}", "after": "{t+1}"}
    return Operation(
        show={"dh.{t}": DH},
        caption=text(f"operation.meet.{which}", **said),
        light=("column.{t}", *(("plus.{t}",) if which == "both" else ())),
        flow=tuple(roads),
        joins={"dh.{t}": tuple(roads)},
        equation=[row],
        brief=[row],
        code=("meet",),
    )


def own_words(text: Text, loss: str, t: int | str) -> dict[str, str]:
    """How captions call the gradient that a time step has of its own, and that it has none."""
    return {"own": text(f"own.{loss}", t=t), "none": text(f"none.{loss}")}


def _slope(text: Text, samples: Samples, activation: str) -> Operation:
    row = [
        term(DH, samples.on_stage("∂L/∂h_{t}")),
        "⊙",
        term(SLOPE, samples.on_stage("f′(a_{t})"), text(f"slope.{activation}")),
        "=",
        term(DA, samples.on_stage("∂L/∂a_{t}"), work=["multiply", DH, SLOPE]),
    ]
    return Operation(
        show={},
        caption=text(f"operation.slope.{activation}", t="{t}"),
        light=("column.{t}",),
        equation=[row],
        brief=[row],
        code=("slope",),
    )


def _contribute(text: Text, samples: Samples, before: Callable[[int | None], View]) -> Operation:
    """This step's part of the three weight gradients, summed over the batch.

    `before` gives the states of a sample; of all of them for None.
    """
    parts = [
        _Part("h_{t-1}^{T}", before, text("part.W_h")),
        _Part("x_{t}^{T}", lambda b: at("x", b, "t-1"), text("part.W_x")),
        _Part("", None, text("part.B")),
    ]
    worked = [part.of_all(samples) for part in parts]
    if not samples.several:
        brief = [[row[-1] for row in worked]]
    else:
        brief = [part.by_sample(samples) for part in parts] if samples.few else worked
    return Operation(
        show={},
        caption=text("operation.contribute", t="{t}", before="{t-1}"),
        light=("x.{t}", "h.{t-1}", "column.{t}"),
        equation=worked,
        brief=brief,
        code=("contribute",),
        remarked=True,
    )


@dataclass(frozen=True)
class _Part:
    """What a step gives to one weight gradient: left^T dL/da_t; for the bias, which has no left, dL/da_t alone."""

    name: str
    left: Callable[[int | None], View] | None  # of a sample; of all for None
    note: str

    @property
    def label(self) -> str:
        return f"{self.name} ∂L/∂a_{{t}}".strip()

    def view(self, b: int | None) -> View:
        """Of a sample; the sum over all for None."""
        da = rows(at("da", b, "t-1"))
        return total(da) if self.left is None else matmul(transpose(rows(self.left(b))), da)

    def sum(self, samples: Samples, work: View | None = None) -> dict:
        """The part that goes into the ledger."""
        return term(self.view(None), samples.summed(self.label), self.note, kind="gradient", work=work)

    def by_sample(self, samples: Samples) -> list:
        """The part of each sample, and their sum."""
        each = [term(self.view(b), samples.one(self.label, b), kind="gradient") for b in range(samples.count)]
        added = self.sum(samples, ["add", *(one["view"] for one in each)])
        return [*[sign for one in each for sign in ("+", one)][1:], "=", added]

    def of_all(self, samples: Samples) -> list:
        """What goes in, with a row for each sample, and the sum."""
        if self.left is None:
            return self.by_sample(samples) if samples.several and samples.few else [self.sum(samples)]
        left = term(transpose(rows(self.left(None))), samples.each(self.name))
        da = term(rows(at("da", None, "t-1")), samples.each("∂L/∂a_{t}"))
        return [left, "·", da, "=", self.sum(samples)]


def _add(text: Text, samples: Samples) -> Operation:
    """The running sums: what the later steps gave, and this step's part."""
    made = {
        "W_h": ("h_previous", "h_{t-1}^{T} ∂L/∂a_{t}"),
        "W_x": ("x", "x_{t}^{T} ∂L/∂a_{t}"),
        "B": (None, "∂L/∂a_{t}"),
    }
    show, worked = {}, []
    for name, (left, label) in made.items():
        before, part, after = (_summed(left, steps) for steps in (since("t"), "t-1", since("t-1")))
        sum_so_far = samples.summed(f"∂L/∂{name}")
        show[f"ledger.{name}"] = after
        worked.append(
            [
                term(before, sum_so_far, text("ledger.before"), kind="gradient"),
                "+",
                term(part, samples.summed(label), kind="gradient"),
                "=",
                term(after, sum_so_far, text("ledger.so_far"), kind="gradient", work=["add", before, part]),
            ]
        )
    return Operation(
        show=show,
        caption=text("operation.add", t="{t}"),
        light=("ledger",),
        equation=worked,
        code=("contribute",),
        remarked=True,
    )


def _summed(left: str | None, steps: list | str) -> View:
    """What some time steps give to a weight gradient: left^T dL/da over them; for the bias dL/da alone."""
    da = rows(at("da", None, steps))
    return total(da) if left is None else matmul(transpose(rows(at(left, None, steps))), da)


def _send(text: Text, samples: Samples, n_sequences: int, *, start: bool) -> Operation:
    back = matmul(DA, _W_H_T)
    arrives = at("dh_initial", "b") if start else at("dh_next", "b", "t-2")
    sent = term(
        arrives,
        samples.on_stage("∂L/∂h_{0}" if start else "∂L/∂a_{t} W_h^{T}"),
        text("road.to_h_initial") if start else text("road.sent", before="{t-1}"),
        work=back,
    )
    below = term(at("dx", "b", "t-1"), samples.on_stage("∂L/∂x_{t}"), text("road.below"), work=matmul(DA, _W_X_T))
    da = term(DA, samples.on_stage("∂L/∂a_{t}"))
    show = {"dh.0": arrives} if start else {"next.{t-1}": arrives}
    row = [da, "·", term(_W_H_T, "W_h^{T}"), "=", sent]
    caption = "operation.send.start" if start else "operation.send"
    return Operation(
        show=show | {"dx.{t}": at("dx", "b", "t-1")},
        caption=text(caption, t="{t}", before="{t-1}", last=n_sequences),
        light=("W_h", "W_x"),
        flow=("back.{t}", "below.{t}"),
        equation=[row, [da, "·", term(_W_X_T, "W_x^{T}"), "=", below]],
        brief=[row],
        code=("send",),
    )
