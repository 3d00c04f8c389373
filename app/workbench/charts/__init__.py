"""Charts: Plotly figures whose lines name the view that fills them.

A trace's `meta` says which view gives its values (`y` or `z`), and from which side the clock reveals them:
`slot` is a pattern; a point is drawn once that slot has been filled on the stage. `key` stands in the legend.
"""

from app.workbench.charts.gradients import gradients_figure
from app.workbench.charts.states import states_figure

#: Every chart by its name, from the top: (sizes, language) -> figure.
CHARTS = {"states": states_figure, "gradients": gradients_figure}

__all__ = ["CHARTS"]
