"""Numbers as the page writes them: those that stand together in one form, a true minus sign, 0 only for exactly 0.

`static/dom/numerals.js` writes the same.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

#: A number that takes no more characters than this, without its sign, is written with all its digits: 0.125, 1.875.
_WHOLE = 7
#: Numbers up to here, and from here on, have an exponent, and this many digits before it or more.
_TINY, _HUGE = 0.9995e-3, 99_950
_BEFORE_EXPONENT = 2
#: Beside the largest, what is smaller than this is what rounding left: it decides nothing for the others.
_NOISE = 1e-12


class Room(NamedTuple):
    """What numbers that stand together are given."""

    digits: int  # significant digits wanted of the largest
    characters: int  # room for
    smallest_digits: int  # significant digits wanted of the smallest
    noise: float = _NOISE  # what is smaller than this part of the largest decides nothing


#: Losses are written alike everywhere.
LOSS = Room(4, 8, 2, noise=0)


@dataclass(frozen=True, slots=True)
class Format:
    """How numbers that stand together are written."""

    kind: str  # whole: with all their digits; fixed: with as many decimals; exponent
    decimals: int
    least: float  # what is smaller has an exponent in any case


def format_of(values: Iterable[float], room: Room, finer: int = 0) -> Format:
    """The format of numbers that stand together; `finer` asks for so many more digits, and for room for them."""
    digits = room.digits
    finite = [value for value in values if value != 0 and math.isfinite(value)]
    sizes = list(dict.fromkeys(abs(value) for value in finite))
    largest = max(sizes, default=0.0)
    least = room.noise * largest
    wholes = [_whole(size) for size in sizes]
    if None not in wholes:
        return Format("whole", max(map(_decimals, wholes), default=0), least)
    told = [size for size in sizes if size >= least]
    smallest, before = min(told), max(_BEFORE_EXPONENT, digits - 1) - 1 + finer
    exponent = Format("exponent", before, least)
    if largest < _TINY or largest >= _HUGE:
        return _apart(told, exponent, before + 1)
    sign, integer = any(value < 0 for value in finite), max(1, _exponent(largest) + 1)
    free = room.characters + finer - sign - integer - 1  # behind the point
    exact = max(_decimals(text or "") for text in wholes)
    wanted = finer + max(_needed(largest, digits), _needed(smallest, room.smallest_digits), exact)
    for more, digits_of_least in ((0, 2), (1, 2), (1, 1)):
        decimals = max(0, min(wanted, free + more), min(exact, free + 1))
        if decimals >= _needed(smallest, digits_of_least):
            return _apart(told, Format("fixed", decimals, least), max(decimals, min(decimals + 2, free + 1)))
    return _apart(told, exponent, before + 1)


def written(value: float, form: Format) -> str:
    """A number in a format."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    size = abs(value)
    text = _whole(size) if form.kind == "whole" else None
    if text is None and form.kind == "fixed" and size >= form.least:
        text = _fixed(size, form.decimals)
    if text is None or float(text) == 0:
        text = _with_exponent(size, 0 if size < form.least else form.decimals)
    return ("−" if value < 0 else "") + text


def short(value: float, digits: int = 3) -> str:
    """A number that stands alone: 0.762, 0.00591, −3.5e-9, 0 for exactly 0."""
    return written(value, format_of([value], Room(digits, 8, digits)))


def losses_written(losses: Iterable[float], before: float, after: float) -> tuple[str, str, str]:
    """Two of a run's losses, before an update and after it, and how far they are apart; the last is empty where they
    are not finite, or equal.

    They have the digits that all losses of the run have on the page, and their difference as many as the printed
    losses give; where that is less than two, all have more.
    """
    losses, apart = list(losses), abs(after - before)
    forms = [format_of(losses, LOSS, finer) for finer in range(6)]
    first, second = written(before, forms[0]), written(after, forms[0])
    if not math.isfinite(apart) or apart == 0:
        return first, second, ""
    for form in forms:
        first, second = written(before, form), written(after, form)
        given = abs(_exact(first) - _exact(second))
        for decimals in range(form.decimals, form.decimals - 3, -1):
            difference = written(apart, replace(form, decimals=max(0, decimals)))
            if _significant(difference) >= min(2, _significant(short(apart))) and _rounds_to(given, difference):
                return first, second, difference
    return first, second, "≈ " + short(apart, 2)


def product_written(factors: Sequence[float], digits: int = 2) -> tuple[list[str], str]:
    """Numbers and their product, which has so many digits: they have as many as it takes that they give it."""
    product = short(math.prod(factors), digits)
    for finer in range(digits, digits + 5):
        printed = [short(factor, finer) for factor in factors]
        if _rounds_to(math.prod(map(_exact, printed)), product):
            return printed, product
    return printed, "≈ " + product


def sum_written(parts: Sequence[float]) -> tuple[list[str], str]:
    """Numbers and their sum, all in one format with as many digits as it takes that they give it."""
    total = math.fsum(parts)
    for finer in range(6):
        form = format_of([*parts, total], Room(3, 8, 2), finer)
        printed, result = [written(part, form) for part in parts], written(total, form)
        if _rounds_to(sum(map(_exact, printed), Decimal(0)), result):
            return printed, result
    return printed, "≈ " + result


def read(text: str) -> float:
    """What a number reads that was written here."""
    return float(text.replace("−", "-").replace("∞", "inf"))


def _exact(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def _significant(text: str) -> int:
    """How many significant digits a written number has."""
    return len(_exact(text).as_tuple().digits)


def _rounds_to(value: Decimal, text: str) -> bool:
    """Whether a value, rounded as a written number is, gives just that one."""
    written_exactly = _exact(text)
    return abs(value - written_exactly) < Decimal(5).scaleb(written_exactly.as_tuple().exponent - 1)


def _whole(size: float) -> str | None:
    """The shortest decimal of a number, but for the last bits of a sum of decimals; None where it is long."""
    rounded = float(f"{size:.11e}")
    if size < 1e-6 or size >= 1e21 or abs(rounded - size) > _NOISE * size:
        return None
    text = f"{Decimal(repr(rounded)):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if len(text) <= _WHOLE else None


def _fixed(size: float, decimals: int) -> str:
    """Halves go away from 0, as JavaScript rounds them."""
    return f"{Decimal(size).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def _with_exponent(size: float, decimals: int) -> str:
    rounded = Context(prec=decimals + 1, rounding=ROUND_HALF_UP).create_decimal(size)
    mantissa, exponent = f"{rounded:.{decimals}e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _exponent(size: float) -> int:
    return math.floor(math.log10(size))


def _needed(size: float, digits: int) -> int:
    """Decimals that it takes to write so many significant digits."""
    return max(0, digits - 1 - _exponent(size))


def _apart(sizes: list[float], form: Format, most: int) -> Format:
    """The format with as many decimals, up to `most`, as it takes to tell numbers that differ."""
    for decimals in range(form.decimals, most + 1):
        finer = replace(form, decimals=decimals)
        if len({written(size, finer) for size in sizes}) == len(sizes):
            return finer
    return form
