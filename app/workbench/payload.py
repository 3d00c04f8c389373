"""Trace -> what the browser needs to show and play it: JSON and arrays, for `packing.py` to pack."""

import base64
import hashlib
import json
import zlib
from functools import lru_cache

import numpy as np

from app import limits
from app.experiment import ARRAYS, DELAYED, EDITABLE, LOSSES, MAX_SIZES, Array, Sizes, on_page
from app.experiment.fills import FILLS
from app.experiment.frameworks import FRAMEWORKS
from app.experiment.link import LOSS_WORDS, encode, field_value
from app.experiment.presets import CASES, PRESETS, groups
from app.experiment.recipes import differences
from app.exports import EXPORTS
from app.lessons import listed
from app.timeline import Timeline, clockwork, purpose
from app.trace import Trace, matrix
from app.translations import CATALOGUES, OFFERS, Catalogue
from app.workbench import address
from app.workbench.assets import PATHS
from app.workbench.charts import CHARTS
from app.workbench.diagram import diagram
from app.workbench.lens import OpenLens, seen
from app.workbench.pin import Pin, compared
from rnn import ACTIVATIONS

#: What of the text catalogue the browser says by itself.
_BROWSER_PREFIXES = (
    "page.", "ledger.", "after.", "array.", "cell.", "choice.", "learning_rate", "size.", "control.", "state.",
    "error.", "preset.", "chart.", "key.", "tool.", "fill.", "share.", "history.", "batch.", "term.", "tour.",
    "colour.", "weights.", "take.", "lens.", "pin.", "lesson.", "board.", "lock.", "symbol.",
)  # fmt: skip

#: Sentences among them that Python alone says.
_OF_PYTHON = (
    "error.literal.", "error.weights.", "error.file.", "take.torch.", "take.keras.", "take.notebook.", "pin.refused",
)  # fmt: skip

#: The fills of an array that is no matrix of weights.
_PLAIN_FILLS = ("zeros", "constant", "gaussian", "times", "plus")


def payload(
    trace: Trace, preset: str, language: str, known: str = "", lens: OpenLens | None = None, pin: Pin | None = None
) -> dict:
    """All that the browser draws for one trace, in one language; without the frame that it knows already.

    With an open `lens` also what that shows, with a `pin` also what the trace is compared with.
    """
    experiment = trace.experiment
    sizes = experiment.sizes
    start = PRESETS[preset].resized(sizes)
    unused = {loss.array for loss in LOSSES.values()} - {LOSSES[experiment.loss].array}  # those of other losses
    choices = experiment.activation, experiment.loss, experiment.placement
    timeline = Timeline(trace, Catalogue(language))
    framed = sizes, language, *choices, tuple(experiment.carries_loss.tolist())
    shown, arrays = seen(lens, trace, timeline.text)
    pinned, of_pinned = compared(pin, trace, lens, timeline.text)
    return {
        "text": encode(experiment, preset),
        "preset": preset,
        "language": language,
        "sizes": sizes._asdict(),
        "editors": [
            {
                "name": name,
                "shape": getattr(experiment, name).shape,
                "fills": _fills(ARRAYS[name]),
                "changed": _marks(getattr(experiment, name), getattr(start, name)),
            }
            for name in EDITABLE
            if name not in unused
        ],
        "settings": {
            "f": {"value": experiment.activation, "options": list(ACTIVATIONS)},
            "l": {"value": field_value(experiment, "l"), "options": list(LOSS_WORDS)},
            "r": {"value": experiment.learning_rate},
        },
        "arrays": {name: values for name, values in trace.arrays.items() if name not in DELAYED} | arrays | of_pinned,
        "lens": shown,
        "pin": pinned,
        "captions": timeline.captions,
        "purpose": purpose(trace, preset, timeline.text),
        "remarks": timeline.remarks,
        "matrix": _matrix(experiment.W_h),
        "updated": all(np.isfinite(values).all() for values in trace.updated.values()),
        "frame": frame_key(*framed),
    } | ({} if known == frame_key(*framed) else {"framed": frame(*framed)})


