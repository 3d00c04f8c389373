"""The operations of the loss: what each time step adds to it, and the gradient that it hands to its state."""

from app.timeline.operations.operation import NO_ROAD, OWN, H, Operation, Text, term
from app.timeline.view import at


def operations(text: Text, loss: str) -> dict[str, Operation]:
    """Every operation by name; `none` is that of a time step without a loss."""
    return {
        f"loss.{loss}": _LOSSES[loss](text),
        "loss.none": Operation({"loss.{t}": NO_ROAD, "own.{t}": NO_ROAD}, text("operation.loss.none", t="{t}")),
        "total": _total(text, loss),
    }


def _half_squared_error(text: Text) -> Operation:
    difference = ["subtract", H, at("y", "b", "t-1")]
    handed = term(OWN, "∂L_{t}/∂h_{t}", text("loss.handed"), work=["divide", difference, "batch_size"])
    row = [term(H, "h_{t}"), "−", term(at("y", "b", "t-1"), "y_{t}"), "→", handed]
    return Operation(
        show={"loss.{t}": at("loss_steps", "t-1"), "own.{t}": OWN},
        caption=text("operation.loss.half_squared_error", t="{t}"),
        light=("y.{t}", "h.{t}"),
        equation=[row, [term(at("loss_steps", "t-1"), "L_{t}", text("loss.formula"))]],
        brief=[row],
        code=("loss",),
    )


def _given_gradient(text: Text) -> Operation:
    given = term(at("g", "b", "t-1"), "∂L/∂h_{t}", text("loss.by_hand"))
    row = [given, "→", term(OWN, "∂L_{t}/∂h_{t}", text("loss.handed"))]
    return Operation(
        show={"loss.{t}": at("loss_steps", "t-1"), "own.{t}": OWN},
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
