"""Experiment: all that a visitor can change, and its forms as text.

experiment.py   the record and its checks          presets.py   named experiments
fills.py        ways to fill one array             recipes.py   how an array was made, as steps
link.py         the whole as text, in an address   literals/    one array as people write it
"""

from app.experiment.experiment import (
    ARRAYS,
    CHOICES,
    LOSS_PLACEMENTS,
    MAX_SIZES,
    Experiment,
    ExperimentError,
    Sizes,
    check_sizes,
    same_value,
)

__all__ = [
    "ARRAYS",
    "CHOICES",
    "LOSS_PLACEMENTS",
    "MAX_SIZES",
    "Experiment",
    "ExperimentError",
    "Sizes",
    "check_sizes",
    "same_value",
]
