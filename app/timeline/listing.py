"""The learner's own program: NumPy that runs as it stands, and the dozen lines of it that stand beside the clock.

The lines are those of `trace/program.py`. Here each has a name, by which operations light it, and pieces: plain text,
or a variable that opens on pointing while its line is lit, to a view or to what stands in a slot. Before them come the
numbers of the case, which the browser writes (`static/lenses/code.js`). The engine's own form is in `rnn/forward.py`
and `rnn/backward.py`.
"""

import re

from app.experiment import WEIGHTS
from app.timeline.operations import Text
from app.timeline.view import View, at
from app.trace.program import program

#: Arrays that the program keeps whole, and those of which it has the present step alone.
_KEPT = ("x", "h_previous", "a", "h", "dh_output", "dx")
_PRESENT = ("dh_next", "dh", "da")

#: Variables that open to a view.
_VARIABLES: dict[str, View] = {
    **{name: name for name in WEIGHTS},
    **{f"{name}[:, t]": at(name, None, "t-1") for name in _KEPT},
    **{name: at(name, None, "t-1") for name in _PRESENT},
}

#: Variables that grow from step to step: what stands in a slot of the stage.
_SUMS = {f"d{name}": f"ledger.{name}" for name in WEIGHTS}

_LONGEST_FIRST = sorted([*_VARIABLES, *_SUMS], key=len, reverse=True)
_NAME = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in _LONGEST_FIRST))


def listing(text: Text, activation: str, loss: str, placement: str) -> list[dict]:
    """The lines of the program, each {"name", "pieces"}; a piece is {"text"}, with "view" or "slot" if it opens."""
    return [
        {"name": line.lights, "pieces": _pieces(line.code + (f"  # {text(line.note)}" if line.note else ""))}
        for line in program(activation, loss, placement)
    ]


def _pieces(code: str) -> list[dict]:
    code, mark, comment = code.partition("  #")
    pieces, end = [], 0
    for match in _NAME.finditer(code):
        name = match[0]
        opens = {"slot": _SUMS[name]} if name in _SUMS else {"view": _VARIABLES[name]}
        pieces += [{"text": code[end : match.start()]}, {"text": name} | opens]
        end = match.end()
    return [piece for piece in [*pieces, {"text": code[end:] + mark + comment}] if piece["text"]]
