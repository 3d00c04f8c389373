"""The learner's program: the dozen lines that stand beside the clock, and what they compute as they stand.

The lines are executed, with a mistake in them or without: what is shown is what is run. They are ours, and hold nothing
that a visitor wrote. Before them stand the numbers of the case and zeros to begin with, see `static/lenses/listing.js`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import NamedTuple

import numpy as np

from app.experiment import LOSSES, PLACEMENTS, WEIGHTS, Experiment
from rnn import ACTIVATIONS


class Line(NamedTuple):
    """A line of the program."""

    name: str  # unlike that of any other line that can be wrong; empty for one that cannot
    code: str
    lights: str = ""  # the operations of the timeline light it by this name
    note: str = ""  # the sentence behind it


def program(activation: str, loss: str, placement: str) -> list[Line]:
    """The lines that run as they stand."""
    f = ACTIVATIONS[activation]
    value, slope = f.value_line.format(a="a[:, t]"), f.slope_line.format(a="a[:, t]", h="h[:, t]")
    own = LOSSES[loss].line.format(at=PLACEMENTS[placement].index)
    return [
        Line("", "def forward():"),
        Line("steps", "    for t in range(n_sequences):"),
        Line("previous", "        h_previous[:, t] = h[:, t - 1] if t > 0 else h_0", "sum"),
        Line("sum", "        a[:, t] = x[:, t] @ W_x + h_previous[:, t] @ W_h + B", "sum"),
        Line("activate", f"        h[:, t] = {value}", "activate"),
        Line("", ""),
        Line("", "forward()"),
        Line("loss", own, "loss", f"program.loss.{loss}"),
        Line("begin", "dh_next = 0", note="program.dh_next"),
        Line("zero", "dW_h = dW_x = dB = 0", note="program.ledger"),
        Line("back", "for t in reversed(range(n_sequences)):"),
        Line("meet", "    dh = dh_output[:, t] + dh_next", "meet"),
        Line("slope", f"    da = dh * {slope}", "slope"),
        Line("dW_h", "    dW_h += h_previous[:, t].T @ da", "contribute"),
        Line("dW_x", "    dW_x += x[:, t].T @ da", "contribute"),
        Line("dB", "    dB += da.sum(axis=0)", "contribute"),
        Line("send", "    dh_next = da @ W_h.T;  dx[:, t] = da @ W_x.T", "send"),
        Line("update", "W_x -= alpha * dW_x;  W_h -= alpha * dW_h;  B -= alpha * dB", "update"),
        Line("", "forward()", "again", "program.again"),
    ]


@dataclass(frozen=True, eq=False)
class Run:
    """What a program gave, by the names of a trace; NaN where it wrote nothing."""

    arrays: dict[str, np.ndarray]  # a, h, dh_output, dh, da, dh_next, dx; dW_x, dW_h, dB; dh_initial
    sums: dict[str, np.ndarray]  # dW_x, dW_h, dB after each step of the way back: (n_sequences, ...)
    weights: dict[str, np.ndarray]  # after the update


def run_program(codes: Sequence[str], experiment: Experiment) -> Run:
    """Executes the lines on the numbers of a case."""
    forth, back, update = _compiled(tuple(codes))
    space = _space(experiment, np.float64)
    shape = space["h"].shape
    arrays = {name: np.full(shape, np.nan) for name in ("dh", "da", "dh_next")}
    arrays["dh_next"][:, -1] = 0
    sums = {name: np.full((shape[1], *space[name].shape), np.nan) for name in WEIGHTS}
    arrays["dh_initial"] = np.full((shape[0], shape[2]), np.nan)

    def record() -> None:
        """Called by the program itself, at the end of each step back."""
        t = space["t"]
        rows = slice(space["b"], space["b"] + 1) if "b" in space else slice(None)
        arrays["dh"][rows, t], arrays["da"][rows, t] = space["dh"], space["da"]
        if t > 0:
            arrays["dh_next"][rows, t - 1] = space["dh_next"]
        else:
            arrays["dh_initial"][rows] = space["dh_next"]
        for name in WEIGHTS:
            sums[name][t] = space[f"d{name}"]

    space["record"] = record
    with np.errstate(all="ignore"):
        exec(forth, space)  # noqa: S102
        space.pop("b", None)  # a way forward that went sample by sample
        exec(back, space)  # noqa: S102
        for name in WEIGHTS:
            arrays[f"d{name}"] = np.broadcast_to(
                np.asarray(space[f"d{name}"], dtype=np.float64), space[name].shape
            ).copy()
        exec(update, space)  # noqa: S102
    arrays |= {name: space[name] for name in ("a", "h", "dh_output", "dx")}
    return Run(arrays, sums, {name: space[name] for name in WEIGHTS})


def states_of(
    codes: Sequence[str], experiment: Experiment, changed: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """States before and after the activation, of the way forward alone, with other numbers, which may be complex."""
    dtype = np.result_type(np.float64, *changed.values())
    space = _space(experiment, dtype) | changed
    with np.errstate(all="ignore"):
        exec(_compiled(tuple(codes))[0], space)  # noqa: S102
    return space["a"], space["h"]


def _space(experiment: Experiment, dtype: type) -> dict:
    """What stands before the lines."""
    batch_size, n_sequences, n_features, n_nodes = experiment.sizes
    given = {name: getattr(experiment, name).copy() for name in ("x", *WEIGHTS)}
    array = LOSSES[experiment.loss].array
    zeros = {
        name: np.zeros((batch_size, n_sequences, n_nodes), dtype) for name in ("a", "h", "h_previous", "dh_output")
    }
    sizes = {"batch_size": batch_size, "n_sequences": n_sequences, "n_features": n_features}
    return given | zeros | sizes | {
        "np": np,
        "h_0": experiment.h_initial,
        array: getattr(experiment, array),
        "alpha": experiment.learning_rate,
        "dx": np.zeros_like(experiment.x),
    }  # fmt: skip


@lru_cache(maxsize=1024)
def _compiled(codes: tuple[str, ...]) -> tuple[CodeType, CodeType, CodeType]:
    """The way forward; loss and way back, with each of its steps recorded; the update."""
    called = codes.index("forward()")
    forth = codes[: called + 1]
    last = max(i for i, code in enumerate(codes) if code.startswith("    ") and i > called)
    back = (*codes[called + 1 : last + 1], "    record()")
    update = codes[last + 1 : len(codes) - 1]
    return tuple(compile("\n".join(part) + "\n", "<program>", "exec") for part in (forth, back, update))
