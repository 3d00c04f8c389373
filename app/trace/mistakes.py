"""Known mistakes in the learner's program: what a learner writes in place of a line, and in which cases it matters.

A mistake is a change of the lines of `program.py`, which are then executed. To add one is one entry here, and its
sentences `mistake.<name>` and `mistake.<name>.why`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from app.experiment import Experiment
from app.trace.program import Line, program
from rnn import ACTIVATIONS

Change = tuple[str, str, str]  # name of a line, what stands there, what is written instead


@dataclass(frozen=True)
class Mistake:
    """One thing that people get wrong; its first line has it in its menu."""

    name: str
    changes: Callable[[Experiment], Iterable[Change]]
    fits: Callable[[Experiment], bool] = lambda made: True  # whether it is a mistake in this case

    def made_in(self, lines: list[Line], experiment: Experiment) -> list[Line] | None:
        """The lines with it; None where it does not fit the case, or another mistake stands where it would."""
        if not self.fits(experiment):
            return None
        changed = {line.name: line for line in lines if line.name}
        for name, before, after in self.changes(experiment):
            if before not in changed[name].code:
                return None
            changed[name] = changed[name]._replace(code=changed[name].code.replace(before, after))
        return [changed.get(line.name, line) for line in lines]

    def line(self, experiment: Experiment) -> str:
        """The name of the line that has it in its menu."""
        return next(iter(self.changes(experiment)))[0]


def _always(*changes: Change) -> Callable[[Experiment], Iterable[Change]]:
    return lambda made: changes


def _slope(made: Experiment) -> str:
    return ACTIVATIONS[made.activation].slope_line.format(a="a[:, t]", h="h[:, t]")


def _another_slope(tanh: str, sigmoid: str) -> Callable[[Experiment], Iterable[Change]]:
    """The slope taken of something else."""
    return lambda made: (("slope", _slope(made), tanh if made.activation == "tanh" else sigmoid),)


def _several(made: Experiment) -> bool:
    return made.sizes.batch_size > 1


def _bends(made: Experiment) -> bool:
    return made.activation != "identity"


def _saturates(made: Experiment) -> bool:
    return made.activation in ("tanh", "sigmoid")


def _long(made: Experiment) -> bool:
    return made.sizes.n_sequences > 1


def _one_by_one(*lines: str) -> tuple[Change, ...]:
    """Lines that work on one sample at a time."""
    return tuple((line, "[:, t]", "[[b], t]") for line in lines)


#: What a step adds to each weight gradient.
_OF_W_H, _OF_W_X, _OF_B = "h_previous[:, t].T @ da", "x[:, t].T @ da", "da.sum(axis=0)"
_SIGMOID_OF_H = "1 / (1 + np.exp(-h[:, t]))"

MISTAKES = {
    mistake.name: mistake
    for mistake in (
        Mistake(
            "moved",
            _always(
                ("dW_h", f"+= {_OF_W_H}", f"+= {_OF_W_H};  W_h -= alpha * ({_OF_W_H})"),
                ("dW_x", f"+= {_OF_W_X}", f"+= {_OF_W_X};  W_x -= alpha * ({_OF_W_X})"),
                ("dB", f"+= {_OF_B}", f"+= {_OF_B};  B -= alpha * {_OF_B}"),
                ("update", "W_x -= alpha * dW_x;  W_h -= alpha * dW_h;  B -= alpha * dB", "pass"),
            ),
            _long,
        ),
        Mistake("assigned", _always(("dW_h", "+=", "="), ("dW_x", "+=", "="), ("dB", "+=", "=")), _long),
        Mistake("road_left_out", _always(("meet", " + dh_next", "")), _long),
        Mistake(
            "own_left_out",
            _always(("meet", "dh_output[:, t] + dh_next", "dh_next if t < n_sequences - 1 else dh_output[:, t]")),
            lambda made: bool(made.carries_loss[:-1].any()),
        ),
        Mistake("no_slope", lambda made: (("slope", f" * {_slope(made)}", ""),), _bends),
        Mistake(
            "slope_of_h",
            _another_slope("(1 - np.tanh(h[:, t])**2)", f"{_SIGMOID_OF_H} * (1 - {_SIGMOID_OF_H})"),
            _saturates,
        ),
        Mistake("slope_of_a", _another_slope("(1 - a[:, t]**2)", "a[:, t] * (1 - a[:, t])"), _saturates),
        Mistake("state_now", _always(("dW_h", "h_previous[:, t]", "h[:, t]"))),
        Mistake(
            "not_transposed",
            _always(("send", "@ W_h.T", "@ W_h")),
            lambda made: _long(made) and not np.array_equal(made.W_h, made.W_h.T),
        ),
        Mistake(
            "transposed_twice",
            _always(
                ("sum", "@ W_h", "@ W_h.T"),
                ("send", "@ W_h.T", "@ W_h"),
                ("dW_h", "h_previous[:, t].T @ da", "da.T @ h_previous[:, t]"),
            ),
            lambda made: not np.array_equal(made.W_h, made.W_h.T),
        ),
        Mistake(
            "state_kept",
            _always(
                ("steps", "for t in range(n_sequences)", "for b, t in np.ndindex(batch_size, n_sequences)"),
                ("previous", "h_previous[:, t] = h[:, t - 1] if t > 0 else h_0",
                 "h_previous[[b], t] = h[[b], t - 1] if t > 0 else h_0[:1] if b == 0 else h[[b - 1], -1]"),
                *_one_by_one("sum", "activate"),
            ),
            _several,
        ),
        Mistake(
            "gradient_kept",
            _always(
                ("back", "for t in reversed(range(n_sequences))",
                 "for b, t in ((b, t) for b in range(batch_size) for t in reversed(range(n_sequences)))"),
                *_one_by_one("meet", "slope", "dW_h", "dW_x", "send"),
            ),
            _several,
        ),
        Mistake(
            "mean_forgotten",
            _always(("loss", " / batch_size", "")),
            lambda made: _several(made) and made.loss == "half_squared_error",
        ),
        Mistake(
            "mean_twice",
            _always(("loss", " / batch_size", " / batch_size**2")),
            lambda made: _several(made) and made.loss == "half_squared_error",
        ),
        Mistake("one_sample", _always(("dB", "da.sum(axis=0)", "da[0]")), _several),
        Mistake(
            "mean_over_time",
            _always(
                ("dW_h", f"+= {_OF_W_H}", f"+= {_OF_W_H} / n_sequences"),
                ("dW_x", f"+= {_OF_W_X}", f"+= {_OF_W_X} / n_sequences"),
                ("dB", f"+= {_OF_B}", f"+= {_OF_B} / n_sequences"),
            ),
            _long,
        ),
        Mistake(
            "first_step_lost",
            _always(("back", "reversed(range(n_sequences))", "range(n_sequences - 1, 0, -1)")),
            _long,
        ),
    )
}  # fmt: skip


def right_program(experiment: Experiment) -> list[Line]:
    """The program of a case, with no mistake in it."""
    return program(experiment.activation, experiment.loss, experiment.placement)


def with_mistakes(experiment: Experiment, names: Iterable[str]) -> tuple[list[Line], tuple[str, ...]]:
    """The program with those of the mistakes that can be made in this case together, and their names."""
    lines, made = right_program(experiment), []
    for name in dict.fromkeys(names):
        changed = MISTAKES[name].made_in(lines, experiment) if name in MISTAKES else None
        if changed:
            lines, made = changed, [*made, name]
    return lines, tuple(made)
