"""Intake: what a person gives for an array -> the experiment with it, or what there is to ask.

Nothing is guessed in silence: where a text can be read in two ways, where its shape is another one, or where its name
says that it is the transpose, there are offers, each with the text that stands for it alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.experiment.arrays import ARRAYS, AXES, Sizes, on_page
from app.experiment.experiment import Experiment, ExperimentError, check_sizes
from app.experiment.literals import LiteralError, Reading, fitted, misfit, readings, write
from app.experiment.literals.names import is_transposed

#: A key of the catalogues and the values that its sentence names.
Said = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Offer:
    """One way to take what was given."""

    said: Said
    source: str  # the text that is read in this way alone
    sizes: Sizes | None = None  # that the experiment has then, where it has others now


@dataclass(frozen=True)
class Taken:
    """What came of it: the experiment with the array, or as it was with what there is to ask."""

    experiment: Experiment
    notes: tuple[Said, ...] = ()
    offers: tuple[Offer, ...] = ()
    error: LiteralError | None = None


@dataclass(frozen=True)
class Place:
    """Where a block goes that was pasted into a cell."""

    at: int  # the flat index of the cell
    flat: bool = False  # whether rows are shown as columns, so that a block may come turned


def take(
    experiment: Experiment, name: str, source: str, *, place: Place | None = None, sizes: Sizes | None = None
) -> Taken:
    """The array `name` from a text, at other sizes where these were asked for; raises LiteralError for what is none."""
    start = experiment.resized(sizes) if sizes else experiment
    now = getattr(start, name)
    found = readings(source, name)
    fits = _distinct((reading, _put(reading.values, now, place)) for reading in found)
    if len(fits) > 1:
        return Taken(experiment, offers=tuple(_read_as(reading, values) for reading, values in fits))
    if not fits:
        error = misfit(source, found[0].values, now.shape) if place is None else _no_room(found[0].values, now, place)
        offers = tuple(_offers(experiment, name, found[0].values)) if place is None else ()
        return Taken(experiment, offers=offers, error=error)
    ((reading, values),) = fits
    if place is None and is_transposed(source, name) and values.ndim == 2 and values.shape[0] == values.shape[1]:
        return Taken(experiment, offers=_as_multiplied(values))
    return Taken(replace(start, **{name: values}), notes=tuple(_notes(reading)))


def carried(experiment: Experiment, h_last: np.ndarray) -> Experiment:
    """The experiment that begins where the last pass ended: h_0 is the h_T of each sample, (batch_size, n_nodes)."""
    return replace(experiment, h_initial=h_last)


def _put(values: np.ndarray, now: np.ndarray, place: Place | None) -> np.ndarray | None:
    """The array with these values; None where they do not fit."""
    if place is None:
        return fitted(values, now.shape)
    block = values.reshape(1, -1) if values.ndim < 2 else values
    if block.ndim > 2 or not block.size:
        return None
    for turned in (block.T, block) if place.flat else (block,):
        made = _placed(turned, now, place.at)
        if made is not None:
            return made
    return None


def _placed(block: np.ndarray, now: np.ndarray, at: int) -> np.ndarray | None:
    made = np.array(now).reshape(-1, *_sheet(now))
    sample, row, column = np.unravel_index(at, made.shape)
    part = made[sample, row : row + block.shape[0], column : column + block.shape[1]]
    if part.shape != block.shape:
        return None
    part[...] = block
    return made.reshape(now.shape)


def _sheet(now: np.ndarray) -> tuple[int, int]:
    """Rows and columns of what one sample has of an array."""
    return (now.shape[-2] if now.ndim > 1 else 1, now.shape[-1])


def _no_room(values: np.ndarray, now: np.ndarray, place: Place) -> LiteralError:
    rows, columns = np.atleast_2d(values).shape[-2:]
    _, row, column = np.unravel_index(place.at, (now.size // (_sheet(now)[0] * _sheet(now)[1]), *_sheet(now)))
    room = {"room_rows": _sheet(now)[0] - int(row), "room_columns": _sheet(now)[1] - int(column)}
    return LiteralError("error.paste_shape", line=1, column=1, rows=rows, columns=columns, **room)


def _distinct(fits: Iterator[tuple[Reading, np.ndarray | None]]) -> list[tuple[Reading, np.ndarray]]:
    found: list[tuple[Reading, np.ndarray]] = []
    for reading, values in fits:
        if values is not None and not any(np.array_equal(values, other) for _, other in found):
            found.append((reading, values))
    return found


def _read_as(reading: Reading, values: np.ndarray) -> Offer:
    key = "offer.comma" if reading.decimal == "," else "offer.point"
    return Offer((key, {"numbers": _in_short(reading.values)}), write(values))


def _as_multiplied(values: np.ndarray) -> tuple[Offer, ...]:
    """The two ways to take a square matrix whose name says that it stands left of what it multiplies."""
    return (
        Offer(("offer.transposed", {"numbers": _in_short(values.T)}), write(values.T)),
        Offer(("offer.as_it_is", {"numbers": _in_short(values)}), write(values)),
    )


def _notes(reading: Reading) -> Iterator[Said]:
    if reading.header:
        yield "note.header", {"what": _quoted(reading.header)}
    if reading.index:
        yield "note.index", {"what": _quoted(reading.index)}


def _offers(experiment: Experiment, name: str, values: np.ndarray) -> Iterator[Offer]:
    """What can be made of values of another shape."""
    shape = getattr(experiment, name).shape
    if values.ndim == 0:
        yield Offer(("offer.all", {"number": _in_short(values), "name": on_page(name)}), write(np.full(shape, values)))
        return
    turned = fitted(values.T, shape)
    if turned is not None:
        yield Offer(("offer.turned", {"found": values.shape, "expected": shape}), write(turned))
    for axes in _as_axes(name, values):
        sizes = _sizes(experiment.sizes, name, axes)
        if sizes:
            changed = ", ".join(
                f"{field} = {new}"
                for field, new in zip(Sizes._fields, sizes, strict=True)
                if new != getattr(experiment.sizes, field)
            )
            yield Offer(("offer.resize", {"found": values.shape, "sizes": changed}), write(values.reshape(axes)), sizes)
            break
    if turned is None and values.size == np.prod(shape):
        yield Offer(("offer.row_by_row", {"count": values.size, "expected": shape}), write(values.reshape(shape)))


def _as_axes(name: str, values: np.ndarray) -> Iterator[tuple[int, ...]]:
    """The shapes in which values may be the whole of an array: a row of numbers is a sequence of one feature, too."""
    count = len(ARRAYS[name].axes)
    if values.ndim == 1 and count == 3:
        yield (1, values.size, 1)
    if values.ndim <= count:
        yield (1,) * (count - values.ndim) + values.shape
    elif values.ndim == 2 and values.shape[1] == 1:
        yield (values.shape[0],)


def _sizes(now: Sizes, name: str, shape: Sequence[int]) -> Sizes | None:
    """The sizes at which an array has a shape; None where there are none."""
    wanted: dict[str, int] = {}
    for axis, size in zip(ARRAYS[name].axes, shape, strict=True):
        if wanted.setdefault(AXES[axis], size) != size:
            return None
    sizes = now._replace(**wanted)
    try:
        check_sizes(sizes)
    except ExperimentError:
        return None
    return sizes if sizes != now else None


def _in_short(values: np.ndarray) -> str:
    """Numbers as a button names them: few, on one line."""
    text = np.array2string(
        np.asarray(values), separator=", ", threshold=8, edgeitems=2, precision=4, floatmode="maxprec"
    )
    return " ".join(text.split())


def _quoted(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
