"""The address of the page: what stands in it, and under which name.

`static/store/address.js` writes it, in this order; `static/clock/position.js` says how each text is read.
"""

from collections.abc import Mapping

#: What stands in the address -> its name there.
NAMES = {
    "experiment": "e",
    "pin": "pin",
    "step": "step",
    "sample": "sample",
    "level": "level",
    "lesson": "lesson",
    "stop": "stop",
    "lens": "lens",
    "detail": "of",
    "lock": "lock",
    "view": "view",
    "language": "lang",
}
#: Stands for an experiment too long for an address: the tab itself keeps it, and sends it.
IN_TAB = "tab"


def opened(params: Mapping[str, str], field: str) -> str | None:
    """What an address says in a field; its name may have been escaped twice, so that `&lang` became `&amp;lang`."""
    name = NAMES[field]
    found = next((given for given in params if given.removeprefix("amp;").removeprefix("amp;") == name), None)
    return None if found is None else params[found]
