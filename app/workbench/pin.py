"""The pinned run: what the page compares the present one with."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from app import limits
from app.experiment import DELAYED, Experiment, ExperimentError
from app.experiment.link import decode_link, encode
from app.timeline import against
from app.trace import Trace, run
from app.translations import Catalogue
from app.workbench.address import IN_TAB, opened
from app.workbench.lens import OpenLens, seen


class Pin(NamedTuple):
    """An experiment that is compared with; or why it cannot be read."""

    experiment: Experiment | None
    preset: str = ""
    known: bool = False  # whether the page has its arrays
    error: ExperimentError | None = None


def pin_of(sent: object) -> Pin | None:
    """What the browser sent; None for what is none of ours."""
    if not isinstance(sent, dict) or type(sent.get("text")) is not str or type(sent.get("known")) is not bool:
        return None
    return _read(sent["text"], sent["known"], limits.MAX_TEXT)


def pin_in(params: Mapping[str, str]) -> Pin | None:
    """What the address says with which a page was opened."""
    text = opened(params, "pin")
    return None if text is None or text == IN_TAB else _read(text, False, limits.MAX_LINK)


def _read(text: str, known: bool, longest: int) -> Pin:
    try:
        if len(text) > longest:
            raise ExperimentError("error.link_long", largest=longest)
        return Pin(*decode_link(text), known)
    except ExperimentError as error:
        return Pin(None, error=error)


def compared(
    pin: Pin | None, trace: Trace, lens: OpenLens | None, text: Catalogue
) -> tuple[dict | None, dict[str, np.ndarray]]:
    """What the page shows of a pin beside a trace, and its arrays; None and none where nothing is pinned."""
    if pin is None or pin.experiment is None:
        return None, {}
    pinned = run(pin.experiment)
    view, of_lens = seen(lens and lens._replace(own=None), pinned, text)
    shown = {
        "text": encode(pin.experiment, pin.preset),
        "said": against(pinned, trace, text),
        "shows": view and view["shows"],
    }
    of_run = {} if pin.known else {name: values for name, values in pinned.arrays.items() if name not in DELAYED}
    return shown, {f"pin.{name}": values for name, values in (of_run | of_lens).items()}
