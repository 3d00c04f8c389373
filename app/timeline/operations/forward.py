"""The operations of a step forward.

input      x_t W_x            sum        a_t
recurrent  h_{t-1} W_h        activate   h_t = f(a_t)
"""

from app.timeline.operations.operation import A, H, Operation, Text, X, term
from app.timeline.view import View, at, matmul


def operations(text: Text, activation: str) -> dict[str, Operation]:
    """Every operation by name; `start` is the one at the first step, which follows h_initial."""
    return {
        "input": _input(text),
        "recurrent": _recurrent(text, at("h", "b", "t-2")),
        "recurrent.start": _recurrent(text, at("h_initial", "b")),
        "sum": _sum(text, at("h", "b", "t-2")),
        "sum.start": _sum(text, at("h_initial", "b")),
        "activate": _activate(text, activation),
    }


def _input(text: Text) -> Operation:
    return Operation(
        show={},
        caption=text("operation.input", t="{t}"),
        light=("W_x", "x.{t}", "column.{t}"),
        flow=("input.{t}",),
        equation=[[term(X, "x_{t}"), "·", term("W_x", "W_x"), "=", _from_input()]],
        code=("sum",),
    )


def _from_input() -> dict:
    return term(matmul(X, "W_x"), "x_{t} W_x", kind="state")


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
    work = ["add", matmul(X, "W_x"), matmul(before, "W_h"), "B"]
    return Operation(
        show={},
        caption=text("operation.sum", t="{t}"),
        light=("B", "column.{t}"),
        equation=[parts, ["=", term(A, "a_{t}", work=work)]],
        brief=[parts],
        code=("sum",),
    )


def _activate(text: Text, activation: str) -> Operation:
    result = term(H, "h_{t}", work=["call", activation, A])
    row = ["=", term(A, "a_{t}"), "→", f"{activation}(a_{{t}}) =", result]
    return Operation(
        show={"h.{t}": H},
        caption=text(f"operation.activate.{activation}", t="{t}"),
        light=("column.{t}",),
        equation=[[f"{activation}(", term(A, "a_{t}"), ")", "=", result]],
        brief=[row],
        code=("activate",),
    )
