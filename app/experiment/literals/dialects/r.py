"""R: matrix(c(1, 2, 3, 4), nrow = 2), which fills by column; rbind(c(1, 2), c(3, 4)); and what it prints."""

import re

from app.experiment.literals.dialects.blanks import blanked

_ASSIGNED = re.compile(r"(?<=[\w.\]] )<-|(?<=[\w.\]])<-")
_LIST = re.compile(r"(?<![\w.])(?:c|rbind)(?=\()")
_BRACKET = re.compile(r"(?<![\w.])(?:c|rbind)\(|[()]")
_HEADER = re.compile(r"^[ \t]*(?:\[,\d+\][ \t]*)+$", re.MULTILINE)
_ROW_NUMBER = re.compile(r"^[ \t]*\[\d+,\]", re.MULTILINE)
_ENTRY_NUMBER = re.compile(r"^[ \t]*\[\d+\](?=[ \t]+[-+\d.])", re.MULTILINE)
_WHOLE = re.compile(r"(?<=\d)L\b")
_TRUTH = {"TRUE": "True", "T": "True", "FALSE": "False", "F": "False"}
_BY_ROW = re.compile(r"(?<=byrow=)\s*(TRUE|FALSE|T|F)\b|(?<=byrow = )(TRUE|FALSE|T|F)\b")


def r(text: str, name: str) -> str:
    """The text with lists for `c` and `rbind`, without the numbers of rows and columns."""
    text = _ASSIGNED.sub(" =", text)
    if _HEADER.search(text) or _ENTRY_NUMBER.search(text):
        text = blanked(_ENTRY_NUMBER, blanked(_ROW_NUMBER, blanked(_HEADER, text)))
    if not _LIST.search(text):
        return text
    text = blanked(_WHOLE, text)
    text = _BY_ROW.sub(lambda match: str(int((match[1] or match[2]) in ("TRUE", "T"))).rjust(len(match[0])), text)
    return _as_lists(text)


def _as_lists(text: str) -> str:
    """The text with brackets for the parentheses of `c` and `rbind`; where one is never closed, as it is."""
    pieces, opened, done = [], [], 0
    for match in _BRACKET.finditer(text):
        is_open = match[0] != ")"
        if not is_open and not opened:
            return text
        is_list = match[0] not in "()" if is_open else opened.pop()
        if is_open:
            opened.append(is_list)
        if is_list:
            pieces += [text[done : match.start()], "[".rjust(len(match[0])) if is_open else "]"]
            done = match.end()
    return text if opened else "".join([*pieces, text[done:]])
