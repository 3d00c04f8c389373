"""The operations that the steps of a timeline are made of, and their worked equations.

    forward    input      x_t W_x                    backward   meet        from the output + from t+1
               recurrent  h_{t-1} W_h                           slope       dL/dh_t * f'(a_t)
               sum        a_t                                   contribute  h_{t-1}^T da_t, x_t^T da_t, da_t
               activate   h_t = f(a_t)                          add         to the sums of the later steps
                                                                send        da_t W_h^T, da_t W_x^T

One operation serves many steps, with another `t`: in slots, roads, labels and captions `{t}`, `{t-1}` and
`{t+1}` stand for time steps. Where a step differs (no road from t+1 at the last one, h_initial before the first),
it is a variant, written with a dot: `meet.end`, `recurrent.start`. Values are views, see `view.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product

from app.experiment import ARRAYS, WEIGHTS
from app.timeline.view import View, array_of, at, matmul, rows, since, total, transpose

#: Text of a catalogue by key and values.
Text = Callable[..., str]

#: Shown where no road exists: a dash, which is neither "not computed yet" nor 0.
NO_ROAD: View = ["none"]


@dataclass(frozen=True)
class Operation:
    """What one operation does to the stage, and how it is worked out."""

    show: dict[str, View]  # slot -> what stands there from then on
    caption: str = ""
    light: tuple[str, ...] = ()  # parts that light up
    flow: tuple[str, ...] = ()  # roads along which something moves
    equation: list[list] = field(default_factory=list)  # worked out in full: rows of terms and signs
    brief: list[list] = field(default_factory=list)  # its rows where the whole step is shown at once
    code: tuple[str, ...] = ()  # lines of the learner's program, by name (see `listing.py`)


def term(view: View, label: str, note: str = "", *, kind: str = "", work: View | None = None) -> dict:
    """A block of cells in an equation. Its kind (see `Array`) is that of the array it shows, unless it is computed.

    `work` is the view that explains an element, `view` itself unless given.
    """
    kind = kind or ARRAYS[array_of(view)].kind
    return {"view": view, "kind": kind, "label": label, "note": note, "work": work or view}


_X, _H, _A, _DH, _DA, _SLOPE = (at(name, "b", "t-1") for name in ("x", "h", "a", "dh", "da", "slope"))
_OWN, _NEXT = at("dh_output", "b", "t-1"), at("dh_next", "b", "t-1")
_W_H_T, _W_X_T = transpose("W_h"), transpose("W_x")


def operations(text: Text, activation: str, loss: str) -> dict[str, Operation]:
    """Every operation by name, variants included."""
    by_name = {
        "input": _input(text),
        "recurrent": _recurrent(text, at("h", "b", "t-2")),
        "recurrent.start": _recurrent(text, at("h_initial", "b")),
        "sum": _sum(text, at("h", "b", "t-2")),
        "sum.start": _sum(text, at("h_initial", "b")),
        "activate": _activate(text, activation),
        f"loss.{loss}": _LOSSES[loss](text),
        "loss.none": Operation({"loss.{t}": NO_ROAD, "own.{t}": NO_ROAD}, text("operation.loss.none", t="{t}")),
        "total": _total(text, loss),
        "slope": _slope(text, activation),
        "contribute": _contribute(text, at("h", None, "t-2")),
        "contribute.start": _contribute(text, "h_initial"),
        "add": _add(text),
        "send": _send(text, start=False),
        "send.start": _send(text, start=True),
        "update": _update(text),
        "pass": _pass(text),
    }
    for end, alone in product((True, False), repeat=2):
        by_name[meet(end=end, alone=alone)] = _meet(text, end=end, alone=alone)
    return by_name


def meet(*, end: bool, alone: bool) -> str:
    """The variant of `meet` at a step with no later step (`end`), or with no loss of its own (`alone`)."""
    return "meet" + (".end" if end else "") + (".alone" if alone else "")


def _input(text: Text) -> Operation:
    return Operation(
        show={},
        caption=text("operation.input", t="{t}"),
        light=("W_x", "x.{t}", "column.{t}"),
        flow=("input.{t}",),
        equation=[[term(_X, "x_{t}"), "·", term("W_x", "W_x"), "=", _from_input()]],
        code=("sum",),
    )


def _from_input() -> dict:
    return term(matmul(_X, "W_x"), "x_{t} W_x", kind="state")


def _from_state(before: View) -> dict:
    return term(matmul(before, "W_h"), "h_{t-1} W_h", kind="state")


def _recurrent(text: Text, before: View) -> Operation:
    return Operation(
        show={},
        caption=text("operation.recurrent", t="{t}", before="{t-1}"),
        light=("W_h", "h.{t-1}", "column.{t}"),
        flow=("forward.{t}",),
        equation=[[term(before, "h_{t-1}"), "·", term("W_h", "W_h"), "=", _from_state(before)]],
        code=("sum",),
    )


def _sum(text: Text, before: View) -> Operation:
    parts = [_from_input(), "+", _from_state(before), "+", term("B", "B")]
    work = ["add", matmul(_X, "W_x"), matmul(before, "W_h"), "B"]
    return Operation(
        show={},
        caption=text("operation.sum", t="{t}"),
        light=("B", "column.{t}"),
        equation=[parts, ["=", term(_A, "a_{t}", work=work)]],
        brief=[parts],
        code=("sum",),
    )


def _activate(text: Text, activation: str) -> Operation:
    result = term(_H, "h_{t}", work=["call", activation, _A])
    row = ["=", term(_A, "a_{t}"), "→", f"{activation}(a_{{t}}) =", result]
    return Operation(
        show={"h.{t}": _H},
        caption=text(f"operation.activate.{activation}", t="{t}"),
        light=("column.{t}",),
        equation=[[f"{activation}(", term(_A, "a_{t}"), ")", "=", result]],
        brief=[row],
        code=("activate",),
    )


def _half_squared_error(text: Text) -> Operation:
    difference = ["subtract", _H, at("y", "b", "t-1")]
    handed = term(_OWN, "∂L_{t}/∂h_{t}", text("loss.handed"), work=["divide", difference, "batch_size"])
    row = [term(_H, "h_{t}"), "−", term(at("y", "b", "t-1"), "y_{t}"), "→", handed]
    return Operation(
        show={"loss.{t}": at("loss_steps", "t-1"), "own.{t}": _OWN},
        caption=text("operation.loss.half_squared_error", t="{t}"),
        light=("y.{t}", "h.{t}"),
        equation=[row, [term(at("loss_steps", "t-1"), "L_{t}", text("loss.formula"))]],
        brief=[row],
        code=("loss",),
    )


def _given_gradient(text: Text) -> Operation:
    given = term(at("g", "b", "t-1"), "∂L/∂h_{t}", text("loss.by_hand"))
    row = [given, "→", term(_OWN, "∂L_{t}/∂h_{t}", text("loss.handed"))]
    return Operation(
        show={"loss.{t}": at("loss_steps", "t-1"), "own.{t}": _OWN},
        caption=text("operation.loss.given_gradient", t="{t}"),
        light=("g", "y.{t}", "h.{t}"),
        equation=[row],
        brief=[row],
        code=("loss",),
    )


#: How the loss of a step is worked out, by what the loss is.
_LOSSES = {"half_squared_error": _half_squared_error, "given_gradient": _given_gradient}


def _total(text: Text, loss: str) -> Operation:
    each = term("loss_steps", "L_{1…T}", text(f"loss.by_step.{loss}"))
    row = ["Σ", each, "=", term("loss", "L", work=["sum", "loss_steps"])]
    return Operation({"loss.total": "loss"}, text("operation.total"), equation=[row], brief=[row], code=("loss",))


def _meet(text: Text, *, end: bool, alone: bool) -> Operation:
    """The two roads into h_t; a road that is not there is a dash."""
    own, dh_next = (NO_ROAD if alone else _OWN), (NO_ROAD if end else _NEXT)
    roads = [road for road, view in (("own.{t}", own), ("next.{t}", dh_next)) if view is not NO_ROAD]
    row = [
        term(own, "∂L_{t}/∂h_{t}", text("road.output"), kind="gradient"),
        "+",
        term(dh_next, "∂L/∂a_{t+1} W_h^{T}", text("road.none" if end else "road.next"), kind="gradient"),
        "=",
        term(_DH, "∂L/∂h_{t}", work=["add", _OWN, _NEXT]),
    ]
    which = ("nothing" if alone else "end") if end else "alone" if alone else "both"
    return Operation(
        show={"dh.{t}": _DH},
        caption=text(f"operation.meet.{which}", t="{t}", after="{t+1}"),
        light=("column.{t}", *roads),
        flow=tuple(roads),
        equation=[row],
        brief=[row],
        code=("meet",),
    )


def _slope(text: Text, activation: str) -> Operation:
    row = [
        term(_DH, "∂L/∂h_{t}"),
        "⊙",
        term(_SLOPE, "f′(a_{t})", text(f"slope.{activation}")),
        "=",
        term(_DA, "∂L/∂a_{t}", work=["multiply", _DH, _SLOPE]),
    ]
    return Operation(
        show={},
        caption=text(f"operation.slope.{activation}", t="{t}"),
        light=("column.{t}",),
        equation=[row],
        brief=[row],
        code=("slope",),
    )


def _contribute(text: Text, before: View) -> Operation:
    """This step's part of the three weight gradients, summed over the batch."""
    da, x = rows(at("da", None, "t-1")), rows(at("x", None, "t-1"))
    of_h = matmul(transpose(rows(before)), da)
    of_x = matmul(transpose(x), da)
    parts = [
        term(of_h, "h_{t-1}^{T} ∂L/∂a_{t}", text("part.W_h"), kind="gradient"),
        term(of_x, "x_{t}^{T} ∂L/∂a_{t}", text("part.W_x"), kind="gradient"),
        term(total(da), "∂L/∂a_{t}", text("part.B"), kind="gradient"),
    ]
    worked = [
        [term(transpose(rows(before)), "h_{t-1}^{T}"), "·", term(da, "∂L/∂a_{t}"), "=", parts[0]],
        [term(transpose(x), "x_{t}^{T}"), "·", term(da, "∂L/∂a_{t}"), "=", parts[1]],
        [parts[2]],
    ]
    return Operation(
        show={},
        caption=text("operation.contribute", t="{t}", before="{t-1}"),
        light=("x.{t}", "h.{t-1}", "column.{t}"),
        equation=worked,
        brief=[parts],
        code=("contribute",),
    )


