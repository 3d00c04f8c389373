"""The nodes of an array over time: a line for each node; beyond teaching size a strip for each node."""

from app import limits
from app.experiment import Sizes
from app.timeline.view import View, at, transpose
from app.translations import Catalogue
from app.workbench.charts.style import NODE_COLOURS, NODE_SYMBOLS

_BLUE_TO_RED = [[0, "#b2182b"], [0.5, "#f7f7f7"], [1, "#2166ac"]]
_ORANGE_TO_PURPLE = [[0, "#998ec3"], [0.5, "#f7f7f7"], [1, "#f1a340"]]

#: The colours of strips: those of the numbers in the diagram.
STRIPS = {"h": _BLUE_TO_RED, "dh": _ORANGE_TO_PURPLE}


def by_node(array: str, sizes: Sizes, text: Catalogue, *, size: bool = False) -> list[dict]:
    """The traces of an array of the sample on stage, (time step, node), which its own slot reveals.

    With `size` lines show the size of the numbers, without their sign, as a log axis needs it.
    """
    times = list(range(1, sizes.n_sequences + 1))
    slot = f"{array}.{{t}}"
    if sizes.n_nodes <= limits.TEACHING_NODES:
        views = [at(array, "b", None, node) for node in range(sizes.n_nodes)]
        return [_line(n, ["abs", view] if size else view, times, slot, text) for n, view in enumerate(views)]
    strips = {
        "type": "heatmap",
        "x": times,
        "y": list(range(1, sizes.n_nodes + 1)),
        "showscale": False,
        "zmid": 0,
        "colorscale": STRIPS[array],
        "meta": {"z": transpose(at(array, "b")), "slot": slot},
    }
    return [strips]


def _line(node: int, view: View, times: list[int], slot: str, text: Catalogue) -> dict:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": text("chart.node", n=node + 1),
        "x": times,
        "line": {"color": NODE_COLOURS[node], "width": 2},
        "marker": {"symbol": NODE_SYMBOLS[node], "size": 7},
        "meta": {"y": view, "slot": slot, "key": str(node + 1)},
    }
