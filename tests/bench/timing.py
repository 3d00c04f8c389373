"""Medians of calls that take turns in one process.

Each contender runs for a while, then the next, round after round, so that a slow minute of the machine hits all of
them. The first calls of a turn are not timed: what the contender before left running on the cores has ended by then.
"""

import gc
import statistics
import time
from collections.abc import Callable

TURN = 0.1  # seconds of timed calls in one turn, at least one call


def medians(contenders: dict[str, Callable[[], object]], rounds: int = 7) -> dict[str, float]:
    """Seconds for one call of each contender: the median over the rounds of each turn's median."""
    found = {name: [] for name in contenders}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, call in contenders.items():
                found[name].append(_turn(call))
    finally:
        gc.enable()
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def _turn(call: Callable[[], object]) -> float:
    once = min(_seconds(call, 1) for _ in range(2))
    together = max(1, min(50, round(0.002 / once)))  # short calls are timed in bunches
    bunches = max(1, min(50, round(TURN / once / together)))
    return statistics.median(_seconds(call, together) for _ in range(bunches))


def _seconds(call: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times
