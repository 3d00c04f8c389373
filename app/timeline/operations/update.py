"""The operations of the update: the weights move once, and a new way forward says what became of the loss."""

from app.experiment import WEIGHTS
from app.timeline.operations.operation import Operation, Text, term


def operations(text: Text) -> dict[str, Operation]:
    """Every operation by name."""
    return {"update": _update(text), "pass": _pass(text)}


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
