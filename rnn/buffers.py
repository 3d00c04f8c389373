"""Memory of earlier results, used again once nobody holds them.

The system hands out large arrays page by page, zeroed, and takes them back when they are dropped; for one call after
the other on the same sizes this costs as much as the arithmetic. An array from here is never one that a caller can
still see: its owner must be referred to by nothing but this module, and every view counts as a reference.
"""

import sys
import threading
from math import prod

import numpy as np

SMALLEST = 2**16  # bytes; below, the system's own allocator is as fast
_most = 2**30  # bytes kept in all
_lock = threading.Lock()
_owners: list[np.ndarray] = []  # oldest first


def buffer(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """An array of arbitrary content, as np.empty gives."""
    n_bytes = prod(shape) * dtype.itemsize
    if n_bytes < SMALLEST or n_bytes > _most:
        return np.empty(shape, dtype)
    with _lock:
        for place in range(len(_owners)):
            if _owners[place].nbytes == n_bytes and _references(_owners, place) == _FREE:
                _owners.append(_owners.pop(place))
                return _owners[-1].view(dtype).reshape(shape)
        _owners.append(np.empty(n_bytes, np.uint8))
        array = _owners[-1].view(dtype).reshape(shape)
        _forget_oldest()
        return array


def keep_buffers(n_bytes: int) -> None:
    """Bounds what is kept for later calls: at most this many bytes in all; 0 keeps nothing."""
    global _most
    with _lock:
        _most = n_bytes
        _forget_oldest()


def release_buffers() -> None:
    """Gives back all memory that no result holds."""
    with _lock:
        _owners.clear()


def _forget_oldest() -> None:
    total = sum(owner.nbytes for owner in _owners)
    while total > _most:
        total -= _owners.pop(0).nbytes  # a result that still holds it keeps it alive


def _references(owners: list[np.ndarray], place: int) -> int:
    return sys.getrefcount(owners[place])


_FREE = _references([np.empty(1, np.uint8)], 0)  # what this Python counts for an array that only a list holds
