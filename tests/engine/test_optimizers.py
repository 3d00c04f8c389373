"""Optimizers: fixed numbers, two updates in a row, memory for each layer apart."""

import numpy as np
import pytest

from rnn import SGD, AdaGrad, Adam, Momentum


class Single:
    """A layer with one weight."""

    weights = ("W",)

    def __init__(self, W, dW=None):
        self.W, self.dW = np.array([W]), None if dW is None else np.array([dW])


def two_updates(optimizer, first=2.0, second=-1.0):
    layer, found = Single(1.0), []
    for gradient in (first, second):
        layer.dW = np.array([gradient])
        optimizer.update(layer)
        found.append(layer.W.item())
    return found


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [
        (SGD(0.1), [0.8, 0.9]),
        (Momentum(0.1, 0.5), [0.8, 0.8]),  # v = -0.2, then 0.5 * -0.2 + 0.1 = 0
        (AdaGrad(0.1, 0.0), [0.9, 0.9 + 0.1 / np.sqrt(5.0)]),
        (
            Adam(0.1, 0.5, 0.75, 0.0),
            # m = 1, s = 1: m^ = 2, s^ = 4; then m = 0, s = 1: m^ = 0
            [0.9, 0.9],
        ),
    ],
    ids=["SGD", "Momentum", "AdaGrad", "Adam"],
)
def test_two_updates_in_a_row_give_the_numbers_worked_out_by_hand(optimizer, expected):
    assert two_updates(optimizer) == pytest.approx(expected, abs=1e-15)


def test_adam_takes_the_numbers_of_its_formula_at_the_second_update():
    first, second = two_updates(Adam(0.1, 0.9, 0.99, 1e-8), 2.0, 3.0)
    m, s = 0.9 * 0.2 + 0.1 * 3.0, 0.99 * 0.04 + 0.01 * 9.0
    assert first == pytest.approx(0.9, abs=1e-8)
    assert second == pytest.approx(first - 0.1 * (m / 0.19) / (np.sqrt(s / (1 - 0.99**2)) + 1e-8), abs=1e-14)


@pytest.mark.parametrize("kind", [SGD, Momentum, AdaGrad, Adam])
def test_one_optimizer_serves_two_layers_without_mixing_them(kind):
    alone, shared = kind(0.1), kind(0.1)
    lonely, first, second = Single(1.0), Single(1.0), Single(5.0)
    for gradient in (2.0, -1.0):
        lonely.dW = first.dW = np.array([gradient])
        second.dW = np.array([7.0])
        alone.update(lonely)
        shared.update(second)
        shared.update(first)
    assert first.W == lonely.W


@pytest.mark.parametrize("kind", [SGD, Momentum, AdaGrad, Adam])
def test_every_optimizer_goes_downhill(kind):
    optimizer, layer = kind(0.05), Single(1.0)
    for _ in range(200):
        layer.dW = 2.0 * layer.W
        optimizer.update(layer)
    assert abs(layer.W.item()) < 0.3


def test_the_array_that_the_layer_had_is_not_changed_in_place():
    layer = Single(1.0, 2.0)
    before = layer.W
    SGD(0.1).update(layer)
    assert before.item() == 1.0


def test_bad_use_is_refused():
    with pytest.raises(ValueError, match="lr is 0; expected a finite number above 0"):
        SGD(0)
    with pytest.raises(ValueError, match="expected a call of backward before update"):
        SGD(0.1).update(Single(1.0))
