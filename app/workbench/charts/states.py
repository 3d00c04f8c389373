"""h_t over time, a line for each node; beyond teaching size a strip for each node."""

import plotly.graph_objects as go

from app import limits
from app.experiment import Sizes
from app.timeline.view import at, transpose
from app.translations import Catalogue
from app.workbench.charts.style import LAYOUT, NODE_COLOURS, NODE_SYMBOLS, of_sample, time_axis


def states_figure(sizes: Sizes, language: str) -> go.Figure:
    """The states of the sample on stage, revealed as h_t is computed."""
    text = Catalogue(language)
    times = list(range(1, sizes.n_sequences + 1))
    if sizes.n_nodes <= limits.TEACHING_NODES:
        traces = [_line(node, times, text) for node in range(sizes.n_nodes)]
    else:
        traces = [
            {
                "type": "heatmap",
                "x": times,
                "y": list(range(1, sizes.n_nodes + 1)),
                "showscale": False,
                "zmid": 0,
                "colorscale": [[0, "#b2182b"], [0.5, "#f7f7f7"], [1, "#2166ac"]],
                "meta": {"z": transpose(at("h", "b")), "slot": "h.{t}"},
            }
        ]
    layout = LAYOUT | {"xaxis": time_axis(sizes.n_sequences)}
    layout["title"] = {"text": of_sample(text("chart.states"), sizes, text)}
    return go.Figure({"data": traces, "layout": layout})


def _line(node: int, times: list[int], text: Catalogue) -> dict:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": text("chart.node", n=node + 1),
        "x": times,
        "line": {"color": NODE_COLOURS[node], "width": 2},
        "marker": {"symbol": NODE_SYMBOLS[node], "size": 7},
        "meta": {"y": at("h", "b", None, node), "slot": "h.{t}", "key": str(node + 1)},
    }
