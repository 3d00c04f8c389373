"""h_t over time, node by node."""

import plotly.graph_objects as go

from app.experiment import Sizes
from app.translations import Catalogue
from app.workbench.charts.nodes import by_node
from app.workbench.charts.style import LAYOUT, of_sample, time_axis


def states_figure(sizes: Sizes, language: str) -> go.Figure:
    """The states of the sample on stage, revealed as h_t is computed."""
    text = Catalogue(language)
    layout = LAYOUT | {
        "title": {"text": of_sample(text("chart.states"), sizes, text)},
        "xaxis": time_axis(sizes.n_sequences),
    }
    return go.Figure({"data": by_node("h", sizes, text), "layout": layout})
