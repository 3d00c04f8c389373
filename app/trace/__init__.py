"""Trace: all that is computed from an experiment."""

from app.trace.matrix import Matrix, matrix
from app.trace.trace import Trace, run

__all__ = ["Matrix", "Trace", "matrix", "run"]
