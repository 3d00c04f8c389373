"""Trace -> what the browser needs to show and play it, as JSON.

Arrays travel as base64 of little-endian float64, so that every bit arrives and infinity and NaN are numbers
like any other.
"""

import base64
import hashlib
import json
from functools import lru_cache

import numpy as np

from app.experiment import LOSS_PLACEMENTS, MAX_SIZES, Sizes
from app.figures import gradients_figure, states_figure
from app.link import encode, encode_value
from app.listing import listing
from app.operations import operations
from app.presets import PRESETS
from app.timeline import timeline
from app.trace import Trace
from app.translations import CATALOGUES, Catalogue
from app.workbench.diagram import diagram
from rnn import ACTIVATIONS

#: What of the text catalogue the browser says by itself.
_BROWSER_PREFIXES = (
    "page.", "ledger.", "after.", "array.", "cell.", "choice.", "learning_rate", "size.", "control.", "state.",
    "error.", "preset.", "chart.", "key.", "look.",
)  # fmt: skip

#: The editable arrays, in the order of the page, and the colour scale each belongs to.
_EDITORS = (
    ("x", "input"),
    ("W_x", "weight"),
    ("W_h", "weight"),
    ("B", "weight"),
    ("h_0", "state"),
)

#: What stands below them: the targets, or the gradient that is given instead.
_LOSS_EDITOR = {"every": ("y", "state"), "last": ("y", "state"), "hand": ("g", "gradient")}


def payload(trace: Trace, preset: str, language: str, known: str = "") -> dict:
    """All that the browser draws for one trace, in one language; without the frame that it knows already."""
    experiment = trace.experiment
    sizes = experiment.sizes
    clock = timeline(trace, Catalogue(language))
    key = frame_key(sizes, language, experiment.activation, experiment.loss)
    return {
        "text": encode(experiment, preset),
        "preset": preset,
        "language": language,
        "sizes": sizes._asdict(),
        "editors": [
            {"name": name, "kind": kind, "shape": getattr(experiment, name).shape}
            for name, kind in (*_EDITORS, _LOSS_EDITOR[experiment.loss])
        ],
        "settings": {
            "f": {"value": experiment.activation, "options": list(ACTIVATIONS)},
            "l": {"value": experiment.loss, "options": list(LOSS_PLACEMENTS)},
            "r": {"value": experiment.learning_rate},
        },
        "arrays": {name: _packed(values) for name, values in trace.arrays.items()},
        "clock": clock.clock(),
        "updated": _updated_fields(trace),
        "frame": key,
    } | ({} if known == key else frame(sizes, language) | {"program": clock.program()})


@lru_cache(maxsize=64)
def frame(sizes: Sizes, language: str) -> dict:
    """What edits of numbers leave as it is: words, picture and charts. The timeline's program goes with it."""
    return {
        "presets": list(PRESETS),
        "words": {key: said for key, said in CATALOGUES[language].items() if key.startswith(_BROWSER_PREFIXES)},
        "largest": MAX_SIZES._asdict(),
        "diagram": diagram(sizes),
        "figures": [figure(sizes, language).to_plotly_json() for figure in (states_figure, gradients_figure)],
    }


@lru_cache(maxsize=64)
def frame_key(sizes: Sizes, language: str, activation: str, loss: str) -> str:
    """A hash of the frame, so that a page opened on an older server notices another one."""
    program = operations(Catalogue(language), activation), listing(activation, loss)
    whole = json.dumps([frame(sizes, language), program], sort_keys=True, default=vars)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _updated_fields(trace: Trace) -> dict[str, str] | None:
    """The weights after one update, as fields of the experiment's text; None when the update overflowed."""
    if not all(np.isfinite(values).all() for values in trace.updated.values()):
        return None
    return {name: encode_value(values) for name, values in trace.updated.items()}


def _packed(values: np.ndarray) -> dict:
    data = np.ascontiguousarray(values, dtype="<f8").tobytes()
    return {"shape": list(values.shape), "data": base64.b64encode(data).decode("ascii")}
