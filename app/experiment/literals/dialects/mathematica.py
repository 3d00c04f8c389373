"""Mathematica: {{1, 2}, {3, 4*^-3}}; a text that begins with a brace and has no other brackets."""

import re

from app.experiment.literals.dialects.blanks import NUMBER, blanked, padded

_POWER = re.compile(rf"({NUMBER})`?\d*\*\^([-+]?\d+)")
_PRECISION = re.compile(r"(?<=[\d.])`+[\d.]*")
_SHOWN = re.compile(r"//[ ]*\w+[ \t\n;]*$")


def mathematica(text: str, name: str) -> str:
    """Braces as brackets."""
    if not text.lstrip(" \t\n=").startswith("{") or re.search(r"[\[\]()]", text):
        return text
    text = padded(_POWER, text, lambda match: f"{match[1]}e{match[2]}")
    return blanked(_SHOWN, blanked(_PRECISION, text)).translate(str.maketrans("{}", "[]"))
