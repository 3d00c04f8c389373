"""Any notation of an array -> one line of Python that `ast` can read.

    np.array([[1, 3],     [1 3; 5 7]     1,3      [[1. 3.]      ［［１、３］，     ->  [[1,3],[5,7]]
              [5, 7]])                   5,7       [5. 7.]]      ［５、７］］

Every character, number and name is checked here, so what reaches `ast` holds no keyword and no string, and is bounded
in length and depth. Full-width forms become plain as NFKC has it, one character for one; NFKC as a whole would read
the square 3² as 32.

Blanks or tabs separate numbers, `;` or a line break separates rows. In a group that has commas, or in a text that has
parentheses, blanks mean nothing, as in Python: `[3 -1]` is two numbers, `[3 -1, 2]` starts with 2.
A line break inside brackets is a blank: NumPy prints a long row on several lines.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from app import limits
from app.experiment.literals.dialects import DIALECTS
from app.experiment.literals.error import LiteralError, error_at, quote
from app.experiment.literals.functions import FUNCTIONS, KNOWN_NAMES, METHODS, is_type

_PLAIN = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "−‐‑‒–—―﹣ーｰ"), "-")
    | str.maketrans("、､×÷【】〔〕\v\f\x85\u2028\u2029", ",,*/[][]  \n\n\n")
    | dict.fromkeys([0xA0, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000, 0xFEFF], " ")
)
_COMMENT = re.compile(r"#[^\n]*")
_SUMMARISED = re.compile(r"(?<![\w.])\.\.\.(?![\w.])|…")
_ASSIGNMENT = re.compile(r"\s*[A-Za-z_][\w.]*\s*=(?!=)", re.ASCII)
_TOKEN = re.compile(
    r"(?P<gap>[ \t\n;]+)|(?<=[\])])(?P<method>(?:\.[A-Za-z_]\w*)+)"
    r"|(?P<number>[0-9.](?:[eE][+-]|[\w.])*)|(?P<name>[A-Za-z_][\w.]*)"
    r"|(?P<open>[\[(])|(?P<close>[\])])|(?P<comma>,)|(?P<sign>[-+*/=])|(?P<other>.)",
    re.ASCII | re.DOTALL,
)
_NUMBER = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_ENTRY = re.compile(r"[-+]?[0-9.]|\[", re.ASCII)
_NOT_FINITE = re.compile(r"(np\.|numpy\.)?(inf|infinity|nan)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notation:
    """A text of an array and the Python that stands for it."""

    text: str  # the visitor's, in plain characters; lines and columns in it are those of what was typed
    python: str  # one line, ASCII
    insertions: list[int]  # positions in `python` of the characters that `text` does not have

    def typed(self, start: int, stop: int) -> str:
        """What the visitor typed for a part of `python`, on one line; empty where a bracket was put in."""
        return " ".join(self.text[self._offset(start) : self._offset(stop)].split())

    def error(self, position: int, key: str, **values: object) -> LiteralError:
        """The error for a mistake at a position in `python`."""
        return error_at(self.text, self._offset(position), key, **values)

    def _offset(self, position: int) -> int:
        return position - bisect_left(self.insertions, position)


@dataclass(slots=True)
class _Group:
    """What stands between one pair of brackets; the whole text is a group as well."""

    bracket: str
    start: int  # offset of its first character
    stop: int = 0
    commas: int = 0
    breaks: list[int] = field(default_factory=list)  # offsets where a row ends
    joints: list[int] = field(default_factory=list)  # offsets where a blank separates two entries

    @property
    def separators(self) -> int:
        """At most this many entries, less one, stand in it."""
        return self.commas + len(self.breaks) + len(self.joints)


def plain(text: str) -> str:
    """The text in plain characters, each in its line and column, with `\\n` after each line; raises LiteralError."""
    if len(text) > limits.MAX_LITERAL:
        raise LiteralError("error.literal.long", line=1, column=1, largest=limits.MAX_LITERAL)
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)


def to_python(text: str, name: str = "") -> Notation:
    """The line of Python for a text, as `plain` gives it, of the array `name`.

    Raises LiteralError at the first thing that cannot belong to an array.
    """
    text = _clean(text, name)
    if not text.strip(" \t\n;"):
        raise error_at(text, 0, "error.literal.empty")
    groups = _scan(text)
    if sum(group.separators for group in groups) > limits.MAX_LITERAL_SEPARATORS:
        raise error_at(text, _next(text, 0), "error.literal.many", largest=limits.MAX_CELLS)
    is_table = "(" not in text
    edits = []
    for group in groups:
        if group.breaks and (group.bracket == "(" or not (group.bracket or is_table)):
            raise error_at(text, _next(text, group.breaks[0]), "error.literal.second")
        edits += _edits(group, is_table)
    edits.sort(key=lambda edit: edit[0])
    return _edited(text, [(0, "(", 0), *edits, (len(text), ")", 0)])


def _clean(text: str, name: str) -> str:
    """The text without comments and without what only its dialect needs; `name =` is blank."""
    text = _COMMENT.sub("", text)
    if len(text) <= limits.MAX_LITERAL_TABLE:
        for dialect in DIALECTS:
            text = dialect(text, name)
    cut = _SUMMARISED.search(text)
    if cut:
        raise error_at(text, cut.start(), "error.literal.summarised")
    match = _ASSIGNMENT.match(text)
    return re.sub(r"[^\n]", " ", match[0]) + text[match.end() :] if match else text


def _scan(text: str) -> list[_Group]:
    """The groups of a text, the whole first, each character and word of it checked."""
    groups = [_Group("", 0, len(text))]
    operators = 0
    around = [groups[0]]  # the groups that are open, the innermost last
    for count, match in enumerate(_TOKEN.finditer(text)):
        if count == limits.MAX_LITERAL_TOKENS:
            raise error_at(text, match.start(), "error.literal.parts", largest=limits.MAX_LITERAL_TOKENS)
        kind = match.lastgroup
        if kind == "gap":
            _read_gap(text, match, around[-1])
        elif kind == "comma":
            around[-1].commas += 1
        elif kind == "open":
            groups.append(_opened(text, match, around))
        elif kind == "close":
            _close(text, match, around)
        elif kind == "sign":
            operators += _is_between(text, match.start())
            if operators > limits.MAX_LITERAL_OPERATORS:
                raise error_at(text, match.start(), "error.literal.parts", largest=limits.MAX_LITERAL_OPERATORS)
        elif kind == "method":
            _check_method(text, match)
        else:
            _check_word(text, match)
    if len(around) > 1:
        raise error_at(text, around[-1].start - 1, "error.literal.unclosed", found=around[-1].bracket)
    return groups


def _opened(text: str, match: re.Match, around: list[_Group]) -> _Group:
    if len(around) > limits.MAX_LITERAL_DEPTH:
        raise error_at(text, match.start(), "error.literal.deep", largest=limits.MAX_LITERAL_DEPTH)
    around.append(_Group(match[0], match.end()))
    return around[-1]


def _close(text: str, match: re.Match, around: list[_Group]) -> None:
    if len(around) == 1:
        raise error_at(text, match.start(), "error.literal.bracket", found=match[0])
    expected = {"[": "]", "(": ")"}[around[-1].bracket]
    if match[0] != expected:
        raise error_at(text, match.start(), "error.literal.mismatch", found=match[0], expected=expected)
    around.pop().stop = match.start()


def _read_gap(text: str, match: re.Match, here: _Group) -> None:
    """Notes what a run of blanks, line breaks and `;` separates: rows, entries, or nothing."""
    start, gap = match.start(), match[0]
    before, after = text[start - 1 : start], text[match.end() : match.end() + 1]
    if before in ("", "[", "(") or after in ("", "]", ")") or before + after == ",[":
        return
    is_row = ";" in gap or ("\n" in gap and not here.bracket)
    if is_row and before + after != "][":
        here.breaks.append(start)
    elif before in "0123456789.]" and _ENTRY.match(text, match.end()) and not (before == "]" and after in "+-"):
        here.joints += [start + i for i, c in enumerate(gap) if c == "\t"] or [start]


def _is_between(text: str, offset: int) -> bool:
    """Whether a sign stands between two values: not before the first, nor before the number that it belongs to."""
    before = text[offset - 1 : offset]
    if before in (" ", "\t", "\n"):
        before = "" if text[offset + 1 : offset + 2] not in " \t\n" else "0"
    return before not in ("", "[", "(", ",", ";")


def _check_method(text: str, match: re.Match) -> None:
    if not METHODS.keys() >= set(match[0][1:].split(".")):
        known = ", ".join(f".{name}" for name in METHODS)
        raise error_at(text, match.start(), "error.literal.name", found=quote(match[0]), allowed=known)


def _check_word(text: str, match: re.Match) -> None:
    word, kind = match[0], match.lastgroup
    if word in KNOWN_NAMES or _is_number(word) or is_type(word):
        return
    if _NOT_FINITE.fullmatch(word):
        raise error_at(text, match.start(), "error.literal.not_finite", found=quote(word))
    key = {"name": "error.literal.name", "number": "error.literal.number", "other": "error.literal.character"}[kind]
    raise error_at(text, match.start(), key, found=quote(word), allowed=", ".join(FUNCTIONS))


def _is_number(word: str) -> bool:
    """Whether a word is a number in Python too, where 01 is none."""
    is_padded = word.isdecimal() and word[0] == "0" and word.strip("0") != ""
    return len(word) <= limits.MAX_LITERAL_WORD and _NUMBER.fullmatch(word) is not None and not is_padded


def _next(text: str, offset: int) -> int:
    """The offset of the first character from here on that is no separator."""
    return len(text) - len(text[offset:].lstrip(" \t\n;"))


Edit = tuple[int, str, int]  # offset in the text, what is put there, how many characters it replaces


def _edits(group: _Group, is_table: bool) -> list[Edit]:
    """What makes Python of a group: brackets around its rows, commas between its entries."""
    edits = [(offset, ",", 1) for offset in group.joints] if is_table and not group.commas else []
    if group.breaks:
        edits += [(group.start, "[", 0), (group.stop, "]", 0)]
        edits += [(offset, "],[", 1) for offset in group.breaks]
    return edits


def _edited(text: str, edits: list[Edit]) -> Notation:
    pieces, insertions, done, length = [], [], 0, 0
    for offset, put, replaced in edits:
        pieces += [text[done:offset], put]
        length += offset - done + len(put)
        insertions += range(length - len(put) + replaced, length)
        done = offset + replaced
    pieces.append(text[done:])
    python = "".join(pieces).translate(str.maketrans("\t\n;", "   "))
    return Notation(text, python, insertions)
