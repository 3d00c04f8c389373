"""Dialects: what other programs print and other languages write, put into plain notation.

Each is a function (text, name of the array) -> text. It works in place, character for character: what has no place in
an array becomes blank, so that an error still names the line and column of what was typed. One more is an entry here.
"""

from collections.abc import Callable

from app.experiment.literals.dialects.frameworks import frameworks
from app.experiment.literals.dialects.latex import latex
from app.experiment.literals.dialects.mathematica import mathematica
from app.experiment.literals.dialects.r import r
from app.experiment.literals.dialects.sessions import sessions

Dialect = Callable[[str, str], str]

#: In the order in which they are tried: what a session shows may hold any of the others.
DIALECTS: tuple[Dialect, ...] = (r, sessions, latex, mathematica, frameworks)

__all__ = ["DIALECTS", "Dialect"]
