"""Large experiments and long texts one at a time, in the order in which they came.

Python computes on one core at a time; an experiment of the largest size takes a few tenths of a second of it, and so
does a text of hundreds of kilobytes. Were
several of them computed side by side, a small one of another visitor would get no more than a small share of the core.
So it has to share with one large one at most, and large ones wait in a line. Between two of them the line rests for as
long as the last one took: the answer is on its way by then, and at least half of the core is free for everybody else.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Line:
    """A lock that is handed over in the order in which it was asked for."""

    def __init__(self, *, longest_rest: float = 0.5) -> None:
        self._longest_rest = longest_rest  # seconds
        self._moved = threading.Condition()
        self._tickets = 0
        self._served = 0

    def __len__(self) -> int:
        """How many stand in it, the one whose turn it is among them."""
        with self._moved:
            return self._tickets - self._served

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for those who came before."""
        with self._moved:
            ticket = self._tickets
            self._tickets += 1
            self._moved.wait_for(lambda: self._served == ticket)
        begin = time.monotonic()
        try:
            yield
        finally:
            time.sleep(min(time.monotonic() - begin, self._longest_rest))
            with self._moved:
                self._served += 1
                self._moved.notify_all()


_large = Line()


@contextmanager
def turn(is_large: bool) -> Iterator[None]:
    """The time in which something may be computed; what is small never waits."""
    if not is_large:
        yield
        return
    with _large.turn():
        yield
