"""Replacing in place."""

import re
from collections.abc import Callable

#: A number as every dialect writes it.
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"


def blank(piece: str) -> str:
    """Blanks of the same length, on the same lines."""
    return re.sub(r"[^\n]", " ", piece)


def blanked(pattern: re.Pattern, text: str) -> str:
    """The text with all that a pattern finds as blanks; of what has a group `kept`, all but that."""

    def hide(match: re.Match) -> str:
        if "kept" not in match.re.groupindex:
            return blank(match[0])
        start, stop = match.start("kept") - match.start(), match.end("kept") - match.start()
        return blank(match[0][:start]) + match["kept"] + blank(match[0][stop:])

    return pattern.sub(hide, text)


def padded(pattern: re.Pattern, text: str, of: Callable[[re.Match], str]) -> str:
    """The text with all that a pattern finds as something not longer, which blanks fill up."""
    return pattern.sub(lambda match: of(match).ljust(len(match[0])), text)
