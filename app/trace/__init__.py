"""Trace: all that is computed from an experiment."""

from app.trace.trace import Trace, run

__all__ = ["Trace", "run"]
