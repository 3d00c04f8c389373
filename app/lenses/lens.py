"""The one shape of a lens: a question about the same run, answered with numbers and sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from app.trace import Trace
from app.translations import Catalogue


@dataclass(frozen=True, eq=False)
class View:
    """What a lens shows of a trace."""

    shows: dict  # what goes as JSON: no NaN, no infinity
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)  # what goes as numbers, to the last bit


#: (trace, what of it is looked at, the sample on stage, sentences) -> what is shown. A setting that cannot be is none.
Lens = Callable[[Trace, Mapping[str, str], int, Catalogue], View]


def step_in(settings: Mapping[str, str], name: str, usual: int, least: int, most: int) -> int:
    """A whole number among the settings, within its bounds; the usual one where there is none."""
    text = settings.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else usual
    return max(least, min(most, number))
