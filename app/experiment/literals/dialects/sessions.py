"""What stands around an array in a session or a script: prompts, imports, and the statements of other arrays.

>>> W_h = np.array([[0.1, 0.2], [0.5, 0.6]])        In [3]: W_h
>>> W_x = np.eye(2)                                 Out[3]: array([[0.1, 0.2], [0.5, 0.6]])
"""

import re

from app.experiment.literals.dialects.blanks import blank, blanked
from app.experiment.literals.names import ALIASES, plain_name

_PROMPT = re.compile(r"^[ \t]*(?:>>>|In ?\[\d*\]:)", re.MULTILINE)
_ENTERED = re.compile(
    _PROMPT.pattern + r"[ \t]*(?:print\()?(?P<name>[A-Za-z_][\w.]*(?:\[['\"]\w+['\"]\])?)", re.MULTILINE
)
_GOES_ON = re.compile(r"^[ \t]*(?:\.\.\.:?(?=[ \t]|$))", re.MULTILINE)
_OUT = re.compile(r"^[ \t]*Out ?\[\d*\]:", re.MULTILINE)
_OTHER_LINES = re.compile(r"^[ \t]*(?:import|from)[ \t][^\n]*$|^[ \t]*print\([^\n]*\)[ \t;]*$", re.MULTILINE)
#: A text with more prompts or statements than this is no session.
_MOST = 10_000
_BRACKETS = re.compile(r"[()]")
_STATEMENT = re.compile(
    r"(?:(?<=[\n;])|^)[ \t]*(?P<name>[A-Za-z_][\w.]*(?:\[['\"]\w+['\"]\])?)[ \t]*(?::[ \t]*[\w.]+[ \t]*)?=(?!=)",
    re.ASCII,
)


def sessions(text: str, name: str) -> str:
    """The text without prompts, imports and calls of print; of several statements, the one that gives this array."""
    return _statement(_without_lines(_without_prompts(text, name)), name)


def _without_prompts(text: str, name: str) -> str:
    """What is left of a session: the output of a prompt that has one, else what was entered there."""
    if not (_PROMPT.search(text) or _OUT.search(text)):
        return text
    if len(_PROMPT.findall(text)) > _MOST:
        return text
    pieces = re.split(r"(?m)^(?=[ \t]*(?:>>>|In ?\[\d*\]:))", text)
    ours = [piece for piece in pieces if _named(piece, name)]
    return "".join(blank(piece) if ours and piece is not ours[-1] else _shown(piece) for piece in pieces)


def _named(piece: str, name: str) -> bool:
    """Whether a prompt asks for the array, or gives it."""
    entered = _ENTERED.match(piece)
    return entered is not None and plain_name(entered["name"]) in ALIASES.get(name, ())


def _shown(piece: str) -> str:
    """One prompt with its output."""
    if not _PROMPT.match(piece):
        return blanked(_OUT, piece)
    lines = piece.split("\n")
    entered = 1
    while entered < len(lines) and _GOES_ON.match(lines[entered]):
        entered += 1
    entry, output = lines[:entered], lines[entered:]
    if any(line.strip() for line in output):
        return "\n".join([*map(blank, entry), blanked(_OUT, "\n".join(output))])
    return "\n".join([blanked(_GOES_ON, blanked(_PROMPT, "\n".join(entry))), *output])


def _without_lines(text: str) -> str:
    return blanked(_OTHER_LINES, text)


def _statement(text: str, name: str) -> str:
    """Of several statements the last one that gives the array; of a single one, what is right of its sign."""
    found = _top_level(text)
    if not found or text[: found[0].start()].strip(" \t\n;"):
        return text
    if len(found) == 1:
        return blanked(_STATEMENT, text)
    ours = [i for i, match in enumerate(found) if plain_name(match["name"]) in ALIASES.get(name, ())]
    if not ours:
        return text
    start = found[ours[-1]]
    stop = found[ours[-1] + 1].start() if ours[-1] + 1 < len(found) else len(text)
    return blank(text[: start.end()]) + text[start.end() : stop] + blank(text[stop:])


def _top_level(text: str) -> list[re.Match]:
    """Where statements begin: `name =` within parentheses is an argument."""
    found, depth, done = [], 0, 0
    for match in _STATEMENT.finditer(text):
        if len(found) == _MOST:
            return []
        for bracket in _BRACKETS.findall(text, done, match.start()):
            depth += 1 if bracket == "(" else -1
        done = match.start()
        if depth == 0:
            found.append(match)
    return found
