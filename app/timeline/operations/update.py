"""The operations of the update: the weights move once, and a new way forward says what became of the loss."""

from app.experiment import LOSSES, WEIGHTS
from app.timeline.operations.operation import Operation, Text, term


def operations(text: Text, loss: str) -> dict[str, Operation]:
    """Every operation by name."""
    return {"update": _update(text), "pass": _pass(text, loss)}


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


def _pass(text: Text, loss: str) -> Operation:
    name = LOSSES[loss].name
    row = [term("loss", name, text("update.before")), "→", term("loss_after", name, text("update.after"))]
    caption = text(f"operation.pass.{loss}")
    return Operation({"loss.after": "loss_after"}, caption, equation=[row], code=("again",))
