"""The engine's speed beside torch.nn.RNN, JAX and the plain loop; memory, linearity in T, itemised gradients.

Run by `make bench`. Numbers are medians of calls that take turns; a ratio above 1 means that the engine is faster.
"""

import sys
import time
import tracemalloc

import numpy as np

from rnn import Params, ScratchSimpleRNNClassifier, backward, forward, itemised_gradients
from tests.bench.contenders import case_of, engine, jax_scan, layer, plain_loop, torch_rnn
from tests.bench.timing import medians
from tests.engine.referee import which_came_first

SIZES = [(1, 3, 2, 4), (1, 50, 4, 16), (1, 1000, 8, 32), (32, 100, 32, 64), (64, 200, 128, 256), (256, 100, 256, 512)]
CONTENDERS = {"engine": engine, "layer": layer, "torch": torch_rnn, "plain": plain_loop, "JAX": jax_scan}


def compare(sizes: tuple[int, int, int, int], dtype: str) -> None:
    """Prints one line for forward and one for forward with backward."""
    case = case_of(sizes, dtype)
    pairs = {name: pair for name, make in CONTENDERS.items() if (pair := make(case)) is not None}
    for number, what in enumerate(("forward", "forward + backward")):
        found = medians({name: pair[number] for name, pair in pairs.items()})
        line = f"{dtype} {sizes!s:20} {what:18} {1e6 * found['engine']:10.1f} us"
        for name in pairs.keys() - {"engine"}:
            line += f"   {name} {found[name] / found['engine']:6.2f}x"
        if number == 1 and sizes in SIZES[-2:]:
            batch_size, n_sequences, n_features, n_nodes = sizes
            work = 6 * batch_size * n_sequences * n_nodes * (n_features + n_nodes)  # three products, each 2 per entry
            line += f"   {100 * work / found['engine'] / gemm_peak(dtype):.0f} % of the GEMM peak"
        print(line, flush=True)


def gemm_peak(dtype: str) -> float:
    """Operations per second of NumPy's own product of two large matrices on this machine."""
    n = 2048
    a = np.ones((n, n), dtype)
    out = np.empty_like(a)
    return 2 * n**3 / medians({"gemm": lambda: np.dot(a, a, out)}, rounds=5)["gemm"]


def memory(sizes: tuple[int, int, int, int]) -> None:
    """Prints the bytes that a result holds and the peak of the call, beside those of one array of states."""
    _, both = engine(case_of(sizes, "float64"))
    tracemalloc.start()
    kept = both()
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"bytes {sizes!s:20} held {held:,}, at the peak {peak:,}; one array of states {kept.da.nbytes:,}")


def linearity() -> None:
    """Prints the time for each step at growing numbers of steps."""
    calls = {n: engine(case_of((1, n, 8, 32), "float64"))[1] for n in (100, 1000, 10000)}
    found = {n: seconds / n for n, seconds in medians(calls).items()}
    middle = found[1000]
    told = ", ".join(f"T = {n}: {1e6 * step:.3f} us ({100 * step / middle - 100:+.0f} %)" for n, step in found.items())
    print("each step", told)


def itemised(sizes: tuple[int, int, int, int]) -> None:
    """Prints how much faster one stack is than a plain double loop over source and step."""
    case = case_of(sizes, "float64")
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, case.h_initial)

    def double_loop() -> np.ndarray:
        slope, n_sequences = fwd.slope, case.x.shape[1]
        delta = np.zeros((n_sequences, n_sequences, *case.h_initial.shape))
        norms = np.zeros((n_sequences, n_sequences))
        for s in range(n_sequences):
            carried = case.dh_output[:, s]
            for t in range(s, -1, -1):
                delta[s, t] = carried * slope[:, t]
                norms[s, t] = np.sqrt((delta[s, t] ** 2).sum())
                carried = delta[s, t] @ case.W_h.T
        return norms

    found = medians({"stack": lambda: itemised_gradients(params, fwd, case.dh_output), "loop": double_loop}, rounds=3)
    items, bwd = itemised_gradients(params, fwd, case.dh_output), backward(params, fwd, case.dh_output)
    lost = np.abs(items.delta.sum(axis=0).swapaxes(0, 1) - bwd.da).max() / np.abs(bwd.da).max()
    told = f"{1e3 * found['stack']:.2f} ms, {found['loop'] / found['stack']:.1f} times faster than the double loop"
    print(f"itemised {sizes}: {told}; sum off by {lost:.0e}", flush=True)


def classifier() -> None:
    """Prints how well and how fast the classifier learns which of two symbols came first in 20 steps."""
    rng = np.random.default_rng(1)
    X, y = which_came_first(2000, 20, rng)
    X_test, y_test = which_came_first(1000, 20, rng)
    start = time.perf_counter()
    learnt = ScratchSimpleRNNClassifier(32, n_epochs=20, random_state=0).fit(X, y)
    seconds = time.perf_counter() - start
    print(f"which came first, T = 20: test accuracy {learnt.score(X_test, y_test):.3f} after {seconds:.1f} s")


if __name__ == "__main__":
    chosen = [SIZES[int(number)] for number in sys.argv[1:]] or SIZES
    for dtype in ("float64", "float32"):
        for sizes in chosen:
            compare(sizes, dtype)
    memory(chosen[-1])
    linearity()
    itemised((1, 100, 4, 64))
    itemised((1, 1000, 4, 32))
    classifier()
