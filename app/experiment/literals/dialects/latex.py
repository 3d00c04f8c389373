r"""LaTeX: \begin{bmatrix} 1 & 2 \\ 3 & \frac{1}{4} \end{bmatrix}."""

import re

from app.experiment.literals.dialects.blanks import NUMBER, blank, blanked, padded

_BEGIN = re.compile(r"\\begin\{\w*(?:matrix|array)\*?\}(?:\{[lcr|]*\}|\[[lcr]\])?")
_END = re.compile(r"\\end\{\w*(?:matrix|array)\*?\}")
_POWER = re.compile(r"(?<! )[ ]*\\(?:times|cdot)\s*10\s*\^\s*(?:\{\s*([-+]?\d+)\s*\}|(\d))")
_FRACTION = re.compile(rf"\\[dt]?frac\{{({NUMBER})\}}\{{({NUMBER})\}}")
_ROW = re.compile(r"\\\\(?:\[[^\]\n]*\])?|\\cr\b")
_NOTHING = re.compile(r"\\(?:left|right|hline|[,;:! ]|quad|qquad|displaystyle|[\[\]()])|[$]")


def latex(text: str, name: str) -> str:
    """The first matrix of a text in LaTeX."""
    begin = _BEGIN.search(text)
    end = begin and _END.search(text, begin.end())
    if not end:
        return text
    inside = text[begin.end() : end.start()]
    inside = padded(_POWER, inside, lambda match: f"e{match[1] or match[2]}")
    inside = padded(_FRACTION, inside, lambda match: f"{match[1]}/{match[2]}")
    inside = padded(_ROW, inside, lambda match: ";")
    inside = blanked(_NOTHING, inside).replace("\n", " ").replace("&", ",")
    before, after = blank(text[: begin.start()]), blank(text[end.end() :])
    return f"{before}{'['.rjust(len(begin[0]))}{inside}{']'.ljust(len(end[0]))}{after}"
