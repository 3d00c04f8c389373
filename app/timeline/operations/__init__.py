"""The operations that the steps of a timeline are made of, and their worked equations.

One operation serves many steps, with another `t`: in slots, roads, labels and captions `{t}`, `{t-1}` and
`{t+1}` stand for time steps, and `{b}` for the sample on stage. Where a step differs (no road from t+1 at the last
one, h_initial before the first), it is a variant, written with a dot: `meet.end`, `recurrent.start`. Values are
views, see `view.py`.
"""

from app.experiment import Sizes
from app.timeline.operations import backward, forward, loss, update
from app.timeline.operations.backward import meet, own_words
from app.timeline.operations.operation import NO_ROAD, Operation, Samples, Text

__all__ = ["NO_ROAD", "Operation", "Text", "meet", "operations", "own_words"]


def operations(text: Text, activation: str, loss_name: str, sizes: Sizes) -> dict[str, Operation]:
    """Every operation by name, variants included."""
    samples = Samples(text, sizes.batch_size)
    return (
        forward.operations(text, activation, samples)
        | loss.operations(text, loss_name, samples)
        | backward.operations(text, activation, loss_name, samples, sizes.n_sequences)
        | update.operations(text, loss_name)
    )
