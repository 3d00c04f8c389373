"""What every export is made of."""

import re
from dataclasses import dataclass

import numpy as np

from app.experiment import EDITABLE, Experiment, on_page
from app.experiment.literals import write
from app.timeline.operations import Text
from app.trace import Trace


@dataclass(frozen=True)
class Run:
    """A trace, the preset that it started from, its link, and the language of the reader."""

    trace: Trace
    preset: str
    link: str  # the experiment's text as a link has it
    text: Text

    @property
    def experiment(self) -> Experiment:
        """What was run."""
        return self.trace.experiment

    @property
    def target(self) -> str:
        """The array that the loss compares the states with: y, or the given gradient g."""
        return "g" if self.experiment.loss == "given_gradient" else "y"

    def said(self, key: str, **values: object) -> str:
        """A sentence of the catalogue as a comment has it: without marks."""
        return re.sub(r"<[^>]+>|[{}]", "", self.text(key, **values))

    def comment(self, key: str, **values: object) -> str:
        """The same as lines of comment of a moderate width."""
        return "\n".join(f"# {line}" for line in _wrapped(self.said(key, **values)))

    def head(self) -> str:
        """What a program says of itself first."""
        return f"# Unroll: {self.said(f'preset.{self.preset}')}\n# ?e={self.link}"

    def given(self, call: str = "np.array", more: str = ", dtype=float") -> str:
        """Every array that the run starts from, as a statement each."""
        names = [name for name in EDITABLE if name not in ("y", "g")] + [self.target]
        lines = [f"{on_page(name)} = {literal(getattr(self.experiment, name), call, more)}" for name in names]
        return "\n".join([*lines, f"alpha = {self.experiment.learning_rate!r}"])

    def expected(self, *names: str) -> str:
        """What the page shows of these arrays, as a dictionary."""
        rows = [f'    "{on_page(name)}": {literal(self.trace.arrays[name])},' for name in names]
        return "\n".join(["expected = {", *rows, "}"])

    @property
    def is_finite(self) -> bool:
        """Whether there is anything to assert: a run that overflows differs between libraries."""
        return self.trace.overflow is None


#: Shorter arrays stand on one line.
_LONG = 140


def literal(values: np.ndarray, call: str = "np.array", more: str = "") -> str:
    """An array as a call that makes it, with every digit; what is not finite by the names that NumPy has."""
    values = np.asarray(values, dtype=np.float64)
    if np.isfinite(values).all():
        text = write(values)
        text = text if len(text) > _LONG else re.sub(r"\n\s*", " ", text)
        return text.replace("np.array(", f"{call}(", 1)[:-1] + f"{more})"
    text = re.sub(r"\bnan\b", "np.nan", re.sub(r"\binf\b", "np.inf", repr(values.tolist())))
    return f"{call}({text}{more})"


def loss_line(run: Run, total: str = "({}).sum()") -> str:
    """The value of the loss; `total` is how a library adds up all entries of an array."""
    if run.target == "g":
        return total.format("g * h")
    at = "[:, -1]" if run.experiment.placement == "last" else ""
    return f"0.5 * {total.format(f'(h{at} - y{at}) ** 2')} / batch_size"


def _wrapped(sentence: str, width: int = 96) -> list[str]:
    """Lines of about this width; a text without blanks, as Japanese is, is cut where it is full."""
    lines, line = [], ""
    for word in re.findall(r"\S+\s*", sentence):
        while len(word) > width // 2 and not word.isascii():
            room = max(1, width // 2 - len(line))
            line, word = line + word[:room], word[room:]
            lines.append(line)
            line = ""
        if len(line) + len(word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()] if line.strip() else lines
