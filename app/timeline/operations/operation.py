"""An operation, the terms of its equation, and the views that operations share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.experiment import ARRAYS
from app.timeline.view import View, array_of, at

#: Text of a catalogue by key and values.
Text = Callable[..., str]

#: Shown where no road exists: a dash, which is neither "not computed yet" nor 0.
NO_ROAD: View = ["none"]


@dataclass(frozen=True)
class Operation:
    """What one operation does to the stage, and how it is worked out."""

    show: dict[str, View]  # slot -> what stands there from then on
    caption: str = ""
    light: tuple[str, ...] = ()  # parts that light up
    flow: tuple[str, ...] = ()  # roads along which something moves
    joins: dict[str, tuple[str, ...]] = field(default_factory=dict)  # slot -> those whose numbers run together into it
    equation: list[list] = field(default_factory=list)  # worked out in full: rows of terms and signs
    brief: list[list] = field(default_factory=list)  # its rows where the whole step is shown at once
    code: tuple[str, ...] = ()  # lines of the learner's program, by name (see `listing.py`)
    remarked: bool = False  # whether `Timeline.remarks` has something to say of it


@dataclass(frozen=True)
class Samples:
    """Whose numbers a term shows, said behind its label; in a batch of one nothing is said.

    In labels and captions `{b}` stands for the sample on stage, counted from 1.
    """

    text: Text
    count: int

    @property
    def several(self) -> bool:
        """Whether there is anything to tell apart."""
        return self.count > 1

    @property
    def few(self) -> bool:
        """Whether there is room for a term for each."""
        return self.count <= 2

    def on_stage(self, label: str) -> str:
        """Of the sample on stage."""
        return self.text("batch.sample", label=label, b="{b}") if self.several else label

    def one(self, label: str, b: int) -> str:
        """Of the sample b, counted from 0."""
        return self.text("batch.sample", label=label, b=b + 1) if self.several else label

    def each(self, label: str) -> str:
        """Of all of them, a row or a column for each."""
        return self.text("batch.each", label=label) if self.several else label

    def summed(self, label: str) -> str:
        """Summed over them."""
        return self.text("batch.sum", label=label) if self.several else label

    def mean(self, label: str) -> str:
        """The mean of them."""
        return self.text("batch.mean", label=label) if self.several else label


def term(view: View, label: str, note: str = "", *, kind: str = "", work: View | None = None) -> dict:
    """A block of cells in an equation. Its kind (see `Array`) is that of the array it shows, unless it is computed.

    `work` is the view that explains an element, `view` itself unless given.
    """
    kind = kind or ARRAYS[array_of(view)].kind
    return {"view": view, "kind": kind, "label": label, "note": note, "work": work or view}


#: Of the sample on stage, at time step t.
X, H, A, DH, DA, SLOPE = (at(name, "b", "t-1") for name in ("x", "h", "a", "dh", "da", "slope"))
OWN, NEXT = at("dh_output", "b", "t-1"), at("dh_next", "b", "t-1")
