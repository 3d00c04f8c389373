"""The operations that the steps of a timeline are made of, and their worked equations.

One operation serves many steps, with another `t`: in slots, roads, labels and captions `{t}`, `{t-1}` and
`{t+1}` stand for time steps. Where a step differs (no road from t+1 at the last one, h_initial before the first),
it is a variant, written with a dot: `meet.end`, `recurrent.start`. Values are views, see `view.py`.
"""

from app.timeline.operations import backward, forward, loss, update
from app.timeline.operations.backward import meet
from app.timeline.operations.operation import NO_ROAD, Operation, Text

__all__ = ["NO_ROAD", "Operation", "Text", "meet", "operations"]


def operations(text: Text, activation: str, loss_name: str) -> dict[str, Operation]:
    """Every operation by name, variants included."""
    return (
        forward.operations(text, activation)
        | loss.operations(text, loss_name)
        | backward.operations(text, activation)
        | update.operations(text)
    )
