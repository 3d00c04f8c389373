"""The network unrolled over time, as SVG: a function of the sizes alone.

The picture has no numbers in it. Groups of cells carry `data-slot`, roads `data-road`, and parts that can
light up `data-part`; each belongs to a column, and column c stands for time step first + c, where the player
chooses `first` so that the clock stays in view. Text with `data-label` is a pattern over the column's `{t}`, and
so is `data-name`, the name that a slot's numbers have; a slot with `data-waits` is a place where something waits.
Text with `data-say` is a sentence of the catalogue. What `data-stays` keeps its place while the picture is scrolled.

Few steps are drawn wide, more of them in two lanes: the same slots, roads and parts at other places.
"""

from app.experiment import Sizes
from app.workbench.diagram import lanes, wide

#: From this many time steps on, the picture is drawn in two lanes.
FIRST_IN_LANES = 5


def diagram(sizes: Sizes) -> str:
    """The SVG of a network of these sizes; beyond teaching size a window of columns."""
    return (lanes if sizes.n_sequences >= FIRST_IN_LANES else wide).draw(sizes)


__all__ = ["FIRST_IN_LANES", "diagram"]