def _add(text: Text) -> Operation:
    """The running sums: what the later steps gave, and this step's part."""
    made = {
        "W_h": ("h_previous", "h_{t-1}^{T} ∂L/∂a_{t}"),
        "W_x": ("x", "x_{t}^{T} ∂L/∂a_{t}"),
        "B": (None, "∂L/∂a_{t}"),
    }
    show, worked = {}, []
    for name, (left, label) in made.items():
        before, part, after = (_summed(left, steps) for steps in (since("t"), "t-1", since("t-1")))
        show[f"ledger.{name}"] = after
        worked.append(
            [
                term(before, f"∂L/∂{name}", text("update.before"), kind="gradient"),
                "+",
                term(part, label, kind="gradient"),
                "=",
                term(after, f"∂L/∂{name}", text("ledger.so_far"), kind="gradient", work=["add", before, part]),
            ]
        )
    return Operation(
        show=show, caption=text("operation.add", t="{t}"), light=("ledger",), equation=worked, code=("contribute",)
    )


def _summed(left: str | None, steps: list | str) -> View:
    """What some time steps give to a weight gradient: left^T dL/da over them; for the bias dL/da alone."""
    da = rows(at("da", None, steps))
    return total(da) if left is None else matmul(transpose(rows(at(left, None, steps))), da)


