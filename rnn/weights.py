"""What the layers that learn have in common: weights checked when assigned, an optimizer, copies that go on."""

import numpy as np

from rnn.checks import able, bias, checked
from rnn.records import closed


class Weight:
    """A weight that is checked when it is assigned: a read-only copy, of the shape that the layer's `shapes` say."""

    def __init__(self, letters: str) -> None:
        self.letters = letters  # shape in words, for errors

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, layer: object, owner: type | None = None) -> np.ndarray:
        return self if layer is None else layer.__dict__[self.name]

    def __set__(self, layer: object, values: np.ndarray) -> None:
        shape = layer.shapes[self.name]
        if len(shape) == 1:
            weight = bias(self.name, values, *shape, self.letters.strip("(,)"), "the layer")
        else:
            weight = checked(self.name, values, ndim=len(shape), expected=self.letters)
        if weight.shape != shape:
            raise ValueError(f"{self.name} has shape {weight.shape}; expected {self.letters} = {shape}.")
        layer.__dict__[self.name] = weight


class Optimizer:
    """What updates the layer after backward: None, or an object such as Adam(); checked when it is assigned."""

    def __get__(self, layer: object, owner: type | None = None) -> object:
        return self if layer is None else layer.__dict__["optimizer"]

    def __set__(self, layer: object, optimizer: object) -> None:
        if optimizer is not None:
            able("optimizer", optimizer, ("update",), "None, or one such as Adam()")
        layer.__dict__["optimizer"] = optimizer


class WeightedLayer:
    """Base of the layers with weights."""

    weights: tuple[str, ...] = ()  # their names
    shapes: dict[str, tuple[int, ...]]  # by name
    optimizer = Optimizer()

    def __copy__(self) -> "WeightedLayer":
        copied = object.__new__(type(self))
        copied.__dict__.update(self.__dict__)
        return copied

    def __setstate__(self, state: dict[str, object]) -> None:
        """A deep copy, or what was unpickled: its arrays are as closed as those that it is a copy of."""
        self.__dict__.update(closed(state))


def checked_initializer(name: str, initializer: object) -> object:
    """The initializer; raises ValueError for what is none."""
    able(name, initializer, ("W", "B"), "one such as XavierInitializer()")
    return initializer
