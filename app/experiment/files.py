"""The arrays in a file: NumPy's .npy and .npz, JSON, CSV and TSV, notebooks.

Nothing in a file is executed and no pickle is opened; how large an array is stands in its header, which is read first.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from tokenize import TokenError

import numpy as np

from app import limits
from app.experiment.experiment import ExperimentError
from app.experiment.literals import LiteralError, readings, write

#: An array that was found: what it is called in the file, its shape, and its text.
Found = tuple[str, tuple[int, ...], str]

_MOST_FOUND = 40
_ENCODINGS = ("utf-8-sig", "cp932", "latin-1")
_SAVED_BY = {
    "pt": "torch", "pth": "torch", "bin": "torch", "safetensors": "torch", "ckpt": "torch",
    "h5": "keras", "hdf5": "keras", "keras": "keras", "weights": "keras",
    "xlsx": "sheet", "xls": "sheet", "ods": "sheet", "numbers": "sheet",
    "pkl": "pickle", "pickle": "pickle", "joblib": "pickle", "mat": "pickle", "rds": "pickle",
}  # fmt: skip


def arrays_in(name: str, data: bytes) -> list[Found]:
    """The arrays in a file of this name; raises ExperimentError for a file that has none, or cannot be read."""
    kind = name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if kind in _SAVED_BY:
        raise ExperimentError(f"error.file.{_SAVED_BY[kind]}", name=name)
    if kind not in _READERS:
        raise ExperimentError("error.file.kind", name=name, allowed=", ".join(f".{known}" for known in _READERS))
    found = []
    for label, values in _READERS[kind](name, data):
        found.append((label, values.shape, write(values)))
        if len(found) == _MOST_FOUND:
            break
    if not found:
        raise ExperimentError("error.file.empty", name=name)
    return found


Arrays = Iterator[tuple[str, np.ndarray]]


def _npy(name: str, data: bytes) -> Arrays:
    yield name, _array(name, io.BytesIO(data))


def _npz(name: str, data: bytes) -> Arrays:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist()[:_MOST_FOUND]:
                if member.endswith(".npy"):
                    with archive.open(member) as file:
                        yield member.removesuffix(".npy"), _array(name, file)
    except ExperimentError:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise ExperimentError("error.file.broken", name=name) from error


def _array(name: str, file: io.BufferedIOBase) -> np.ndarray:
    """One array in NumPy's format: what its header says is looked at before anything of that size is read."""
    try:
        version = np.lib.format.read_magic(file)
        header = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}.get(version)
        if header is None:
            raise ExperimentError("error.file.broken", name=name)
        shape, by_column, dtype = header(file)
        if dtype.hasobject or dtype.kind not in "biuf":
            raise ExperimentError("error.file.numbers", name=name, found=str(dtype))
        count = int(np.prod(shape, dtype=object))
        if min(shape, default=0) < 0:
            raise ExperimentError("error.file.broken", name=name)
        if count > limits.MAX_CELLS:
            raise ExperimentError("error.file.large", name=name, found=shape, largest=limits.MAX_CELLS)
        content = file.read(count * dtype.itemsize)
        values = np.frombuffer(content, dtype=dtype, count=count).reshape(shape, order="F" if by_column else "C")
    except (ValueError, EOFError, SyntaxError, TokenError) as error:
        if isinstance(error, ExperimentError):
            raise
        raise ExperimentError("error.file.broken", name=name) from error
    if not np.isfinite(values).all():
        raise ExperimentError("error.file.not_finite", name=name)
    return values.astype(np.float64)


def _json(name: str, data: bytes) -> Arrays:
    yield from _nested(name, _parsed(name, data))


def _parsed(name: str, data: bytes) -> object:
    try:
        return json.loads(_text(data))
    except (ValueError, RecursionError) as error:
        raise ExperimentError("error.file.broken", name=name) from error


def _nested(label: str, value: object, depth: int = 0) -> Arrays:
    """Lists of numbers, and those within objects by their names."""
    if isinstance(value, dict) and depth < 8:
        for key, inner in value.items():
            yield from _nested(str(key), inner, depth + 1)
    elif isinstance(value, list) and value:
        try:
            numbers = np.array(value)
        except ValueError:
            return
        if numbers.dtype.kind in "iuf" and numbers.size <= limits.MAX_CELLS and np.isfinite(numbers).all():
            yield label, numbers.astype(np.float64)


def _table(name: str, data: bytes) -> Arrays:
    for reading in readings(_text(data)):
        label = name if not reading.decimal else f"{name} ({'0,5' if reading.decimal == ',' else '0.5'})"
        yield label, reading.values


def _notebook(name: str, data: bytes) -> Arrays:
    """What the cells of a notebook show and assign, as far as it is an array of two numbers or more."""
    notebook = _parsed(name, data)
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    for cell in cells if isinstance(cells, list) else []:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = _joined(cell.get("source"))
        for label in dict.fromkeys(re.findall(r"^([A-Za-z_]\w*)\s*=(?!=)", source, re.MULTILINE)):
            yield from _readable(label, _statement(source, label))
        last = source.strip().splitlines()[-1:] or [name]
        for output in cell.get("outputs") or []:
            if isinstance(output, dict):
                shown = (
                    output.get("data", {}).get("text/plain")
                    if isinstance(output.get("data"), dict)
                    else output.get("text")
                )
                yield from _readable(last[0][:40], _joined(shown))


def _statement(source: str, label: str) -> str:
    """What is assigned to a name the last time, up to the next line that is not indented."""
    found = re.findall(rf"^{label}\s*=(?!=)(.*(?:\n[ \t)\]].*)*)", source, re.MULTILINE)
    return found[-1] if found else ""


def _readable(label: str, text: str) -> Arrays:
    if not re.search(r"\d", text) or len(text) > limits.MAX_LITERAL:
        return
    try:
        values = readings(text)[0].values
    except LiteralError:
        return
    if values.size > 1:
        yield label, values


def _joined(lines: object) -> str:
    return (
        "".join(line for line in lines if isinstance(line, str))
        if isinstance(lines, list)
        else lines
        if isinstance(lines, str)
        else ""
    )


def _text(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or what spreadsheets in Japan and in the West write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


_READERS: dict[str, Callable[[str, bytes], Arrays]] = {
    "npy": _npy,
    "npz": _npz,
    "json": _json,
    "csv": _table,
    "tsv": _table,
    "txt": _table,
    "ipynb": _notebook,
}
