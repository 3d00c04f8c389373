"""Experiment <-> text: the form in which an experiment travels in an address and from an open page.

    1textbook~W_h.*gaussian-.1-7*5-.25~B-1_1_1_.5~r-.25
    | |       |
    | |       one field per thing that differs from the preset
    | the preset to start from
    the version

A field is a name, then `-` and a plain value, or `*` and packed numbers (base64 of little-endian float64). Of an
array it may also be `.`, which leaves what the preset has, and after each of the three, steps that change it:
fills and single cells, see `recipes.py`. Plain numbers are joined by `_`, see `decimals.py`.
All characters are unreserved in an address (RFC 3986, 2.3) but `*`, which browsers leave alone.
`s` holds the sizes in which the arrays are written; `to` asks for other sizes, in which values that still
fit are kept. An array that is not named is the preset's, at these sizes.
`static/store/link.js` writes the same fields in the browser.
"""

import base64
import re
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

import numpy as np

from app import limits
from app.experiment import decimals, recipes, seal
from app.experiment.arrays import EDITABLE, Sizes, on_page
from app.experiment.experiment import Experiment, ExperimentError, check_sizes, same_value
from app.experiment.presets import PRESETS
from app.experiment.recipes import Cell, Steps

VERSION = "1"
#: Field name in the text -> fields of the Experiment.
FIELDS: dict[str, tuple[str, ...]] = {
    **{on_page(name): (name,) for name in EDITABLE},
    "f": ("activation",),
    "l": ("loss", "placement"),
    "r": ("learning_rate",),
}
#: What the text says of the loss -> what it is and where it stands; the page offers these in this order.
LOSS_WORDS = {
    "every": ("half_squared_error", "every"),
    "last": ("half_squared_error", "last"),
    "hand": ("given_gradient", "every"),
}

#: The fields that hold an array.
_ARRAYS = tuple(map(on_page, EDITABLE))

_HEAD = re.compile(rf"{VERSION}([a-z_]{{1,40}})", re.ASCII)
_FIELD = re.compile(r"([A-Za-z_0]{1,6})([-*.])(.*)", re.ASCII | re.DOTALL)
_SIZE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
#: Up to this many cells that differ are written one by one, each in at least so many characters: `*0-1`.
_MAX_CELLS = 1_000
_CELL_LENGTH = 4
#: An edit leaves most fields as they were: the last ones are remembered, but for those of more numbers than this.
_REMEMBERED = 32
_MOST_NUMBERS = 2**14


def encode(experiment: Experiment, preset: str = "textbook") -> str:
    """The canonical text of an experiment: the preset and what differs from it."""
    start = PRESETS[preset]
    written = []
    if experiment.sizes != start.sizes:
        written.append("s-" + ".".join(map(str, experiment.sizes)))
        start = start.resized(experiment.sizes)
    for field, attributes in FIELDS.items():
        value, before = field_value(experiment, field), field_value(start, field)
        if not same_value(value, before):
            written.append(field + _shortest_value(value, before, experiment.recipes.get(attributes[0], ())))
    return "~".join([VERSION + preset, *written])


def decode(text: str) -> Experiment:
    """The experiment that a text stands for; raises ExperimentError when it is not one."""
    return decode_with_preset(text)[0]


def decode_link(text: str) -> tuple[Experiment, str]:
    """The same for a link: under its seal, or as it was before a chat escaped it or put words around it."""
    try:
        return decode_with_preset(seal.opened(text))
    except ExperimentError as error:
        for other in seal.mended(text) if len(text) <= limits.MAX_LINK else ():
            if other != text:
                with suppress(ExperimentError):
                    return decode_with_preset(seal.opened(other))
        raise error


def decode_with_preset(text: str) -> tuple[Experiment, str]:
    """The experiment that a text stands for, and the name of the preset it starts from."""
    if len(text) > limits.MAX_TEXT:
        raise ExperimentError("error.link_long", largest=limits.MAX_TEXT)
    head, *written = text.split("~", len(FIELDS) + 3)
    match = _HEAD.fullmatch(head)
    if not match or match[1] not in PRESETS:
        raise ExperimentError("error.link")
    values = dict(_split_field(field) for field in written)
    if len(values) != len(written):
        raise ExperimentError("error.link")
    start = PRESETS[match[1]]
    if "s" in values:
        start = start.resized(_read_sizes(values.pop("s")))
    wanted = _read_sizes(values.pop("to")) if "to" in values else None
    if not values.keys() <= FIELDS.keys():
        raise ExperimentError("error.link")
    experiment = _changed(start, values)
    return (experiment.resized(wanted) if wanted else experiment), match[1]


def field_value(experiment: Experiment, field: str) -> np.ndarray | float | str:
    """What the text says in a field of this name: of the loss a word, of all others what the experiment has."""
    values = tuple(getattr(experiment, attribute) for attribute in FIELDS[field])
    return next(word for word, chosen in LOSS_WORDS.items() if chosen == values) if field == "l" else values[0]


