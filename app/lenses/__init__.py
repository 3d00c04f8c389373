"""Lenses: what is asked of a run beyond its trace, and answered only while somebody looks.

The lens "worked out" needs nothing more than the trace, and has no entry here. `static/lenses/` draws them.
"""

from app.lenses.lens import Lens, View
from app.lenses.program import program
from app.lenses.where import where
from app.lenses.why import why

#: Every lens by the name that address and browser know.
LENSES: dict[str, Lens] = {"program": program, "where": where, "why": why}

__all__ = ["LENSES", "Lens", "View"]
