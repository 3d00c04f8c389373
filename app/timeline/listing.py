"""The learner's own program: NumPy that runs as it stands, and the dozen lines of it that stand beside the clock.

A line has a name, by which operations light it, and pieces: plain text, or a variable that opens on pointing
while its line is lit, to a view or to what stands in a slot. Before these lines come the numbers of the case, which
the browser writes (`static/stage/program.js`). The engine's own form is in `rnn/forward.py` and `rnn/backward.py`.
"""

import re

from app.experiment import LOSSES, PLACEMENTS, WEIGHTS
from app.timeline.operations import Text
from app.timeline.view import View, at
from rnn import ACTIVATIONS

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
    f = ACTIVATIONS[activation]
    value, slope = f.value_line.format(a="a[:, t]"), f.slope_line.format(a="a[:, t]", h="h[:, t]")
    own = LOSSES[loss].line.format(at=PLACEMENTS[placement].index)
    lines = [
        ("", "def forward():"),
        ("", "    for t in range(n_sequences):"),
        ("sum", "        h_previous[:, t] = h[:, t - 1] if t > 0 else h_0"),
        ("sum", "        a[:, t] = x[:, t] @ W_x + h_previous[:, t] @ W_h + B"),
        ("activate", f"        h[:, t] = {value}"),
        ("", ""),
        ("", "forward()"),
        ("loss", f"{own}  # {text(f'program.loss.{loss}')}"),
        ("", f"dh_next = 0  # {text('program.dh_next')}"),
        ("", f"dW_h = dW_x = dB = 0  # {text('program.ledger')}"),
        ("", "for t in reversed(range(n_sequences)):"),
        ("meet", "    dh = dh_output[:, t] + dh_next"),
        ("slope", f"    da = dh * {slope}"),
        ("contribute", "    dW_h += h_previous[:, t].T @ da"),
        ("contribute", "    dW_x += x[:, t].T @ da;  dB += da.sum(axis=0)"),
        ("send", "    dh_next = da @ W_h.T;  dx[:, t] = da @ W_x.T"),
        ("update", "W_x -= alpha * dW_x;  W_h -= alpha * dW_h;  B -= alpha * dB"),
        ("again", f"forward()  # {text('program.again')}"),
    ]
    return [{"name": name, "pieces": _pieces(code)} for name, code in lines]


def _pieces(code: str) -> list[dict]:
    code, mark, comment = code.partition("  #")
    pieces, end = [], 0
    for match in _NAME.finditer(code):
        name = match[0]
        opens = {"slot": _SUMS[name]} if name in _SUMS else {"view": _VARIABLES[name]}
        pieces += [{"text": code[end : match.start()]}, {"text": name} | opens]
        end = match.end()
    return [piece for piece in [*pieces, {"text": code[end:] + mark + comment}] if piece["text"]]
