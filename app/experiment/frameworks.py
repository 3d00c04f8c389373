"""The weights of a recurrent layer as frameworks keep them -> W_x, W_h and B.

PyTorch's `nn.RNN`    h = tanh(weight_ih x + bias_ih + weight_hh h + bias_hh): transposed, with two biases
    (pytorch.org, torch.nn.RNN)
Keras's `SimpleRNN`   h = tanh(x kernel + h recurrent_kernel + bias) (keras.io, SimpleRNN layer)
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from app.experiment.experiment import Experiment, ExperimentError
from app.experiment.literals import readings

Weights = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Framework:
    """What a framework calls the weights of one layer, and how they become those of the page."""

    weights: tuple[str, str]  # of the input and of the state
    biases: tuple[str, ...]
    W_x: Callable[[np.ndarray], np.ndarray]  # from the first weight; W_h from the second in the same way

    @property
    def fields(self) -> tuple[str, ...]:
        """All names, in the order in which the framework lists them."""
        return self.weights + self.biases


FRAMEWORKS = {
    "pytorch": Framework(("weight_ih", "weight_hh"), ("bias_ih", "bias_hh"), np.transpose),
    "keras": Framework(("kernel", "recurrent_kernel"), ("bias",), np.asarray),
}


def with_weights(experiment: Experiment, framework: str, sources: Mapping[str, str]) -> Experiment:
    """The experiment with the weights of a layer, at the sizes that they have; a bias that is not given is 0.

    Raises ExperimentError, whose values name the `field` that is wrong.
    """
    layer = FRAMEWORKS[framework]
    sources = _divided(layer, sources)
    given = {field: _read(field, sources[field]) for field in layer.fields if sources.get(field, "").strip()}
    for field in layer.weights:
        if field not in given:
            raise ExperimentError("error.weights.missing", field=field)
        if given[field].ndim != 2:
            raise ExperimentError("error.weights.matrix", field=field, found=given[field].shape)
    W_x, W_h = (np.ascontiguousarray(layer.W_x(given[field])) for field in layer.weights)
    n_nodes = len(W_h)
    if W_h.shape != (n_nodes, n_nodes):
        raise ExperimentError("error.weights.square", field=layer.weights[1], found=given[layer.weights[1]].shape)
    if W_x.shape[1] != n_nodes:
        shapes = {"found": given[layer.weights[0]].shape, "other": given[layer.weights[1]].shape}
        raise ExperimentError("error.weights.together", field=layer.weights[0], **shapes)
    B = np.zeros(n_nodes)
    for field in layer.biases:
        if field in given:
            if given[field].size != n_nodes:
                raise ExperimentError("error.weights.bias", field=field, found=given[field].shape, expected=(n_nodes,))
            B = B + given[field].reshape(n_nodes)
    sizes = experiment.sizes._replace(n_features=len(W_x), n_nodes=n_nodes)
    return replace(experiment.resized(sizes), W_x=W_x, W_h=W_h, B=B)


def _read(field: str, source: str) -> np.ndarray:
    found = readings(source)
    if len(found) > 1:
        raise ExperimentError("error.weights.two", field=field)
    return found[0].values


def _divided(layer: Framework, sources: Mapping[str, str]) -> Mapping[str, str]:
    """The text of each field; one that holds several, as `state_dict()` or `get_weights()` print them, is divided."""
    filled = [text for text in sources.values() if text.strip()]
    if len(filled) != 1:
        return sources
    named = {field: _after(filled[0], field) for field in layer.fields}
    if sum(text is not None for text in named.values()) > 1:
        return {field: text for field, text in named.items() if text is not None}
    pieces = _lists(filled[0])
    if len(pieces) in (len(layer.fields), len(layer.weights)):
        return dict(zip(layer.fields, pieces, strict=False))
    return sources


def _after(text: str, field: str) -> str | None:
    """The list that stands after a name."""
    found = re.search(rf"(?<![a-z_]){field}(?:_l0)?\b[^\[]*?(?=\[)", text)
    return next(iter(_lists(text[found.end() :])), None) if found else None


def _lists(text: str) -> list[str]:
    """The outermost lists of a text, each in its brackets; those that only hold calls are looked into."""
    inside = re.sub(r"^\s*\[(?=\s*(?:np\.)?(?:array|tensor)\()", " ", text)
    found, depth, start = [], 0, 0
    for match in re.finditer(r"[\[\]]", inside):
        if match[0] == "[":
            depth += 1
            start = match.start() if depth == 1 else start
        elif depth:
            depth -= 1
            if depth == 0:
                found.append(inside[start : match.end()])
    return found
