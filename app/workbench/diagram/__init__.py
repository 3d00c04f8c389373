"""The network unrolled over time, as SVG: a function of the sizes alone.

The picture has no numbers in it. Groups of cells carry `data-slot`, roads `data-road`, and parts that can
light up `data-part`; each belongs to a column, and column c stands for time step first + c, where the player
chooses `first` so that the clock stays in view. Text with `data-label` is a pattern over the column's `{t}`, and
so is `data-name`, the name that a slot's numbers have; a slot with `data-waits` is a place where something waits.
"""

from app.experiment import Sizes
from app.workbench.diagram import wide


def diagram(sizes: Sizes) -> str:
    """The SVG of a network of these sizes; beyond teaching size a window of columns."""
    return wide.draw(sizes)


__all__ = ["diagram"]
