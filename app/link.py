"""Experiment <-> text: the form in which an experiment travels in an address and from an open page.

    1textbook~W_h-.01_.03_.05_.07_.02_.04_...~r-.25
    | |       |
    | |       one field per thing that differs from the preset
    | the preset to start from
    the version

A field is a name, then `-` and a plain value, or `*` and packed numbers (base64 of little-endian float64).
Plain numbers are the shortest decimal text that gives the same float64, without the zero before the point,
joined by `_`. All characters are unreserved in an address (RFC 3986, 2.3) but `*`, which browsers leave alone.
`s` holds the sizes in which the arrays are written; `to` asks for other sizes, in which values that still
fit are kept. An array that is not named is the preset's, at these sizes.
`static/codec.js` writes the same fields in the browser.
"""

import base64
import re
from dataclasses import replace

import numpy as np

from app import limits
from app.experiment import ARRAYS, Experiment, ExperimentError, Sizes, check_sizes, same_value
from app.presets import PRESETS

VERSION = "1"
#: Field name in the text -> field of the Experiment.
FIELDS = {name: name for name in ARRAYS} | {"f": "activation", "l": "loss", "r": "learning_rate"}

_HEAD = re.compile(r"1([a-z_]{1,40})", re.ASCII)
_FIELD = re.compile(r"([A-Za-z_0]{1,6})([-*])(.*)", re.ASCII | re.DOTALL)
_SIZE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_NUMBER = re.compile(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)(e-?[0-9]{1,3})?", re.ASCII)
#: Longest plain value, a name or a decimal: 17 digits of a float64 need at most 24 characters.
_MAX_PLAIN = 40


def encode(experiment: Experiment, preset: str = "textbook") -> str:
    """The canonical text of an experiment: the preset and what differs from it."""
    start = PRESETS[preset]
    written = []
    if experiment.sizes != start.sizes:
        written.append("s-" + ".".join(map(str, experiment.sizes)))
        start = start.resized(experiment.sizes)
    for name, attribute in FIELDS.items():
        value = getattr(experiment, attribute)
        if not same_value(value, getattr(start, attribute)):
            written.append(name + encode_value(value))
    return "~".join([VERSION + preset, *written])


def decode(text: str) -> Experiment:
    """The experiment that a text stands for; raises ExperimentError when it is not one."""
    return decode_with_preset(text)[0]


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
    experiment = PRESETS[match[1]]
    if "s" in values:
        experiment = experiment.resized(_read_sizes(values.pop("s")))
    wanted = _read_sizes(values.pop("to")) if "to" in values else None
    changes = {}
    for name, value in values.items():
        if name not in FIELDS:
            raise ExperimentError("error.link")
        changes[FIELDS[name]] = _read_value(value, getattr(experiment, FIELDS[name]))
    experiment = replace(experiment, **changes)
    return (experiment.resized(wanted) if wanted else experiment), match[1]


def encode_value(value: np.ndarray | float | str) -> str:
    """A field's mark and value; of numbers the shorter of their decimal and their packed form."""
    if isinstance(value, str):
        return "-" + value
    flat = np.atleast_1d(np.asarray(value, dtype="<f8")).ravel()
    packed = "*" + base64.urlsafe_b64encode(flat.tobytes()).decode().rstrip("=")
    numbers = flat.tolist()
    # Python's own way to write them is quick, and longer by at most 3 characters for each number: `0.0, ` for `0_`.
    if len(str(numbers)) - 3 * len(numbers) > len(packed):
        return packed
    plain = "-" + "_".join(map(_number_text, numbers))
    return plain if len(plain) <= len(packed) else packed


def _number_text(number: float) -> str:
    digits, _, exponent = repr(number).partition("e")
    digits = digits.removesuffix(".0")
    digits = re.sub(r"^(-?)0\.", r"\1.", digits)
    return f"{digits}e{int(exponent)}" if exponent else digits


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
        if mark != "-" or len(text) > _MAX_PLAIN:
            raise ExperimentError("error.link")
        return text
    if isinstance(like, float):
        return _read_numbers(text, 1)[0] if mark == "-" else _unpack(text, 1)[0].item()
    numbers = np.array(_read_numbers(text, like.size)) if mark == "-" else _unpack(text, like.size)
    return numbers.reshape(like.shape)


def _read_numbers(text: str, size: int) -> list[float]:
    parts = text.split("_", size)
    if len(parts) != size:
        raise ExperimentError("error.link")
    for part in parts:
        if len(part) > _MAX_PLAIN or not _NUMBER.fullmatch(part):
            raise ExperimentError("error.link")
    return [float(part) for part in parts]


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
