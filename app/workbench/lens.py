"""The lens that is open on the page: what the browser asks for, and what it gets beyond the trace."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from app.lenses import LENSES
from app.trace import Trace
from app.translations import Catalogue
from app.workbench.address import opened

#: Longest text that says what of a lens is looked at (characters).
_LONGEST = 400


class OpenLens(NamedTuple):
    """A lens, what of it is looked at (`from-3~cut-2`), and the sample on stage, counted from 0."""

    name: str
    detail: str = ""
    sample: int = 0


def lens_of(sent: object) -> OpenLens | None:
    """What the browser sent; None for what is none of ours."""
    if not isinstance(sent, dict):
        return None
    name, detail, sample = (sent.get(field) for field in OpenLens._fields)
    known = isinstance(name, str) and name in LENSES and isinstance(detail, str) and len(detail) <= _LONGEST
    return OpenLens(name, detail, sample) if known and type(sample) is int and sample >= 0 else None


def lens_in(params: Mapping[str, str]) -> OpenLens | None:
    """What the address says with which a page was opened."""
    sample = opened(params, "sample") or ""
    sent = {
        "name": opened(params, "lens"),
        "detail": opened(params, "detail") or "",
        "sample": int(sample) if sample.isascii() and sample.isdigit() and len(sample) < 10 else 0,
    }
    return lens_of(sent)


def seen(lens: OpenLens | None, trace: Trace, text: Catalogue) -> tuple[dict | None, dict[str, np.ndarray]]:
    """What the lens shows, and the arrays for it, named after the lens; None and none where none is open."""
    if lens is None:
        return None, {}
    settings = dict(part.split("-", 1) for part in lens.detail.split("~") if "-" in part)
    sample = min(lens.sample, trace.experiment.sizes.batch_size - 1)
    with np.errstate(all="ignore"):
        view = LENSES[lens.name](trace, settings, sample, text)
    arrays = {f"{lens.name}.{name}": np.asarray(values, dtype=np.float64) for name, values in view.arrays.items()}
    return lens._asdict() | {"shows": view.shows}, arrays
