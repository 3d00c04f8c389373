"""How every chart looks. Colours are safe for colour-blind readers (ColorBrewer Dark2; Okabe and Ito 2008)."""

from app.experiment import Sizes
from app.translations import Catalogue

NODE_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7a7a7a", "#b0a000")
NODE_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon")

LAYOUT = {
    "template": {},  # Streamlit has one that only its own page can read
    "height": 122,
    "margin": {"l": 44, "r": 6, "t": 24, "b": 22},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "showlegend": False,
    "hovermode": "closest",
    "dragmode": False,
    "font": {"size": 11},  # its family is that of the page
    "xaxis": {"showgrid": False, "zeroline": False, "fixedrange": True},
    "yaxis": {"zeroline": False, "fixedrange": True},
}


def time_axis(n_sequences: int) -> dict:
    """The axis of time steps, with ticks at whole steps only."""
    every = next(every for every in (1, 2, 5, 10, 20, 50) if n_sequences <= 8 * every)
    return LAYOUT["xaxis"] | {"range": [0.5, n_sequences + 0.5], "dtick": every, "tick0": every, "tickangle": 0}


def of_sample(title: str, sizes: Sizes, text: Catalogue) -> str:
    """A title that says, in a batch, which sample is shown: `{b}` stands for the one on stage."""
    return text("batch.sample", label=title, b="{b}") if sizes.batch_size > 1 else title
