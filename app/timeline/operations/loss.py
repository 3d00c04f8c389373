"""The operations of the loss: what each time step adds to it, and the gradient that it hands to its state."""

from collections.abc import Sequence

from app.experiment import LOSSES, LossFunction
from app.timeline.operations.operation import NO_ROAD, OWN, H, Operation, Samples, Text, term
from app.timeline.view import View, at, matmul, rows, total, transpose

_STEP = at("loss_steps", "t-1")


def operations(text: Text, loss: str, samples: Samples) -> dict[str, Operation]:
    """Every operation by name; `none` is that of a time step without a loss."""
    function = LOSSES[loss]
    return {
        f"loss.{loss}": _LOSSES[loss](text, samples, function),
        "loss.none": Operation({"loss.{t}": NO_ROAD, "own.{t}": NO_ROAD}, text(f"operation.loss.none.{loss}", t="{t}")),
        "total": _total(text, loss, samples, function),
    }


def _of_samples(samples: Samples, label: str, each: Sequence[View], together: View, works: Sequence[View]) -> list:
    """The sum of the numbers that samples have: of few with a plus between them, of many as one row."""
    if not samples.few:
        return ["Σ", term(together, samples.each(label), kind="loss")]
    terms = [term(each[b], samples.one(label, b), kind="loss", work=works[b]) for b in range(samples.count)]
    return [part for one in terms for part in ("+", one)][1:]


def _half_squared_error(text: Text, samples: Samples, loss: LossFunction) -> Operation:
    target = at("y", "b", "t-1")
    handed = term(
        OWN,
        samples.on_stage(loss.handed_name),
        text("loss.handed"),
        work=["divide", ["subtract", H, target], "batch_size"],
    )
    compared = [term(H, samples.on_stage("h_{t}")), "−", term(target, samples.on_stage("y_{t}"))]
    if samples.several:
        divided = f") / {samples.count} ="
        row = ["(", *compared, divided, handed]
        each = [_half_square(at("h", b, "t-1"), at("y", b, "t-1")) for b in range(samples.count)]
        together = _half_square(at("h", None, "t-1"), at("y", None, "t-1"))
        added = ["add", *each] if samples.few else total(together)
        mean = term(_STEP, samples.mean(loss.step_name), work=["divide", added, "batch_size"])
        step = ["(", *_of_samples(samples, "½ Σ (h_{t} − y_{t})²", each, together, each), divided, mean]
    else:
        row = [*compared, "=", handed]
        step = [term(_STEP, loss.step_name, text("loss.formula"), work=_half_square(H, target))]
    return Operation(
        show={"loss.{t}": _STEP, "own.{t}": OWN},
        caption=text("operation.loss.half_squared_error", t="{t}"),
        light=("y.{t}", "h.{t}"),
        equation=[row, step],
        brief=[row],
        code=("loss",),
    )


def _half_square(h: View, y: View) -> View:
    return ["half_square", ["subtract", h, y]]


def _given_gradient(text: Text, samples: Samples, loss: LossFunction) -> Operation:
    """The rows of g times h, and where the gradient waits."""
    pairs = [(at("g", b, "t-1"), at("h", b, "t-1")) for b in (range(samples.count) if samples.several else ["b"])]
    works = [matmul(g, transpose(rows(h))) for g, h in pairs]
    given = term(at("g", "b", "t-1"), samples.on_stage(loss.handed_name), text("loss.by_hand"))
    if samples.several:
        products = ["multiply", rows(at("g", None, "t-1")), rows(at("h", None, "t-1"))]
        each = [total(["multiply", g, h]) for g, h in pairs]
        together = total(transpose(products))
        products = _of_samples(samples, loss.step_name, each, together, works)
        added = ["add", *each] if samples.few else total(together)
        step = [*products, "=", term(_STEP, samples.summed(loss.step_name), work=added)]
    else:
        states = term(transpose(rows(H)), "h_{t}^{T}")
        step = [given, "·", states, "=", term(_STEP, loss.step_name, work=works[0])]
    return Operation(
        show={"loss.{t}": _STEP, "own.{t}": OWN},
        caption=text("operation.loss.given_gradient", t="{t}"),
        light=("g", "y.{t}", "h.{t}"),
        equation=[[given], step] if samples.several else [step],
        brief=[[given]],
        code=("loss",),
    )


#: How the loss of a step is worked out, by what the loss is.
_LOSSES = {"half_squared_error": _half_squared_error, "given_gradient": _given_gradient}


def _total(text: Text, name: str, samples: Samples, loss: LossFunction) -> Operation:
    label = loss.step_name.replace("{t}", "{1…T}")
    label = samples.mean(label) if loss.is_error else samples.summed(label)
    each = term("loss_steps", label, text(f"loss.by_step.{name}"))
    row = ["Σ", each, "=", term("loss", loss.name, work=["sum", "loss_steps"])]
    caption = text(f"operation.total.{name}")
    return Operation({"loss.total": "loss"}, caption, equation=[row], brief=[row], code=("loss",))
