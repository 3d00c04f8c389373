"""Experiment: all that a visitor can change, and its forms as text.

experiment.py   the record and its checks          arrays.py    what is known of each array
losses.py       what the states are compared with  presets.py   named experiments
fills.py        ways to fill one array             recipes.py   how an array was made, as steps
link.py         the whole as text, in an address   literals/    one array as people write it
"""

from app.experiment.arrays import ARRAYS, DELAYED, EDITABLE, WEIGHTS, Array, Sizes, on_page
from app.experiment.experiment import (
    CHOICES,
    MAX_SIZES,
    Experiment,
    ExperimentError,
    check_sizes,
    same_value,
)
from app.experiment.losses import HANDED_NAME, LOSSES, PLACEMENTS, STEP_NAME, LossFunction

__all__ = [
    "ARRAYS",
    "CHOICES",
    "DELAYED",
    "EDITABLE",
    "HANDED_NAME",
    "LOSSES",
    "MAX_SIZES",
    "PLACEMENTS",
    "STEP_NAME",
    "WEIGHTS",
    "Array",
    "Experiment",
    "ExperimentError",
    "LossFunction",
    "Sizes",
    "check_sizes",
    "on_page",
    "same_value",
]
