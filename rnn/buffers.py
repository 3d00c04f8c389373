"""Memory of earlier passes, used again once nobody holds it.

The system hands out large arrays page by page, zeroed, and takes them back when they are dropped; and to cut an array
into its time steps costs as much as the arithmetic of a small step. So what a pass writes into is laid out once for
each set of sizes (`rnn.layout`) and kept here. It is never used again while a caller can still see it: nothing but
this module may refer to it, and to its array nothing but the views that were cut when it was laid out.
"""

import threading
from collections import deque
from collections.abc import Callable
from sys import getrefcount

SAME_SIZES = 4  # kept on one shelf
ALL_SIZES = 128  # kept on all shelves
_most = 2**30  # bytes kept in all
_lock = threading.Lock()
_kept: list[tuple["Shelf", "Memory"]] = []  # oldest first


class Memory:
    """What a pass writes into: one array, `owner`, and views of it; whoever sees a view refers to the owner."""

    __slots__ = ("free", "n_bytes", "owner")  # free: how often the memory and its owner are referred to by no caller


class Shelf:
    """Kept memory for passes over the same sizes; `make()` lays out more of it."""

    __slots__ = ("kept", "make")

    def __init__(self, make: Callable[[], Memory]) -> None:
        self.kept: deque[Memory] = deque()
        self.make = make

    def take(self) -> Memory:
        """Memory that nobody else holds; its content is what the last pass left there."""
        if self.kept:
            self.kept.rotate()
            memory = self.kept[0]  # a thread that takes the same one at the same time sees this reference
            if (getrefcount(memory), getrefcount(memory.owner)) == memory.free:
                return memory
        return self._made()

    def _made(self) -> Memory:
        memory = self.make()
        with _lock:
            self.kept.append(memory)
            _kept.append((self, memory))
            memory.free = (getrefcount(memory), getrefcount(memory.owner))
            if len(self.kept) > SAME_SIZES:
                _forget(next(place for place, (shelf, _) in enumerate(_kept) if shelf is self))
            _forget_oldest()
        return memory


def keep_buffers(n_bytes: int) -> None:
    """Bounds what is kept for later calls: at most this many bytes in all; 0 keeps nothing."""
    global _most
    with _lock:
        _most = n_bytes
        _forget_oldest()


def release_buffers() -> None:
    """Gives back all memory that no result holds."""
    with _lock:
        while _kept:
            _forget(0)


def _forget_oldest() -> None:
    total = sum(memory.n_bytes for _, memory in _kept)
    while total > _most or len(_kept) > ALL_SIZES:
        total -= _kept[0][1].n_bytes
        _forget(0)


def _forget(place: int) -> None:
    shelf, memory = _kept.pop(place)
    shelf.kept.remove(memory)  # a result that still holds it keeps it alive
