"""Who computes on which core: small products on one, large ones in halves on two.

The samples of a batch meet only in the sums for the weights, never in the loop over time: two threads that each take
half of the batch wait for each other once, while one product shared by two cores makes them wait at every step. So
every product here stays on the core that asks for it, and large work is halved one level higher.
"""

import ctypes
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import cache
from pathlib import Path

import numpy as np

SMALL = 2**18  # multiplications in one product: OpenBLAS itself stays on one core up to here
LARGE = 2**20  # below, two threads that each go from step to step hinder each other more than they save
ALONE = 2**23  # below, handing over half of a product that stands alone costs more than it saves
_lock = threading.Lock()
_callers = 0
_usual = 0


def parts_of(length: int, multiplications: int, large: int | None = None, first: float = 0.5) -> list[slice]:
    """0..length as one part, or as two where a product is large: LARGE unless said otherwise; `first`: its share."""
    if multiplications < (LARGE if large is None else large) or length < 2 or _blas_threads() is None:
        return [slice(0, length)]
    cut = round(first * length)
    return [slice(0, cut), slice(cut, length)]


def run_parts(run: Callable[[int], object], n_parts: int, multiplications: int) -> list:
    """[run(0)], or [run(0), run(1)] side by side for n_parts = 2; `multiplications` are those of one product."""
    if n_parts == 1 and multiplications < SMALL:
        return [run(0)]
    with one_core_for_each_product():
        if n_parts == 1:
            return [run(0)]
        other = _on_second_core(run, 1)
        return [run(0), other.result()]


def run_followed(run: Callable[[int], object], follow: Callable[[int], object], n: int, multiplications: int) -> list:
    """run(0), then run(1) for n = 2, one after the other; [follow(0), follow(1)], each once its run is over.

    A second core takes follow(0) while run(1) goes on here. `multiplications` are those of what follows.
    """
    if n == 1 and multiplications < SMALL:
        run(0)
        return [follow(0)]
    with one_core_for_each_product():
        run(0)
        if n == 1:
            return [follow(0)]
        first = _on_second_core(follow, 0)
        run(1)
        second = follow(1)
        return [first.result(), second]


@contextmanager
def one_core_for_each_product() -> Iterator[None]:
    """Keeps products from spreading over cores until the last caller has left, where that can be had."""
    global _callers, _usual
    if _blas_threads() is None:
        yield
        return
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


def _on_second_core(run: Callable[[int], object], number: int) -> Future:
    return _second_core().submit(copy_context().run, run, number)


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
