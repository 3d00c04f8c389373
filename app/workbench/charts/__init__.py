"""Charts: Plotly figures whose lines name the view that fills them.

A trace's `meta` says which view gives its values (`y` or `z`), and from which side the clock reveals them:
`slot` is a pattern; a point is drawn once that slot has been filled on the stage. `key` stands in the legend.
"""

from app.workbench.charts.gradients import gradients_by_node_figure, gradients_figure
from app.workbench.charts.states import states_figure

#: Every chart by its name, from the top: (sizes, language) -> figure. One whose name goes on after a dot stands, on
#: demand, in the place of the one that is called as before it.
CHARTS = {
    "states": states_figure,
    "gradients": gradients_figure,
    "gradients.nodes": gradients_by_node_figure,
}

__all__ = ["CHARTS"]
