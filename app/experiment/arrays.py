"""Arrays: what is known of every array by its name, in one table that Python and the page read.

Axes are letters, as in an einsum: b sample, t time step, f feature, m node at t-1, n node at t.

An array that can be edited needs, besides its entry here, a field of its name in `experiment.py`, numbers that presets
start with, its share of `MAX_NUMBERS` in `app/limits.py`, and `array.<name>` and `cell.<name>` in every catalogue (with
a batch axis `cell.<name>.batch` too). One that is computed needs its line in `Trace.arrays`.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Sizes(NamedTuple):
    """The four sizes of an experiment, in the order in which they are always written."""

    batch_size: int
    n_sequences: int
    n_features: int
    n_nodes: int

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape that each array that can be edited has at these sizes."""
        return {name: ARRAYS[name].shape(self) for name in EDITABLE}


#: Letter of an axis -> the size that says how long it is.
AXES = {"b": "batch_size", "t": "n_sequences", "f": "n_features", "m": "n_nodes", "n": "n_nodes"}


@dataclass(frozen=True, slots=True)
class Array:
    """What one array is, whatever its numbers are."""

    axes: str  # a letter of AXES each; none for a single number
    kind: (
        str  # how its numbers are coloured: input, state, weight, gradient, slope or loss, each a scale; plain has none
    )
    editable: bool = False
    weight: int = 0  # of a weight, the place of its gradient in the ledger, 1 at the top; 0 for what is no weight
    ends_scale: bool = True  # whether the scale of its kind reaches to its largest entry
    on_page: str = ""  # its name on the page and in links, where that is another one
    delays: tuple[str, str] | None = None  # holds what the first one had a step before, and at t = 1 the second

    @property
    def per_sample(self) -> bool:
        """Whether every sample has its own."""
        return "b" in self.axes

    def shape(self, sizes: Sizes) -> tuple[int, ...]:
        """Its shape at these sizes."""
        return tuple(getattr(sizes, AXES[axis]) for axis in self.axes)


_GIVEN = {
    "x": Array("btf", "input", editable=True),
    "W_x": Array("fn", "weight", editable=True, weight=2),
    "W_h": Array("mn", "weight", editable=True, weight=1),
    "B": Array("n", "weight", editable=True, weight=3),
    "h_initial": Array("bn", "state", editable=True, on_page="h_0"),
    "y": Array("btn", "state", editable=True),
    "g": Array("btn", "gradient", editable=True),
    "batch_size": Array("", "plain"),
    "rate": Array("", "plain"),
}

#: Every array of a trace by its name; those that can be edited stand in the order of the page.
ARRAYS: dict[str, Array] = _GIVEN | {
    "a": Array("btn", "state"),
    "h": Array("btn", "state"),
    "h_previous": Array("btn", "state", ends_scale=False, delays=("h", "h_initial")),
    "loss_steps": Array("t", "loss"),
    "loss": Array("", "loss", ends_scale=False),  # the sum of the steps would let them pale
    "dh_output": Array("btn", "gradient"),
    "dh_next": Array("btn", "gradient"),
    "dh": Array("btn", "gradient"),
    "slope": Array("btn", "slope", ends_scale=False),  # 1 looks the same in every case
    "da": Array("btn", "gradient"),
    "dx": Array("btf", "gradient", ends_scale=False),  # a large W_x would let all other gradients pale
    "dh_initial": Array("bn", "gradient"),
    **{f"d{name}": Array(array.axes, "gradient") for name, array in _GIVEN.items() if array.weight},
    **{f"{name}_after": Array(array.axes, "weight") for name, array in _GIVEN.items() if array.weight},
    "loss_after": Array("", "loss", ends_scale=False),
}

EDITABLE = tuple(name for name, array in ARRAYS.items() if array.editable)
#: The weights in the order of the ledger.
WEIGHTS = tuple(sorted((name for name in ARRAYS if ARRAYS[name].weight), key=lambda name: ARRAYS[name].weight))
#: Arrays that are not sent, since the page can make them of two others.
DELAYED = {name: array.delays for name, array in ARRAYS.items() if array.delays}


def on_page(name: str) -> str:
    """The name of an array on the page and in links."""
    return ARRAYS[name].on_page or name
