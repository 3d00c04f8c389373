"""Experiment: all that a visitor can change, as one frozen value that is checked on creation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from app import limits
from app.experiment.arrays import EDITABLE, Sizes, on_page
from app.experiment.losses import LOSSES, PLACEMENTS
from rnn import ACTIVATIONS

CHOICES = ("activation", "loss", "placement", "learning_rate")


class ExperimentError(ValueError):
    """What is wrong with an experiment: a key of the catalogues and the values its sentence names."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key} {values}" if values else key)
        self.key = key
        self.values = values


MAX_SIZES = Sizes(limits.MAX_BATCH_SIZE, limits.MAX_SEQUENCES, limits.MAX_FEATURES, limits.MAX_NODES)


@dataclass(frozen=True, eq=False, slots=True)
class Experiment:
    """A network, its input and its targets, ready to run.

    Raises ExperimentError when a shape, a size, a number or a choice is not allowed.
    """

    x: np.ndarray  # (batch_size, n_sequences, n_features)
    W_x: np.ndarray  # (n_features, n_nodes)
    W_h: np.ndarray  # (n_nodes, n_nodes)
    B: np.ndarray  # (n_nodes,)
    h_initial: np.ndarray  # (batch_size, n_nodes)
    y: np.ndarray  # (batch_size, n_sequences, n_nodes), the targets
    g: np.ndarray | None = None  # the same shape: dL/dh_t by hand, used where that is the loss; zeros unless given
    activation: str = "tanh"
    loss: str = "half_squared_error"
    placement: str = "every"  # of the loss; the only one that a given gradient has
    learning_rate: float = 0.5
    #: How arrays were made, by name, see `recipes.py`: for a short text only, no part of what the experiment is.
    recipes: Mapping[str, tuple] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if self.g is None:
            object.__setattr__(self, "g", np.zeros_like(self.y, dtype=np.float64))
        for name in EDITABLE:
            values = np.array(getattr(self, name), dtype=np.float64)
            values.flags.writeable = False
            object.__setattr__(self, name, values)
        object.__setattr__(self, "learning_rate", float(self.learning_rate))
        if self.x.ndim != 3 or self.W_h.ndim != 2:
            raise ExperimentError("error.shape", name="x", found=self.x.shape)
        check_sizes(self.sizes)
        for name, shape in self.sizes.shapes().items():
            values = getattr(self, name)
            if values.shape != shape:
                raise ExperimentError("error.shape", name=on_page(name), found=values.shape, expected=shape)
            if not np.isfinite(values).all():
                raise ExperimentError("error.not_finite", name=on_page(name))
        if self.activation not in ACTIVATIONS:
            raise ExperimentError("error.choice", name="activation", found=self.activation)
        if self.loss not in LOSSES:
            raise ExperimentError("error.choice", name="loss", found=self.loss)
        if self.placement not in PLACEMENTS:
            raise ExperimentError("error.choice", name="placement", found=self.placement)
        allowed = LOSSES[self.loss].placements
        if self.placement not in allowed:
            raise ExperimentError("error.placement", loss=self.loss, found=self.placement, allowed=", ".join(allowed))
        if not np.isfinite(self.learning_rate):
            raise ExperimentError("error.not_finite", name="learning_rate")

    @property
    def carries_loss(self) -> np.ndarray:
        """Which time steps hand a gradient of their own to h_t: bool, (n_sequences,)."""
        loss = LOSSES[self.loss]
        return PLACEMENTS[self.placement].steps(self.sizes.n_sequences) & loss.carries(getattr(self, loss.array))

    @property
    def sizes(self) -> Sizes:
        """The sizes as x and W_h give them."""
        return Sizes(*self.x.shape, self.W_h.shape[0])

    def resized(self, sizes: Sizes) -> "Experiment":
        """The same experiment at other sizes: values that still fit are kept, new cells are 0."""
        check_sizes(sizes)
        arrays = {name: _fitted(getattr(self, name), shape) for name, shape in sizes.shapes().items()}
        recipes = {
            name: steps for name, steps in self.recipes.items() if arrays[name].shape == getattr(self, name).shape
        }
        return replace(self, **arrays, recipes=recipes)

    def same_as(self, other: "Experiment") -> bool:
        """Whether both are equal in every field, bit for bit (so 0.0 and -0.0 differ)."""
        return all(same_value(getattr(self, name), getattr(other, name)) for name in (*EDITABLE, *CHOICES))


def same_value(one: object, other: object) -> bool:
    """Whether two values of one field of an Experiment are the same, bit for bit."""
    if isinstance(one, str):
        return one == other
    one, other = np.asarray(one), np.asarray(other)
    return one.shape == other.shape and one.tobytes() == other.tobytes()


def check_sizes(sizes: Sizes) -> None:
    """Raises ExperimentError unless every size is between 1 and its bound."""
    for name, size, largest in zip(Sizes._fields, sizes, MAX_SIZES, strict=True):
        if not 1 <= size <= largest:
            raise ExperimentError("error.size", name=name, found=size, largest=largest)


def _fitted(values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    fitted = np.zeros(shape)
    common = tuple(slice(0, min(old, new)) for old, new in zip(values.shape, shape, strict=True))
    fitted[common] = values[common]
    return fitted
