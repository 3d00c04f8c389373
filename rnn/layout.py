"""How the arrays of both passes lie in memory, and the views through which each time step is read and written.

Time comes first, so that a step is one block of memory. Samples are split into parts (one for each core that takes
part), time into blocks that stay in a core's cache from one operation to the next.
"""

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from rnn.buffers import Memory, Shelf
from rnn.checks import read_only
from rnn.threads import ALONE, parts_of

BLOCK_ROWS = 256  # rows of one block: samples times steps
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
        step = self.batch_size * self.row * n_nodes  # multiplications
        self.parts = parts_of(self.batch_size, step)
        steps = 1 if len(self.parts) > 1 else max(1, BLOCK_ROWS // self.batch_size)
        self.multiplications = max(step, steps * self.batch_size * self.n_features * n_nodes)  # of one product
        self.weights_multiplications = self.n_rows * self.row * n_nodes
        self.row_parts = parts_of(self.n_rows, self.weights_multiplications, ALONE)
        self.blocks = [slice(start, start + steps) for start in range(0, self.n_sequences, steps)]
        self.states = Shelf(lambda: States(self))
        self.gradients = Shelf(lambda: Gradients(self))
        self.sources = Shelf(lambda: Sources(self))


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
        self.rows_back = [all_rows[part].T for part in sizes.row_parts]
        self.parts = [self._part(rows[:, samples], samples) for samples in sizes.parts]
        h = rows[1:, :, :n_nodes]
        self.blocks = [[h[block, samples] for block in reversed(sizes.blocks)] for samples in sizes.parts]
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
    da_rows: np.ndarray  # (steps * samples, n_nodes)
    dx_rows: np.ndarray  # (steps * samples, n_features)
    steps: list[tuple[np.ndarray, np.ndarray]]  # dh_output_t, da_t, the last step first


class GradientsPart(NamedTuple):
    """The samples of one core on the way back."""

    samples: slice | int  # in an array (batch_size, n_nodes); a single one loses its axis
    blocks: list[GradientsBlock]  # the last steps first


class Gradients(Memory):
    """What the way back writes, for every t: dh_output, da and dx; all in one array."""

    __slots__ = ("da", "da_rows", "dh_output", "dx", "parts")

    def __init__(self, sizes: Sizes) -> None:
        n_rows, n_nodes = sizes.n_rows, sizes.n_nodes
        self.owner = np.empty(n_rows * (2 * n_nodes + sizes.n_features), sizes.dtype)
        ends = np.cumsum([n_rows * n_nodes, n_rows * n_nodes])
        dh_output, da, dx = (
            part.reshape(sizes.n_sequences, sizes.batch_size, -1) for part in np.split(self.owner, ends)
        )
        self.da_rows = [da.reshape(n_rows, n_nodes)[part] for part in sizes.row_parts]
        arrays = dh_output, da, dx
        self.parts = [_gradients_part(sizes, arrays, samples) for samples in sizes.parts]
        self.dh_output, self.da, self.dx = (read_only(array.view()) for array in arrays)
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


def _gradients_part(sizes: Sizes, arrays: tuple[np.ndarray, ...], samples: slice) -> GradientsPart:
    blocks = []
    for number, steps in enumerate(reversed(sizes.blocks)):
        dh_output, da, dx = (array[steps, samples] for array in arrays)
        blocks.append(
            GradientsBlock(
                number,
                None if len(sizes.parts) == len(sizes.blocks) == 1 else (samples, steps),
                dh_output.swapaxes(0, 1),
                da,
                da.reshape(-1, da.shape[2]),
                dx.reshape(-1, dx.shape[2]),
                list(zip(_by_step(dh_output)[::-1], _by_step(da)[::-1], strict=True)),
            )
        )
    return GradientsPart(samples.start if samples.stop - samples.start == 1 else samples, blocks)


def _by_step(array: np.ndarray) -> np.ndarray:
    """A single sample loses its axis, since a product with a row costs less than one with a matrix."""
    return array[:, 0] if array.shape[1] == 1 else array