def _send(text: Text, *, start: bool) -> Operation:
    back = matmul(_DA, _W_H_T)
    arrives = at("dh_initial", "b") if start else at("dh_next", "b", "t-2")
    sent = term(
        arrives,
        "∂L/∂h_{0}" if start else "∂L/∂a_{t} W_h^{T}",
        text("road.to_h_initial") if start else text("road.sent", before="{t-1}"),
        work=back,
    )
    below = term(at("dx", "b", "t-1"), "∂L/∂x_{t}", text("road.below"), work=matmul(_DA, _W_X_T))
    da = term(_DA, "∂L/∂a_{t}")
    show = {"dh.0": arrives} if start else {"next.{t-1}": arrives}
    return Operation(
        show=show | {"dx.{t}": at("dx", "b", "t-1")},
        caption=text("operation.send.start" if start else "operation.send", t="{t}", before="{t-1}"),
        light=("W_h", "W_x"),
        flow=("back.{t}", "below.{t}"),
        equation=[
            [da, "·", term(_W_H_T, "W_h^{T}"), "=", sent],
            [da, "·", term(_W_X_T, "W_x^{T}"), "=", below],
        ],
        brief=[[da, "· W_h^{T} =", sent]],
        code=("send",),
    )


def _update(text: Text) -> Operation:
    table = [
        [
            term(name, name, text("update.before")),
            "−",
            term("rate", "α"),
            "·",
            term("d" + name, f"∂L/∂{name}"),
            "=",
            term(
                f"{name}_after",
                name,
                text("update.after"),
                work=["subtract", name, ["multiply", "rate", "d" + name]],
            ),
        ]
        for name in WEIGHTS
    ]
    return Operation(
        show={f"after.{name}": f"{name}_after" for name in WEIGHTS},
        caption=text("operation.update"),
        light=(*WEIGHTS, "ledger"),
        equation=table,
        brief=table,
        code=("update",),
    )


def _pass(text: Text) -> Operation:
    before = term("loss", "L", text("update.before"))
    row = [before, "→", term("loss_after", "L", text("update.after"))]
    return Operation({"loss.after": "loss_after"}, text("operation.pass"), equation=[row], code=("again",))
