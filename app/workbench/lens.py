"""The lens that is open on the page: what the browser asks for, and what it gets beyond the trace."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from app.lenses import LENSES
from app.trace import Trace
from app.translations import Catalogue
from app.workbench.address import opened

#: Longest text that says what of a lens is looked at (characters); a longer one says nothing.
_LONGEST = 400


class OpenLens(NamedTuple):
    """A lens, and what of it is looked at."""

    name: str
    detail: str = ""  # settings: `from-3~cut-2`
    sample: int = 0  # the one on stage, counted from 0
    own: tuple[str, str] | None = None  # an array of one's own that is to be checked: which, and as text

    @property
    def length(self) -> int:
        """How much there is to read, in characters."""
        return len(self.own[1]) if self.own else 0


def lens_of(sent: object) -> OpenLens | None:
    """What the browser sent; None for what is none of ours."""
    if not isinstance(sent, dict):
        return None
    name, detail, sample = (sent.get(field) for field in ("name", "detail", "sample"))
    known = isinstance(name, str) and name in LENSES and isinstance(detail, str)
    if not known or type(sample) is not int or sample < 0:
        return None
    return OpenLens(name, detail if len(detail) <= _LONGEST else "", sample, _own(sent))


def _own(sent: dict) -> tuple[str, str] | None:
    own = sent.get("own")
    known = isinstance(own, dict) and isinstance(own.get("array"), str) and isinstance(own.get("source"), str)
    return (own["array"], own["source"]) if known else None


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
    if lens.own:
        settings |= dict(zip(("own_array", "own"), lens.own, strict=True))
    sample = min(lens.sample, trace.experiment.sizes.batch_size - 1)
    with np.errstate(all="ignore"):
        view = LENSES[lens.name](trace, settings, sample, text)
    arrays = {f"{lens.name}.{name}": np.asarray(values, dtype=np.float64) for name, values in view.arrays.items()}
    return {"name": lens.name, "detail": lens.detail, "sample": lens.sample, "shows": view.shows}, arrays
