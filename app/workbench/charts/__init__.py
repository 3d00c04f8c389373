"""Charts: Plotly figures whose lines name the view that fills them.

A trace's `meta` says which view gives its values (`y` or `z`), and from which side the clock reveals them:
`slot` is a pattern; a point is drawn once that slot has been filled on the stage. `key` stands in the legend.
The layout's `meta` is the name by which the style knows the chart.
"""

from app.workbench.charts.gradients import gradients_figure
from app.workbench.charts.states import states_figure

__all__ = ["gradients_figure", "states_figure"]
