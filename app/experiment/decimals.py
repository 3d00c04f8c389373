"""Plain numbers in an address: the shortest decimal text that reads back to the same float64.

0.25 -> .25     -3.0 -> -3     1e-07 -> 1e-7
"""

import math
import re

#: A plain number; `static/store/link.js` writes the same form.
PATTERN = r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e-?[0-9]{1,3})?"
#: Longest plain number that is read: 17 digits of a float64 need at most 24 characters.
LONGEST = 40

_NUMBER = re.compile(PATTERN, re.ASCII)


def shortest(number: float) -> str:
    """The number in the fewest characters, without the zero before the point."""
    digits, _, exponent = repr(number).partition("e")
    digits = digits.removesuffix(".0")
    digits = re.sub(r"^(-?)0\.", r"\1.", digits)
    return f"{digits}e{int(exponent)}" if exponent else digits


def read(text: str) -> float | None:
    """The number that a text stands for; None when it is no plain, finite number."""
    if len(text) > LONGEST or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None
