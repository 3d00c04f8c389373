"""The size of the gradient at every step, whole or node by node, on a log axis.

Lengths are dots, since a log axis has no zero to stand bars on.
"""

import plotly.graph_objects as go

from app import limits
from app.experiment import Sizes
from app.timeline.view import at
from app.translations import Catalogue
from app.workbench.charts.nodes import by_node
from app.workbench.charts.style import LAYOUT, of_sample, time_axis

_ROADS = (
    ("dh", "chart.sum", "circle-open", "#d95f02", 13, "dh.{t}"),
    ("dh_output", "chart.output", "triangle-down", "#7570b3", 7, "own.{t}"),
    ("dh_next", "chart.next", "triangle-left", "#8a6d00", 7, "next.{t}"),
)


def gradients_figure(sizes: Sizes, language: str) -> go.Figure:
    """The Euclidean norm over nodes of dL/dh_t and of the two gradients it is made of, as the way back reveals them."""
    text = Catalogue(language)
    times = list(range(1, sizes.n_sequences + 1))
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": text(key),
            "x": times,
            "marker": {
                "symbol": symbol,
                "color": colour,
                "size": size,
                "line": {"width": 2 if "open" in symbol else 0},
            },
            "meta": {"y": ["norm", at(name, "b")], "slot": slot, "key": text(key)},
        }
        for name, key, symbol, colour, size, slot in _ROADS
    ]
    layout = LAYOUT | {
        "title": {"text": of_sample(text(f"chart.gradients{_scale(sizes)}"), sizes, text)},
        "xaxis": time_axis(sizes.n_sequences),
        "yaxis": LAYOUT["yaxis"] | {"type": "log"},
    }
    return go.Figure({"data": traces, "layout": layout})


def gradients_by_node_figure(sizes: Sizes, language: str) -> go.Figure:
    """The size of dL/dh_t at each node: what the length does not tell is which node has it."""
    text = Catalogue(language)
    lines = sizes.n_nodes <= limits.TEACHING_NODES
    layout = LAYOUT | {
        "title": {"text": of_sample(text(f"chart.gradients.nodes{_scale(sizes) if lines else ''}"), sizes, text)},
        "xaxis": time_axis(sizes.n_sequences),
        "yaxis": LAYOUT["yaxis"] | ({"type": "log"} if lines else {}),
    }
    return go.Figure({"data": by_node("dh", sizes, text, size=True), "layout": layout})


def _scale(sizes: Sizes) -> str:
    """Whether a title has room to say that the axis is logarithmic."""
    return ".log" if sizes.batch_size == 1 else ""
