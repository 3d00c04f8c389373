"""How the arrays of both passes lie in memory, and the views through which each time step is read and written.

Time comes first, so that a step is one block of memory. Samples are split into parts (one for each core that takes
part), time into blocks that stay in a core's cache from one operation to the next, and large work on the way back into
two stretches of blocks, so that a second core adds up the later one while the first goes on.
"""

from functools import lru_cache
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np

from rnn.buffers import Memory, Shelf
from rnn.checks import read_only
from rnn.threads import ALONE, parts_of

BLOCK_ROWS = 256  # rows of one block: samples times steps
LATER = 0.6  # of the steps: to add up their part of the gradients takes about as long as to go back through the rest
VIEW_BYTES = 128  # what Python keeps for one view


class Sizes:
    """What passes over inputs of one shape have in common: their division, and the memory of earlier ones."""

    def __init__(self, x_shape: tuple[int, int, int], n_nodes: int, dtype: np.dtype) -> None:
        self.batch_size, self.n_sequences, self.n_features = self.x = x_shape
        self.n_nodes, self.dtype = n_nodes, dtype
        self.h_initial = (self.batch_size, n_nodes)
        self.h = (self.batch_size, self.n_sequences, n_nodes)
        self.n_rows = self.batch_size * self.n_sequences
        self.row = n_nodes + self.n_features + 1  # [h_{t-1} | x_t | 1]
        self.multiplications = self.batch_size * self.row * n_nodes  # of one step
        self.weights_multiplications = self.n_sequences * self.multiplications
        self.parts = parts_of(self.batch_size, self.multiplications)
        steps = 1 if len(self.parts) > 1 else max(1, BLOCK_ROWS // self.batch_size)
        starts = range(0, self.n_sequences, steps)
        blocks = [slice(start, min(start + steps, self.n_sequences)) for start in reversed(starts)]
        first = LATER if len(self.parts) == 1 else 0.5
        stretches = parts_of(len(blocks), self.weights_multiplications, ALONE, first)
        self.stretches = [blocks[stretch] for stretch in stretches]
        self.states = Shelf(lambda: States(self))
        self.gradients = Shelf(lambda: Gradients(self))
        self.sources = Shelf(lambda: Sources(self))

    def rows_of(self, stretch: list[slice]) -> slice:
        """The rows, samples times steps, of a stretch of blocks."""
        return slice(stretch[-1].start * self.batch_size, stretch[0].stop * self.batch_size)


@lru_cache(maxsize=256)
def sizes_of(x_shape: tuple[int, ...], params_sizes: tuple[int, int, str]) -> Sizes:
    """The sizes of a pass over x; params_sizes is that of Params. Raises ValueError for an x that does not fit W_x.

    Since only shapes that fit are remembered, a known shape needs no further check.
    """
    n_features, n_nodes, dtype = params_sizes
    if len(x_shape) != 3 or 0 in x_shape:
        raise ValueError(
            f"x has shape {x_shape}; expected (batch_size, n_sequences, n_features), every size at least 1."
        )
    if x_shape[2] != n_features:
        raise ValueError(
            f"x has shape {x_shape}; expected (batch_size, n_sequences, n_features) "
            f"with n_features = {n_features}, as in W_x."
        )
    return Sizes(x_shape, n_nodes, np.dtype(dtype))


class StatesPart(NamedTuple):
    """The samples of one core on the way forward."""

    samples: slice | None  # None for all of them: where the arrays are small, a slice costs as much as the copy
    x: np.ndarray  # (samples, n_sequences, n_features)
    h_initial: np.ndarray  # (samples, n_nodes)
    steps: list[tuple[np.ndarray, np.ndarray, np.ndarray]]  # row [h_{t-1} | x_t | 1], a place for a_t, h_t


class States(Memory):
    """What the way forward writes: [h_{t-1} | x_t | 1] for every t, and the last state behind them."""

    __slots__ = ("blocks", "parts", "rows", "rows_back", "sizes")

    def __init__(self, sizes: Sizes) -> None:
        self.sizes, n_nodes = sizes, sizes.n_nodes
        rows = self.owner = np.empty((sizes.n_sequences + 1, sizes.batch_size, sizes.row), sizes.dtype)
        rows[..., -1] = 1.0
        self.rows = read_only(rows.view())
        all_rows = rows[:-1].reshape(sizes.n_rows, sizes.row)
        self.rows_back = [all_rows[sizes.rows_of(stretch)].T for stretch in sizes.stretches]
        self.parts = [self._part(rows[:, samples], samples) for samples in sizes.parts]
        h = rows[1:, :, :n_nodes]
        blocks = [block for stretch in sizes.stretches for block in stretch]
        self.blocks = [[h[block, samples] for block in blocks] for samples in sizes.parts]
        self.n_bytes = rows.nbytes + 2 * VIEW_BYTES * sizes.n_sequences

    def _part(self, rows: np.ndarray, samples: slice) -> StatesPart:
        n_nodes = self.sizes.n_nodes
        x = rows[:-1, :, n_nodes:-1].swapaxes(0, 1)
        rows_by_step = _by_step(rows)
        # A product cannot write into part of several rows: a_t goes through one place, which stays in the cache.
        a_t = np.empty_like(rows_by_step[0, ..., :n_nodes])
        steps = [(row, a_t, row_after[..., :n_nodes]) for row, row_after in pairwise(rows_by_step)]
        return StatesPart(None if len(self.sizes.parts) == 1 else samples, x, rows[0, :, :n_nodes], steps)


class GradientsBlock(NamedTuple):
    """Some steps of the samples of one core on the way back."""

    number: int
    place: tuple[slice, slice] | None  # in an array (batch_size, n_sequences, ...); None for all of it
    dh_output: np.ndarray  # (samples, steps, n_nodes)
    da: np.ndarray  # (steps, samples, n_nodes)
    steps: list[tuple[np.ndarray, np.ndarray]]  # dh_output_t, da_t, the last step first


class GradientsPart(NamedTuple):
    """The samples of one core on the way back."""

    samples: slice | int  # in an array (batch_size, n_nodes); a single one loses its axis
    stretches: list[list[GradientsBlock]]  # the last steps first


class Gradients(Memory):
    """What the way back writes, for every t: dh_output, da and dx; all in one array."""

    __slots__ = ("da", "dh_output", "dx", "parts", "rows")

    def __init__(self, sizes: Sizes) -> None:
        n_rows, n_nodes = sizes.n_rows, sizes.n_nodes
        self.owner = np.empty(n_rows * (2 * n_nodes + sizes.n_features), sizes.dtype)
        ends = np.cumsum([n_rows * n_nodes, n_rows * n_nodes])
        dh_output, da, dx = (
            part.reshape(sizes.n_sequences, sizes.batch_size, -1) for part in np.split(self.owner, ends)
        )
        rows = map(sizes.rows_of, sizes.stretches)
        self.rows = [(da.reshape(n_rows, -1)[part], dx.reshape(n_rows, -1)[part]) for part in rows]
        self.parts = [_gradients_part(sizes, dh_output, da, samples) for samples in sizes.parts]
        self.dh_output, self.da, self.dx = (read_only(array.view()) for array in (dh_output, da, dx))
        self.n_bytes = self.owner.nbytes + 2 * VIEW_BYTES * sizes.n_sequences


class Sources(Memory):
    """What the itemised way back writes: for every t the gradients that come from the steps s = t, t+1, ..."""

    __slots__ = ("stacks",)

    def __init__(self, sizes: Sizes) -> None:
        n_sequences = sizes.n_sequences
        lengths = np.arange(n_sequences, 0, -1) * sizes.batch_size * sizes.n_nodes
        self.owner = np.empty(lengths.sum(), sizes.dtype)
        self.stacks = [  # by t: (batch_size, n_sequences - t, n_nodes)
            stack.reshape(sizes.batch_size, -1, sizes.n_nodes)
            for stack in np.split(self.owner, np.cumsum(lengths)[:-1])
        ]
        self.n_bytes = self.owner.nbytes + VIEW_BYTES * n_sequences


def _gradients_part(sizes: Sizes, dh_output: np.ndarray, da: np.ndarray, samples: slice) -> GradientsPart:
    numbers = count()
    whole = len(sizes.parts) == len(sizes.stretches) == len(sizes.stretches[0]) == 1

    def block(steps: slice) -> GradientsBlock:
        kept, da_block = dh_output[steps, samples], da[steps, samples]
        views = zip(_by_step(kept)[::-1], _by_step(da_block)[::-1], strict=True)
        return GradientsBlock(
            next(numbers), None if whole else (samples, steps), kept.swapaxes(0, 1), da_block, list(views)
        )

    stretches = [[block(steps) for steps in stretch] for stretch in sizes.stretches]
    return GradientsPart(samples.start if samples.stop - samples.start == 1 else samples, stretches)


def _by_step(array: np.ndarray) -> np.ndarray:
    """A single sample loses its axis, since a product with a row costs less than one with a matrix."""
    return array[:, 0] if array.shape[1] == 1 else array
