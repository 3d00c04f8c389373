"""The lens "where from": which loss sent which part of a gradient, and what cutting the way back leaves out."""

import math
from collections.abc import Mapping

import numpy as np

from app.experiment import LOSSES, WEIGHTS
from app.lenses.lens import View, step_in
from app.timeline.numerals import product_written, short, sum_written
from app.trace import Trace
from app.trace.sources import CUTS, Lost, Sources, alone, by_loss, cut, sources
from app.translations import Catalogue

#: Losses at this many steps or more after the one that they reach are told together.
BANDS = 5
#: So many losses have their part of a weight gradient shown each; the others together.
_SHARES = 3
#: The arrays of a way back that the diagram and the ledger show.
_SHOWN = ("dh_output", "dh_next", "dh", "da", "dx", "dh_initial", *(f"d{name}" for name in WEIGHTS))


def where(trace: Trace, settings: Mapping[str, str], sample: int, text: Catalogue) -> View:
    """`loss` and `step` choose a part, `cut` and `way` shorten the way back, `share` names a weight."""
    found = sources(trace, sample)
    if found is None:
        return View({"overflow": text("where.overflow")})
    n_sequences = len(found.whole)
    shows: dict = {
        "badge": _badge(found, text),
        "sums": [_sum(found, t, trace, text) for t in range(1, n_sequences + 1)],
    }
    arrays = {"lengths": found.lengths, "projections": bands(found), "whole": found.whole}
    s = step_in(settings, "loss", 0, 0, n_sequences)
    if s and trace.experiment.carries_loss[s - 1]:
        t = step_in(settings, "step", 0, 0, s)
        shows |= {"loss": s, "step": t, "followed": _followed(found, s, t, trace, text)}
        bwd = alone(trace, s)
        arrays |= {f"only.{name}": getattr(bwd, name) for name in _SHOWN}
    if settings.get("share") in WEIGHTS:
        shows["shares"], arrays["shares"] = _shares(trace, settings["share"], text)
    k = step_in(settings, "cut", 0, 0, n_sequences)
    if k:
        shows["cut"] = _cut(trace, k, settings.get("way") if settings.get("way") in CUTS else "chunks", text)
    return View(shows, arrays)


def bands(found: Sources) -> np.ndarray:
    """Projections by how many steps later the loss is, the last row all that are later still: (BANDS, n_sequences)."""
    n_sequences = len(found.whole)
    rows = np.full((min(BANDS, n_sequences), n_sequences), np.nan)
    for later in range(n_sequences):
        part = np.diagonal(found.projections, -later)
        row = min(later, len(rows) - 1)
        known = np.isfinite(part)
        rows[row, : len(part)] = np.where(
            known, np.nan_to_num(rows[row, : len(part)]) + np.nan_to_num(part), rows[row, : len(part)]
        )
    return rows


def _badge(found: Sources, text: Catalogue) -> str:
    if found.residual == 0:
        return text("where.badge.exact", count=found.count)
    return text("where.badge", count=found.count, residual=short(found.residual, 1))


def _name(trace: Trace, s: int) -> str:
    """What a loss at a step is called."""
    loss = LOSSES[trace.experiment.loss]
    return (loss.step_name if loss.is_error else loss.handed_name).replace("{t}", f"{{{s}}}")


def _sum(found: Sources, t: int, trace: Trace, text: Catalogue) -> str:
    """The parts of one step's gradient, which add up to its length."""
    parts = [(s, found.projections[s - 1, t - 1]) for s in range(t, len(found.whole) + 1)]
    parts = [(s, float(part)) for s, part in parts if np.isfinite(part)]
    if not parts or found.whole[t - 1] == 0:
        return text("where.sum.zero", t=t)
    if len(parts) > BANDS:
        parts = [*sorted(parts, key=lambda part: -abs(part[1]))[: BANDS - 1]]
        rest = float(found.whole[t - 1]) - math.fsum(part for _, part in parts)
        parts = [*sorted(parts), (0, rest)]
    printed, total = sum_written([part for _, part in parts])
    each = text("list.and").join(
        text("where.sum.part", part=said, loss=_name(trace, s)) if s else text("where.sum.rest", part=said)
        for (s, _), said in zip(parts, printed, strict=True)
    )
    return text("where.sum", t=t, total=total, each=each)


def _followed(found: Sources, s: int, t: int, trace: Trace, text: Catalogue) -> str:
    """The length of one part, and what each step of its way did to it."""
    name = _name(trace, s)
    if not t:
        return text("where.follow", loss=name)
    way = found.lengths[s - 1, t - 1 : s][::-1]
    if way[-1] == 0:
        gone = s - int(np.argmax(way == 0))
        return text("where.follow.gone", loss=name, s=s, t=t, gone=gone)
    if s == t:
        return text("where.follow.own", loss=name, t=t, length=short(float(way[0])))
    factors = [float(way[0]), *(way[1:] / way[:-1]).tolist()]
    if len(factors) > 5:
        factors = [factors[0], math.prod(factors[1:])]
        (begins, together), length = product_written(factors, 3)
        return text("where.follow.far", loss=name, s=s, t=t, length=length, begins=begins, factor=together, steps=s - t)
    (begins, *passed), length = product_written(factors, 3)
    steps = text("list.and").join(
        text("where.follow.step", factor=factor, t=s - 1 - i) for i, factor in enumerate(passed)
    )
    return text("where.follow.way", loss=name, s=s, t=t, length=length, begins=begins, steps=steps)


def _shares(trace: Trace, weight: str, text: Catalogue) -> tuple[dict, np.ndarray]:
    """What each loss adds to a weight gradient: the largest parts one by one, the others together, then the sum."""
    parts = by_loss(trace, weight)
    largest = sorted(parts, key=lambda s: -float(np.abs(parts[s]).max()))[:_SHARES]
    others = [part for s, part in parts.items() if s not in largest]
    shown = [(_name(trace, s), parts[s]) for s in sorted(largest)]
    if others:
        shown.append((text("where.share.others", count=len(others)), sum(others)))
    whole = getattr(trace.bwd, f"d{weight}")
    stacked = np.stack([np.atleast_2d(part) for _, part in shown] + [np.atleast_2d(whole)])
    return {"weight": weight, "names": [name for name, _ in shown]}, stacked


def _cut(trace: Trace, k: int, way: str, text: Catalogue) -> dict:
    """What is left of the gradients, and what is never learnt then."""
    n_sequences = trace.experiment.sizes.n_sequences
    found = cut(trace, k, way)
    severed = [t for t in range(1, n_sequences) if t % k == 0] if way == "chunks" else []
    lost = text("where.cut.and").join(_kept(name, one, text) for name, one in found.lost.items())
    reach = text("where.cut.nothing") if k >= n_sequences else text(f"where.cut.{way}", k=k)
    return {"k": k, "way": way, "severed": severed, "said": reach, "lost": lost}


def _kept(name: str, lost: Lost, text: Catalogue) -> str:
    """What of one gradient is left."""
    if math.isnan(lost.length):
        return text("where.cut.zero", name=name)
    if lost.length == 0:
        return text("where.cut.none", name=name)
    if lost.angle == 0 and lost.length == 1:
        return text("where.cut.same", name=name)
    angle = short(lost.angle, 2) if lost.angle < 10 else f"{lost.angle:.0f}"
    return text("where.cut.lost", name=name, angle=angle, length=short(100 * lost.length))
