"""Numbers as the page writes them: significant digits, a true minus sign, and 0 only for exactly 0."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

#: Halves go away from 0, as JavaScript rounds them.
_TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_UP)


def short(value: float, digits: int = 3) -> str:
    """A number in few characters: 0.762, 0.0059, −3.5e-9, 0 for exactly 0. `static/dom/numerals.js` does the same."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    size = abs(value)
    if size < 0.9995e-3 or size >= 99_950:
        mantissa, exponent = f"{_TWO_DIGITS.create_decimal(size):.1e}".split("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}"
    else:
        decimals = min(digits + 1, max(0, digits - 1 - math.floor(math.log10(size))))
        text = str(Decimal(size).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
        whole = repr(size).removesuffix(".0")
        text = whole if len(whole) < len(text) else text
    return ("−" if value < 0 else "") + text
