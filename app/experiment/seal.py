"""Seal: an experiment's text as it stands in a link, so that what a chat or a mail did to it is mended or noticed.

    2textbook~W_h.*0-.5~Qz
    |                   |
    |                   two characters that follow from all before them
    says that they must be there; an unsealed text begins with 1

A link that lost its tail lost its check, or has one that does not go with the rest. It ends in a letter or a digit,
which no chat takes for punctuation. `static/store/link.js` seals what it writes into the address.
"""

import re
from urllib.parse import unquote

from app.experiment.experiment import ExperimentError

UNSEALED, SEALED = "1", "2"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = re.compile(r"(.*)~([0-9A-Za-z]{2})", re.ASCII | re.DOTALL)
#: What stands in a text of an experiment; all else has got between.
_FOREIGN = re.compile(r"[^A-Za-z0-9._~*-]+", re.ASCII)
_OPENING = re.compile(r"^[^0-9]+", re.ASCII)
#: Ends a sentence in which a link stands, and may end an unsealed text, too.
_PUNCTUATION = "._*~-"
_MOST_ESCAPES = 3


def sealed(text: str) -> str:
    """The text as a link has it; a case without any change needs no check, its name is one."""
    if "~" not in text:
        return text
    body = SEALED + text.removeprefix(UNSEALED)
    return f"{body}~{_check(body)}"


def opened(text: str) -> str:
    """The text under a seal, one without a seal as it is; raises ExperimentError where the seal is broken."""
    if not text.startswith(SEALED):
        return text
    match = _CHECK.fullmatch(text)
    if not match or _check(match[1]) != match[2]:
        raise ExperimentError("error.link_cut")
    return UNSEALED + match[1].removeprefix(SEALED)


def mended(text: str) -> list[str]:
    """What a text may have been before it was escaped again, broken over lines or put into a sentence."""
    for _ in range(_MOST_ESCAPES):
        if "%" not in text:
            break
        text = unquote(text)
    text = _OPENING.sub("", _FOREIGN.sub("", text))
    return list(dict.fromkeys((text, text.rstrip(_PUNCTUATION))))


def _check(body: str) -> str:
    """Two digits of base 62 out of the hash FNV-1a, 32 bits (Fowler, Noll, Vo; RFC 9923)."""
    value = 0x811C9DC5
    for byte in body.encode("utf-8", errors="replace"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    high, low = divmod(value % len(_DIGITS) ** 2, len(_DIGITS))
    return _DIGITS[high] + _DIGITS[low]