def _changed(start: Experiment, values: dict[str, tuple[str, str]]) -> Experiment:
    """The preset with the fields of a text; every field is looked at before any array is filled."""
    arrays = {field: _split_steps(values[field]) for field in _ARRAYS if field in values}
    changes, made = {}, {}
    for field, value in values.items():
        read = _read_value(arrays[field][0] if field in arrays else value, field_value(start, field))
        changes |= zip(FIELDS[field], _loss_of(read) if field == "l" else (read,), strict=True)
    for field, ((mark, _), steps) in arrays.items():
        (name,) = FIELDS[field]
        base = changes[name]
        changes[name] = recipes.make(steps, base)
        settled = recipes.settled(steps, base)
        leaves_room = recipes.count_fills(settled) <= limits.MAX_RECIPE_FILLS / 2  # for fills to come
        if leaves_room and (mark == "." or recipes.starts_anew(settled)):
            made[name] = settled
    return replace(start, **changes, recipes=made)


def _loss_of(word: str) -> tuple[str, str]:
    if word not in LOSS_WORDS:
        raise ExperimentError("error.choice", name="loss", found=word)
    return LOSS_WORDS[word]


def encode_value(value: np.ndarray | float | str) -> str:
    """A field's mark and value; of numbers the shorter of their decimal and their packed form."""
    if isinstance(value, str):
        return "-" + value
    data = np.asarray(value, dtype="<f8").tobytes()
    return (_numbers_text if len(data) <= 8 * _MOST_NUMBERS else _numbers_text.__wrapped__)(data)


@lru_cache(maxsize=_REMEMBERED)
def _numbers_text(data: bytes) -> str:
    packed = "*" + base64.urlsafe_b64encode(data).decode().rstrip("=")
    numbers = np.frombuffer(data, dtype="<f8").tolist()
    # Python's own way to write them is quick, and longer by at most 3 characters for each number: `0.0, ` for `0_`.
    if len(str(numbers)) - 3 * len(numbers) > len(packed):
        return packed
    plain = "-" + "_".join(map(decimals.shortest, numbers))
    return plain if len(plain) <= len(packed) else packed


def _shortest_value(value: np.ndarray | float | str, start: np.ndarray | float | str, recipe: Steps) -> str:
    """A field's mark and value; of an array the shortest of its numbers and the steps that lead to it."""
    forms = [encode_value(value)]
    if isinstance(value, np.ndarray):
        for steps in {(): None, recipe: None}:
            made = recipes.make(steps, start)
            cells = recipes.differences(value, made)
            if len(cells) <= _MAX_CELLS and _CELL_LENGTH * len(cells) < len(forms[0]):
                changed = (Cell(int(i), value.flat[i].item()) for i in cells)
                forms.append("." + recipes.to_text((*steps, *changed)))
    return min(forms, key=len)


def _split_steps(value: tuple[str, str]) -> tuple[tuple[str, str], Steps]:
    """An array's value without its steps, and the steps."""
    mark, text = value
    base, star, steps = text.partition("*")
    return (mark, base), recipes.from_text(steps) if star else ()


def _split_field(field: str) -> tuple[str, tuple[str, str]]:
    match = _FIELD.fullmatch(field)
    if not match:
        raise ExperimentError("error.link")
    return match[1], (match[2], match[3])


def _read_sizes(value: tuple[str, str]) -> Sizes:
    parts = value[1].split(".", 4)
    if value[0] != "-" or len(parts) != 4 or not all(_SIZE.fullmatch(part) for part in parts):
        raise ExperimentError("error.link")
    sizes = Sizes(*map(int, parts))
    check_sizes(sizes)
    return sizes


def _read_value(value: tuple[str, str], like: np.ndarray | float | str) -> np.ndarray | float | str:
    mark, text = value
    if isinstance(like, str):
        if mark != "-" or len(text) > decimals.LONGEST:
            raise ExperimentError("error.link")
        return text
    if isinstance(like, float):
        return _read_numbers(value, 1)[0].item()
    if mark == ".":
        if text:
            raise ExperimentError("error.link")
        return like
    return _read_numbers(value, like.size).reshape(like.shape)


def _read_numbers(value: tuple[str, str], size: int) -> np.ndarray:
    return (_numbers_of if size <= _MOST_NUMBERS else _numbers_of.__wrapped__)(*value, size)


@lru_cache(maxsize=_REMEMBERED)
def _numbers_of(mark: str, text: str, size: int) -> np.ndarray:
    numbers = _unpack(text, size) if mark == "*" else _plain_numbers(mark, text, size)
    numbers.flags.writeable = False  # whoever reads the same text gets the same array
    return numbers


def _plain_numbers(mark: str, text: str, size: int) -> np.ndarray:
    parts = text.split("_", size)
    if mark != "-" or len(parts) != size:
        raise ExperimentError("error.link")
    numbers = [decimals.read(part) for part in parts]
    if None in numbers:
        raise ExperimentError("error.link")
    return np.array(numbers)


def _unpack(text: str, size: int) -> np.ndarray:
    if len(text) != -(-size * 8 * 4 // 3):
        raise ExperimentError("error.link")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise ExperimentError("error.link") from error
    if len(data) != size * 8:  # padding among the characters stands for no bytes
        raise ExperimentError("error.link")
    return np.frombuffer(data, dtype="<f8").astype(np.float64)
