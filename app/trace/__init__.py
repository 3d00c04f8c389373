"""Trace: all that is computed from an experiment."""

from app.trace.insights import CLAIMS, insight, lengths
from app.trace.matrix import Matrix, matrix
from app.trace.trace import Trace, run

__all__ = ["CLAIMS", "Matrix", "Trace", "insight", "lengths", "matrix", "run"]