def frame(*framed: object) -> dict:
    """What edits of numbers leave as it is: words, picture, charts and the clockwork of the timeline."""
    return json.loads(zlib.decompress(_frame_and_key(*framed)[0]))


def frame_key(*framed: object) -> str:
    """A hash of the frame, so that a page opened on an older server notices another one."""
    return _frame_and_key(*framed)[1]


@lru_cache(maxsize=256)
def _frame_and_key(
    sizes: Sizes, language: str, activation: str, loss: str, placement: str, carries: tuple[bool, ...]
) -> tuple[bytes, str]:
    """A frame is JSON of 100 kB, a tenth of which is left when it is packed, and it is asked for seldom."""
    parts = {
        "assets": PATHS,
        "address": {"names": address.NAMES, "in_tab": address.IN_TAB},
        "languages": OFFERS,
        "groups": groups(),
        "lessons": listed(language),
        "first_steps": {name: case.first_step for name, case in CASES.items()},
        "properties": {name: _properties(name) for name in ARRAYS},
        "words": {key: said for key, said in CATALOGUES[language].items() if _is_for_browser(key)},
        "largest": MAX_SIZES._asdict(),
        "fills": {name: {"amount": chosen.amount, "random": chosen.random} for name, chosen in FILLS.items()},
        "limits": {
            "seed": limits.MAX_SEED,
            "undo": limits.UNDO_DEPTH,
            "link": limits.MAX_LINK,
            "qr": limits.MAX_QR,
            "text": limits.MAX_TEXT,
            "sessions": limits.MAX_SESSIONS,
            "file": limits.MAX_FILE,
        },
        "exports": {name: export.is_code for name, export in EXPORTS.items()},
        "frameworks": {name: framework.fields for name, framework in FRAMEWORKS.items()},
        "clockwork": clockwork(Catalogue(language), sizes, activation, loss, placement, carries).to_json(),
        "diagram": diagram(sizes),
        "charts": {name: figure(sizes, language).to_plotly_json() for name, figure in CHARTS.items()},
    }
    text = json.dumps(parts, separators=(",", ":")).encode()
    return zlib.compress(text), hashlib.sha256(text).hexdigest()[:16]


def _properties(name: str) -> dict:
    """What the page has to know of an array."""
    array = ARRAYS[name]
    return {
        "field": on_page(name),
        "axes": array.axes,
        "kind": array.kind,
        "weight": array.weight,
        "ends_scale": array.ends_scale,
    }


def _fills(array: Array) -> list[str]:
    """The fills that an array is offered: all of them where it maps states to states, as W_h does."""
    if not array.weight or len(array.axes) < 2:
        return list(_PLAIN_FILLS)
    return [name for name in FILLS if name != "spectral_radius" or array.axes == "mn"]


def _matrix(W_h: np.ndarray) -> dict | None:
    """What the glossary says of W_h as it is; at teaching size alone, where it costs next to nothing."""
    known = matrix(W_h) if len(W_h) <= limits.TEACHING_NODES else None
    return known and {
        "eigenvalues": [[value.real, value.imag] for value in known.eigenvalues],
        "spectral_radius": known.spectral_radius,
        "singular_values": known.singular_values,
        "normal": known.normal,
    }


def _marks(values: np.ndarray, start: np.ndarray) -> str | None:
    """Which cells differ from the preset: one bit each, the first cell the highest of its byte; None for none."""
    bits = np.zeros(values.size, dtype=bool)
    bits[differences(values, start)] = True
    return base64.b64encode(np.packbits(bits)).decode("ascii") if bits.any() else None


def _is_for_browser(key: str) -> bool:
    return key.startswith(_BROWSER_PREFIXES) and not key.startswith(_OF_PYTHON)
