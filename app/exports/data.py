"""All numbers of a run. `docs/case.schema.json` describes the JSON."""

import io
import json

import numpy as np

from app.experiment import on_page
from app.exports.run import Run

FORMAT, VERSION = "unroll-run", 1


def as_npz(run: Run) -> bytes:
    """Every array by its name, for `numpy.load`."""
    file = io.BytesIO()
    np.savez_compressed(file, **{on_page(name): values for name, values in run.trace.arrays.items()})
    return file.getvalue()


def as_json(run: Run) -> str:
    """The same as JSON, with what the run is made of; what is not finite is null."""
    made = run.experiment
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "case": run.preset,
        "link": run.link,
        "sizes": made.sizes._asdict(),
        "activation": made.activation,
        "loss": made.loss,
        "placement": made.placement,
        "learning_rate": made.learning_rate,
        "arrays": {on_page(name): _nested(values) for name, values in run.trace.arrays.items()},
    }
    return json.dumps(whole, allow_nan=False)


def _nested(values: np.ndarray) -> object:
    if np.isfinite(values).all():
        return values.tolist()
    return np.where(np.isfinite(values), values.astype(object), None).tolist()
