"""Experiment: all that a visitor can change, and its forms as text.

experiment.py   the record and its checks          arrays.py    what is known of each array
presets.py      named experiments                  link.py      the whole as text, in an address
fills.py        ways to fill one array             recipes.py   how an array was made, as steps
literals/       one array as people write it
"""

from app.experiment.arrays import ARRAYS, DELAYED, EDITABLE, WEIGHTS, Array, Sizes
from app.experiment.experiment import (
    CHOICES,
    LOSS_PLACEMENTS,
    MAX_SIZES,
    Experiment,
    ExperimentError,
    check_sizes,
    same_value,
)

__all__ = [
    "ARRAYS",
    "CHOICES",
    "DELAYED",
    "EDITABLE",
    "LOSS_PLACEMENTS",
    "MAX_SIZES",
    "WEIGHTS",
    "Array",
    "Experiment",
    "ExperimentError",
    "Sizes",
    "check_sizes",
    "same_value",
]
