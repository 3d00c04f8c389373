"""Where weights begin."""

import numpy as np
import pytest

from rnn import (
    GlorotInitializer,
    HeInitializer,
    IdentityInitializer,
    OrthogonalInitializer,
    SimpleInitializer,
    XavierInitializer,
)

RANDOM = {
    "simple": lambda seed: SimpleInitializer(0.3, seed=seed),
    "Xavier": lambda seed: XavierInitializer(seed=seed),
    "Glorot": lambda seed: GlorotInitializer(seed=seed),
    "He": lambda seed: HeInitializer(seed=seed),
    "orthogonal": lambda seed: OrthogonalInitializer(seed=seed),
}


@pytest.mark.parametrize(
    ("name", "sigma"), [("simple", 0.3), ("Xavier", 1 / 20), ("He", np.sqrt(2) / 20), ("Glorot", np.sqrt(2 / 700))]
)
def test_the_spread_is_that_of_the_formula(name, sigma):
    W = RANDOM[name](1).W(400, 300)
    assert W.shape == (400, 300)
    assert W.std() == pytest.approx(sigma, rel=0.02)
    assert abs(W.mean()) < 0.01 * sigma * 2


@pytest.mark.parametrize("name", RANDOM)
def test_a_seed_fixes_the_draws_and_two_draws_differ(name):
    first, again = RANDOM[name](5), RANDOM[name](5)
    W = first.W(3, 4)
    assert (again.W(3, 4) == W).all()
    assert not np.allclose(W, first.W(3, 4))
    assert (RANDOM[name](np.random.default_rng(5)).W(3, 4) == W).all()


@pytest.mark.parametrize("name", RANDOM)
def test_biases_begin_at_zero(name):
    assert RANDOM[name](1).B(3).tolist() == [0, 0, 0]


@pytest.mark.parametrize("shape", [(4, 4), (6, 3), (3, 6)])
def test_orthogonal_weights_keep_lengths(shape):
    W = OrthogonalInitializer(seed=2).W(*shape)
    small = W.T @ W if shape[0] >= shape[1] else W @ W.T
    assert W.shape == shape
    assert np.allclose(small, np.eye(min(shape)), atol=1e-14)


def test_orthogonal_draws_favour_no_direction():
    determinants = [np.linalg.det(OrthogonalInitializer(seed=seed).W(3, 3)) for seed in range(40)]
    assert 8 < sum(determinant > 0 for determinant in determinants) < 32
    corners = [OrthogonalInitializer(seed=seed).W(3, 3)[0, 0] for seed in range(40)]
    assert 8 < sum(corner > 0 for corner in corners) < 32


def test_identity_weights_remember():
    assert IdentityInitializer(0.5).W(2, 3).tolist() == [[0.5, 0, 0], [0, 0.5, 0]]
    assert IdentityInitializer().W(2, 2).tolist() == [[1, 0], [0, 1]]


def test_a_negative_spread_is_refused():
    with pytest.raises(ValueError, match="sigma is -1; expected a finite number, 0 or more"):
        SimpleInitializer(-1)


def test_glorot_is_uniform_within_its_reach():
    W, reach = GlorotInitializer(seed=3).W(16, 64), np.sqrt(6 / 80)
    assert 0.98 * reach < W.max() <= reach
    assert -reach <= W.min() < -0.98 * reach


@pytest.mark.parametrize(
    ("initializer", "shape", "numbers"),
    [
        (XavierInitializer, (1, 2), [0.1257302210933933, -0.1321048632913019]),
        (GlorotInitializer, (1, 2), [0.38738615147100774, -0.651141503267228]),
        (HeInitializer, (1, 2), [0.1778093838704446, -0.18682448932200277]),
        (OrthogonalInitializer, (1, 3), [0.18881711923692265, -0.19839032737660414, 0.9617636786063786]),
    ],
)
def test_a_seed_gives_the_same_bits_everywhere(initializer, shape, numbers):
    assert initializer(seed=0).W(*shape).ravel().tolist() == numbers
