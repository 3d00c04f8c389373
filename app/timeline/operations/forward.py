"""The operations of a step forward.

input      x_t W_x            sum        a_t
recurrent  h_{t-1} W_h        activate   h_t = f(a_t)
"""

from app.timeline.operations.operation import A, H, Operation, Samples, Text, X, term
from app.timeline.view import View, at, matmul


def operations(text: Text, activation: str, samples: Samples) -> dict[str, Operation]:
    """Every operation by name; `start` is the one at the first step, which follows h_initial."""
    later, first = at("h", "b", "t-2"), at("h_initial", "b")
    return {
        "input": _input(text, samples),
        "recurrent": _recurrent(text, samples, later),
        "recurrent.start": _recurrent(text, samples, first),
        "sum": _sum(text, samples, later),
        "sum.start": _sum(text, samples, first),
        "activate": _activate(text, samples, activation, later),
        "activate.start": _activate(text, samples, activation, first),
    }


def _input(text: Text, samples: Samples) -> Operation:
    return Operation(
        show={},
        caption=text("operation.input", t="{t}"),
        light=("W_x", "x.{t}", "column.{t}"),
        flow=("input.{t}",),
        equation=[[term(X, samples.on_stage("x_{t}")), "·", term("W_x", "W_x"), "=", _from_input(samples)]],
        code=("sum",),
    )


def _from_input(samples: Samples) -> dict:
    return term(matmul(X, "W_x"), samples.on_stage("x_{t} W_x"), kind="state")


def _from_state(samples: Samples, before: View) -> dict:
    return term(matmul(before, "W_h"), samples.on_stage("h_{t-1} W_h"), kind="state")


def _recurrent(text: Text, samples: Samples, before: View) -> Operation:
    state = term(before, samples.on_stage("h_{t-1}"))
    return Operation(
        show={},
        caption=text("operation.recurrent", t="{t}", before="{t-1}"),
        light=("W_h", "h.{t-1}", "column.{t}"),
        flow=("forward.{t}",),
        equation=[[state, "·", term("W_h", "W_h"), "=", _from_state(samples, before)]],
        code=("sum",),
    )


def _sum(text: Text, samples: Samples, before: View) -> Operation:
    parts = [_from_input(samples), "+", _from_state(samples, before), "+", term("B", "B")]
    return Operation(
        show={},
        caption=text("operation.sum", t="{t}"),
        light=("B", "column.{t}"),
        equation=[parts, ["=", _before_activation(samples, before)]],
        brief=[parts],
        code=("sum",),
    )


def _before_activation(samples: Samples, before: View) -> dict:
    return term(A, samples.on_stage("a_{t}"), work=["add", matmul(X, "W_x"), matmul(before, "W_h"), "B"])


def _activate(text: Text, samples: Samples, activation: str, before: View) -> Operation:
    given = _before_activation(samples, before)
    result = term(H, samples.on_stage("h_{t}"), work=["call", activation, A])
    row = ["=", given, "→", f"{activation}(a_{{t}}) =", result]
    return Operation(
        show={"h.{t}": H},
        caption=text(f"operation.activate.{activation}", t="{t}"),
        light=("column.{t}",),
        equation=[[f"{activation}(", given, ")", "=", result]],
        brief=[row],
        code=("activate",),
    )
