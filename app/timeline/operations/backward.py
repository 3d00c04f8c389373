"""The operations of a step back.

meet        from the output + from t+1      contribute  h_{t-1}^T da_t, x_t^T da_t, da_t
slope       dL/dh_t * f'(a_t)               add         to the sums of the later steps
                                            send        da_t W_h^T, da_t W_x^T
"""

from itertools import product

from app.timeline.operations.operation import DA, DH, NEXT, NO_ROAD, OWN, SLOPE, Operation, Text, term
from app.timeline.view import View, at, matmul, rows, since, total, transpose

_W_H_T, _W_X_T = transpose("W_h"), transpose("W_x")


def operations(text: Text, activation: str) -> dict[str, Operation]:
    """Every operation by name; `start` is the one at the first step, which leads to h_initial."""
    meetings = {
        meet(end=end, alone=alone): _meet(text, end=end, alone=alone) for end, alone in product((True, False), repeat=2)
    }
    return meetings | {
        "slope": _slope(text, activation),
        "contribute": _contribute(text, at("h", None, "t-2")),
        "contribute.start": _contribute(text, "h_initial"),
        "add": _add(text),
        "send": _send(text, start=False),
        "send.start": _send(text, start=True),
    }


def meet(*, end: bool, alone: bool) -> str:
    """The variant of `meet` at a step with no later step (`end`), or with no loss of its own (`alone`)."""
    return "meet" + (".end" if end else "") + (".alone" if alone else "")


def _meet(text: Text, *, end: bool, alone: bool) -> Operation:
    """The two roads into h_t; a road that is not there is a dash."""
    own, dh_next = (NO_ROAD if alone else OWN), (NO_ROAD if end else NEXT)
    roads = [road for road, view in (("own.{t}", own), ("next.{t}", dh_next)) if view is not NO_ROAD]
    row = [
        term(own, "∂L_{t}/∂h_{t}", text("road.output"), kind="gradient"),
        "+",
        term(dh_next, "∂L/∂a_{t+1} W_h^{T}", text("road.none" if end else "road.next"), kind="gradient"),
        "=",
        term(DH, "∂L/∂h_{t}", work=["add", OWN, NEXT]),
    ]
    which = ("nothing" if alone else "end") if end else "alone" if alone else "both"
    return Operation(
        show={"dh.{t}": DH},
        caption=text(f"operation.meet.{which}", t="{t}", after="{t+1}"),
        light=("column.{t}", *roads),
        flow=tuple(roads),
        equation=[row],
        brief=[row],
        code=("meet",),
    )


def _slope(text: Text, activation: str) -> Operation:
    row = [
        term(DH, "∂L/∂h_{t}"),
        "⊙",
        term(SLOPE, "f′(a_{t})", text(f"slope.{activation}")),
        "=",
        term(DA, "∂L/∂a_{t}", work=["multiply", DH, SLOPE]),
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
    back = matmul(DA, _W_H_T)
    arrives = at("dh_initial", "b") if start else at("dh_next", "b", "t-2")
    sent = term(
        arrives,
        "∂L/∂h_{0}" if start else "∂L/∂a_{t} W_h^{T}",
        text("road.to_h_initial") if start else text("road.sent", before="{t-1}"),
        work=back,
    )
    below = term(at("dx", "b", "t-1"), "∂L/∂x_{t}", text("road.below"), work=matmul(DA, _W_X_T))
    da = term(DA, "∂L/∂a_{t}")
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
