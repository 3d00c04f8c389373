"""What a student does with an open page: an edit every two seconds, sometimes a drag, a preset, other sizes.

A student's experiments are the app's own values, so that every answer can be checked against the text that was
typed and the loss that a run of it here gives.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from app.experiment import Experiment, Sizes
from app.experiment.link import decode, encode
from app.experiment.presets import PRESETS
from app.trace import run
from tests.bench.load.tab import Tab

PERIOD = 2.0  # seconds from one action to the next
DRAG = 1.0  # seconds that a number is dragged sideways
DRAG_PERIOD = 0.075  # seconds between two values of a drag: a browser paints about 13 a second
#: How often each action is taken.
ACTIONS = {"edit": 0.8, "drag": 0.1, "preset": 0.05, "sizes": 0.05}
#: One answer in so many is recomputed and compared.
CHECKED = 10


class Student:
    """A tab, and somebody who uses it; `rng` decides what is done."""

    def __init__(self, tab: Tab, rng: np.random.Generator, *, computes: bool = True) -> None:
        self.tab, self.rng, self.computes = tab, rng, computes
        self.preset = "textbook"
        self.experiment = PRESETS[self.preset]
        self.wrong: list[str] = []
        self.answers = 0
        tab.on_answer = self._check

    async def work(self, until: float) -> None:
        """Acts every PERIOD seconds until then (time.monotonic), on a schedule that does not wait for answers."""
        at = time.monotonic() + self.rng.uniform(0, PERIOD)
        while at < until:
            await asyncio.sleep(at - time.monotonic())
            action = self.rng.choice(list(ACTIONS), p=list(ACTIONS.values()))
            for later, experiment in self._experiments(str(action)):
                await asyncio.sleep(at + later - time.monotonic())
                self.experiment = experiment
                self.tab.edit(encode(experiment, self.preset), at=at + later)
            at += PERIOD * self.rng.uniform(0.75, 1.25)

    def _experiments(self, action: str) -> Iterator[tuple[float, Experiment]]:
        """What an action shows the server, each with its seconds after the action's beginning."""
        if action == "preset":
            self.preset = str(self.rng.choice(list(PRESETS)))
            yield 0.0, PRESETS[self.preset]
        elif action == "sizes":
            batch_size, _, n_features, _ = self.experiment.sizes
            n_sequences, n_nodes = self.rng.integers(2, 13), self.rng.integers(2, 9)
            yield 0.0, self.experiment.resized(Sizes(batch_size, int(n_sequences), n_features, int(n_nodes)))
        else:
            name = str(self.rng.choice(["x", "W_x", "W_h", "B", "h_initial"]))
            cell = int(self.rng.integers(getattr(self.experiment, name).size))
            start = round(self.rng.normal(), 2)
            for i in range(round(DRAG / DRAG_PERIOD) if action == "drag" else 1):
                yield i * DRAG_PERIOD, changed(self.experiment, name, cell, round(start + i / 100, 2))

    def _check(self, answer: dict) -> None:
        self.answers += 1
        if self.answers % CHECKED:
            return
        if answer["revision"] == self.tab.revision and not decode(answer["text"]).same_as(self.experiment):
            self.wrong.append(f"{answer['text']} instead of {self.tab.text}")
        if self.computes:
            shown = answer["arrays"]["loss"].item()
            if not np.isclose(shown, run(decode(answer["text"])).loss.value, rtol=1e-12, atol=0):
                self.wrong.append(f"loss {shown} of {answer['text']}")


def changed(experiment: Experiment, name: str, cell: int, value: float) -> Experiment:
    """The experiment with one number of one array set."""
    values = getattr(experiment, name).copy()
    values.flat[cell] = value
    return replace(experiment, **{name: values})
