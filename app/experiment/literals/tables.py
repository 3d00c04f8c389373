"""Tables of cells, as spreadsheets, CSV files and notebooks hand them over: which numbers their cells may mean.

    0,5;1,5       [[0.5, 1.5]] where a comma is the decimal sign; [[0, 5], [1, 5]] where it separates cells
    1,234         1234 or 1.234
    ,a,b          a row of headers and a column of row numbers are skipped, and said to be
    0,0.1,0.2

A text of plain cells that can be read in one way only is left to `notation.py`.
"""

import csv
import math
import re
from dataclasses import dataclass, replace

import numpy as np

from app import limits
from app.experiment.literals.error import error_at

#: What plain numbers between blanks, tabs and `;` do not have.
_MORE = re.compile(r"[^-+\d.eE;\s]")
_NO_TABLE = re.compile(r"[\[\](){}*=]")
_CELL_ERROR = re.compile(r"#(?:DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LETTER = re.compile(r"[^\W\d_]")
#: What a cell may look like where the decimal sign is a point, or a comma: with separated thousands, or without.
_THOUSANDS = {
    ".": re.compile(r"[-+]?\d{1,3}(?:[,'\u2019]\d{3})+(?:\.\d*)?"),
    ",": re.compile(r"[-+]?\d{1,3}(?:[.'\u2019]\d{3})+(?:,\d*)?"),
}
_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d+(?:,\d+)?|,\d+)(?:[eE][-+]?\d+)?")
_RULE = re.compile(r"[-:| ]+")


@dataclass(frozen=True)
class Reading:
    """One way to read a text: its numbers, not yet in the shape of an array."""

    values: np.ndarray
    decimal: str = ""  # the decimal sign, where both were possible; else empty
    header: str = ""  # the row that was skipped, as it stands
    index: str = ""  # the first entry of the column that was skipped
    is_plain: bool = False  # whether its cells are nothing but numbers with a decimal point


def readings(text: str) -> list[Reading]:
    """Every way to read a table, if there is more to say of it than its plain numbers; raises LiteralError."""
    wrong = _CELL_ERROR.search(text)
    if wrong:
        raise error_at(text, wrong.start(), "error.literal.cell", found=wrong[0])
    if _NO_TABLE.search(text) or len(text) > limits.MAX_LITERAL_TABLE:
        return []
    if not _MORE.search(text) and _is_even(text):
        return []
    found: list[Reading] = []
    for decimal in ".", ",":
        for rows in filter(None, _grids(text, decimal)):
            reading = _reading(rows, decimal)
            if reading and not any(np.array_equal(reading.values, one.values) for one in found):
                found.append(reading)
    if len(found) == 1 and found[0].is_plain and not re.search('["|]', text):
        return []
    return [replace(one, decimal=one.decimal if len(found) > 1 else "") for one in found]


def _is_even(text: str) -> bool:
    """Whether the first rows have as many cells, so that none of them is a header without a corner."""
    first = [line.split() for line in text.split("\n", 3)[:2]]
    return len({len(cells) for cells in first if cells}) < 2


def _grids(text: str, decimal: str) -> list[list[list[str]]]:
    """The cells of a table by row, with each thing that may separate them."""
    lines = [line for line in text.split("\n") if line.strip(" \t;,") or "\t" in line.strip(" ")]
    lines = [line for line in lines if line.strip()]
    if not lines:
        return []
    if all("|" in line for line in lines):
        return [
            [
                [cell.strip() for cell in line.strip().strip("|").split("|")]
                for line in lines
                if not _RULE.fullmatch(line)
            ]
        ]
    if any("\t" in line for line in lines):
        return [_split(lines, "\t")]
    if decimal == ",":
        if ";" in text:
            return [_split(lines, ";")]
        return [[line.split() for line in lines]]
    rows = [row for line in lines for row in line.split(";") if row.strip()]
    by_row = _split(rows, ",") if any("," in row for row in rows) else [row.split() for row in rows]
    grids = [by_row]
    if ";" in text:
        grids.append(_split(lines, ";"))
    if any("," in row for row in rows):
        grids.append([row.split() for row in rows])  # a comma may separate thousands
    return grids


def _split(lines: list[str], separator: str) -> list[list[str]]:
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:  # a cell longer than any number
        return []
    if separator != "\t" and all(len(row) > 1 and row[-1] == "" for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _reading(rows: list[list[str]], decimal: str) -> Reading | None:
    """What a grid of cells says, its header and its row numbers set aside; None where cells are no numbers."""
    header, index = "", ""
    width = max(map(len, rows))
    first, rest = rows[0], rows[1:]
    if rest and len(first) == width - 1 and all(len(row) == width for row in rest):  # pandas and R print so
        header, first = " ".join(first), ["", *first]
    elif rest and any(map(_is_label, first)) and any(_number(cell, decimal) is not None for cell in rest[0]):
        header = " ".join(cell for cell in first if cell)
    body = rest if header else rows
    if len({len(row) for row in body}) > 1 or not body:
        return None
    numbered = header and first[0].strip().lower() in ("", "index", "unnamed: 0")
    labelled = width > 1 and all(_is_label(row[0]) for row in body)
    if numbered or labelled:
        index, body = body[0][0] or "-", [row[1:] for row in body]
    if not body[0]:
        return None
    numbers = []
    for row in body:
        numbers.append([_number(cell, decimal) for cell in row])
        if None in numbers[-1]:
            return None
    is_plain = not (header or index) and all(_PLAIN.fullmatch(cell) for row in body for cell in row)
    return Reading(np.array(numbers, dtype=np.float64), decimal, header, index, is_plain)


def _is_label(cell: str) -> bool:
    """Whether a cell names a row or a column: it is empty, or begins with a letter."""
    return not cell or _LETTER.match(cell.lstrip("_")) is not None


def _number(cell: str, decimal: str) -> float | None:
    """The number of a cell; None for what is none."""
    percent = cell.endswith("%")
    cell = cell.removesuffix("%").strip()
    if _THOUSANDS[decimal].fullmatch(cell):
        cell = re.sub(r"[,'\u2019]" if decimal == "." else r"[.'\u2019]", "", cell)
    elif not (_PLAIN if decimal == "." else _DECIMAL_COMMA).fullmatch(cell):
        return None
    number = float(cell.replace(",", ".")) / (100 if percent else 1)
    return number if math.isfinite(number) else None
