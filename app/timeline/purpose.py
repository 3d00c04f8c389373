"""What a case is about, from its numbers as they are: the sentence of its preset while it holds, else what is so."""

import numpy as np

from app.timeline.numerals import short
from app.timeline.operations import Text
from app.trace import Trace, insight, lengths

#: Presets whose sentence is followed by something to try, whatever holds.
INVITING = ("saturation",)


def purpose(trace: Trace, preset: str, text: Text) -> str:
    """The sentence under the name of the case, with what it invites to try."""
    numbers = insight(preset, trace)
    if numbers is None:
        said = _as_it_is(trace, text)
    else:
        said = text(f"look.{preset}", **{name: short(value) for name, value in numbers.items()})
    return said + (text(f"try.{preset}") if preset in INVITING else "")


def _as_it_is(trace: Trace, text: Text) -> str:
    """What becomes of the gradient on its way back, whatever the case is."""
    found, n_sequences = lengths(trace), trace.experiment.sizes.n_sequences
    if trace.overflow or not np.isfinite(found).all() or n_sequences == 1:
        return text("look.changed")
    first, last = found[0], found[-1]
    way = "nothing" if not found.any() else "gone" if first == 0 else "grown" if first > last else "shrunk"
    return text(f"look.changed.{way}", first=short(first), last=short(last), t=n_sequences)
