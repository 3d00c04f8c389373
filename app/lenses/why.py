"""The lens "why this size": what slopes and W_h do to the gradient's length, step by step and together."""

import math
from collections.abc import Mapping

from app.lenses.lens import View, step_in
from app.timeline.numerals import product_written, short
from app.trace import Trace, matrix
from app.trace.factors import Factors, factors, way
from app.translations import Catalogue

#: Factors that differ from 1 by less than this part leave a length as it is.
_SAME = math.log(1.005)
#: What has less than this part in what becomes of a length, as powers go, is not named as its cause.
_ASIDE = 0.02


def why(trace: Trace, settings: Mapping[str, str], sample: int, text: Catalogue) -> View:
    """`from` and `to` are the steps between which factors are multiplied; `jacobian` asks for dh_from/dh_to."""
    n_sequences = trace.experiment.sizes.n_sequences
    last = step_in(settings, "from", n_sequences, 1, n_sequences)
    first = min(last, step_in(settings, "to", 1, 1, n_sequences))
    found = factors(trace, sample)
    known = matrix(trace.experiment.W_h)
    shows = {
        "from": last,
        "to": first,
        "said": verdict(found, last, first, text),
        "joins": _joins(found, last, first, text),
        "matrix": known and {
            "eigenvalues": [[value.real, value.imag] for value in known.eigenvalues],
            "radius": known.spectral_radius,
            "largest": known.singular_values[0],
            "least": known.singular_values[-1],
            "normal": known.normal,
        },
        "promise": known and _promise(known.spectral_radius, known.singular_values[0], known.normal, text),
    }  # fmt: skip
    arrays = {"slope": found.slope, "W_h": found.W_h, "by_node": found.by_node}
    if "jacobian" in settings:
        through = way(trace, sample, last, first)
        if through:
            arrays |= {"jacobian": through.jacobian, "singular": through.singular_values}
    return View(shows, arrays)


def verdict(found: Factors, last: int, first: int, text: Catalogue) -> str:
    """Who makes the gradient as small or as large as it is."""
    slope, W_h = found.between(last, first)
    if last == first:
        return text("why.said.nowhere", t=last)
    for t in range(last, first, -1):
        if math.isnan(found.slope[t - 1]):
            return text("why.said.none", t=t)
        if 0 in (found.slope[t - 1], found.W_h[t - 1]):
            return text(
                "why.said.ends.slope" if found.slope[t - 1] == 0 else "why.said.ends.W_h", t=t, last=last, first=first
            )
    product = slope * W_h
    if product == 0 or not math.isfinite(product):
        return text("why.said.underflow" if product == 0 else "why.said.overflow", last=last, first=first)
    (one, other), both = product_written([slope, W_h])
    numbers = text("why.said.numbers", last=last, first=first, slope=one, W_h=other, left=both)
    return text("list.sentences").join([text(f"why.said.{_blame(slope, W_h)}"), numbers])


def _blame(slope: float, W_h: float) -> str:
    by_slope, by_W_h = math.log(slope), math.log(W_h)
    total = by_slope + by_W_h
    counts = max(_SAME, _ASIDE * abs(total))
    if abs(total) < _SAME:
        return "same.both" if abs(by_slope) < _SAME else "same.cancel"
    if total > 0:
        return "grows" if by_slope > -counts else "grows.against"
    if by_W_h > counts:
        return "slope.against"
    if by_W_h > -counts:
        return "slope"
    if by_slope > -counts:
        return "W_h"
    return "both.slope" if by_slope < by_W_h else "both.W_h"


def _joins(found: Factors, last: int, first: int, text: Catalogue) -> str:
    """Which steps on the way add a gradient of their own."""
    joining = [t for t in range(first, last) if found.own[t - 1] > 0]
    if not joining:
        return ""
    if len(joining) > 4:
        return text("why.joins.many", count=len(joining), first=joining[0], last=joining[-1])
    each = [text("why.joins.one", t=t, length=short(found.own[t - 1])) for t in reversed(joining)]
    return text("why.joins", each=text("list.and").join(each))


def _promise(radius: float, largest: float, normal: bool, text: Catalogue) -> str:
    """What the eigenvalues and singular values of W_h say of its factor beyond their size."""
    numbers = {"radius": short(radius), "largest": short(largest)}
    if normal:
        return text("why.promise.normal", **numbers)
    if radius == 0:
        return text("why.promise.nilpotent", **numbers)
    return text("why.promise.grows", **numbers) if radius < 1 < largest else ""
