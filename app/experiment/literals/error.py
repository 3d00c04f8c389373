"""What is wrong with the text of an array, and where in it."""

from app.experiment.experiment import ExperimentError

_LONGEST_QUOTE = 24


class LiteralError(ExperimentError):
    """A mistake in the text of an array; its values name line and column, both counted from 1."""

    @property
    def line(self) -> int:
        """The line of the mistake, counted from 1."""
        return self.values["line"]

    @property
    def column(self) -> int:
        """The column of the mistake in characters, counted from 1."""
        return self.values["column"]


def error_at(text: str, offset: int, key: str, **values: object) -> LiteralError:
    """The LiteralError for a mistake at an offset of a text whose lines end in `\\n`."""
    before = text[:offset]
    line, column = before.count("\n") + 1, offset - before.rfind("\n")
    return LiteralError(key, line=line, column=column, **values)


def quote(piece: str) -> str:
    """A piece of a visitor's text as an error names it: short, and printable whatever it holds."""
    short = piece if len(piece) <= _LONGEST_QUOTE else piece[: _LONGEST_QUOTE - 1] + "…"
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in short)
