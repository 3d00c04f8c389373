"""One loop over time, or two side by side: large batches go through in halves, on two cores.

The samples of a batch meet only in the sums for the weights, never in the loop over time. Two threads that each
multiply their own half wait for each other once; one product shared between two cores makes them wait at every step.
"""

import ctypes
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import cache
from pathlib import Path

import numpy as np

LARGE = 2**21  # multiplications in one step; below, handing over costs more than it saves
_lock = threading.Lock()
_callers = 0
_usual = 0


def over_batch(run: Callable[..., None], arrays: tuple[np.ndarray, ...], multiplications: int, *shared: object) -> None:
    """Calls run(*arrays, *shared) with the time-major `arrays` (n_sequences, batch_size, ...), or with its halves.

    A batch of one loses its axis, since a row times a matrix is cheaper than a matrix of one row.
    `multiplications` is how many one step of the whole batch needs.
    """
    batch_size = arrays[0].shape[1]
    if batch_size == 1:
        run(*[array[:, 0] for array in arrays], *shared)
    elif multiplications < LARGE or _blas_threads() is None:
        run(*arrays, *shared)
    else:
        middle = batch_size // 2
        with _one_blas_thread_each():
            first = [array[:, :middle] for array in arrays]
            other = _second_core().submit(copy_context().run, run, *first, *shared)
            run(*[array[:, middle:] for array in arrays], *shared)
            other.result()


@cache
def _second_core() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="rnn")


@cache
def _blas_threads() -> tuple[Callable[[], int], Callable[[int], None]] | None:
    """How to read and set the number of threads of the OpenBLAS in NumPy's wheels; None where it is not that one."""
    for path in sorted((Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas64*")):
        library = ctypes.CDLL(str(path))
        found = [getattr(library, f"scipy_openblas_{verb}_num_threads64_", None) for verb in ("get", "set")]
        if None not in found and found[0]() >= 2:
            return found[0], found[1]
    return None


@contextmanager
def _one_blas_thread_each() -> Iterator[None]:
    """Keeps every product on the core that asks for it, until the last caller has left."""
    global _callers, _usual
    get, put = _blas_threads()
    with _lock:
        if _callers == 0:
            _usual = get()
            put(1)
        _callers += 1
    try:
        yield
    finally:
        with _lock:
            _callers -= 1
            if _callers == 0:
                put(_usual)
