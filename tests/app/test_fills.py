"""Every way to fill an array: what comes out, that the seed alone decides it, and what is refused."""

import hashlib

import numpy as np
import pytest

from app import limits
from app.experiment import ExperimentError
from app.experiment.fills import FILLS, fill
from app.translations import LANGUAGES, Catalogue

WEIGHT = np.array([[0.3, -0.8, 0.1], [1.5, 0.2, -0.4], [-0.6, 0.9, 0.7]])
WIDE, TALL, VECTOR = np.zeros((2, 5)), np.zeros((5, 2)), np.ones(4)
ROTATION = np.linalg.qr(np.random.default_rng(2).standard_normal((16, 16)))[0]
RANDOM = [name for name, chosen in FILLS.items() if chosen.random]


def refusal(name, current=WEIGHT, **options) -> ExperimentError:
    with pytest.raises(ExperimentError) as caught:
        fill(name, current, **options)
    return caught.value


def radius(matrix) -> float:
    return np.abs(np.linalg.eigvals(matrix)).max()


@pytest.mark.parametrize("name", FILLS)
def test_a_fill_gives_finite_float64_numbers_of_the_same_shape_and_leaves_the_array_alone(name):
    current = WEIGHT.copy()
    current.flags.writeable = False
    filled = fill(name, current, seed=5)
    assert (filled.shape, filled.dtype) == (current.shape, np.float64)
    assert np.isfinite(filled).all()
    assert filled.flags.writeable
    assert not np.shares_memory(filled, current)
    assert np.array_equal(current, WEIGHT)


@pytest.mark.parametrize("name", FILLS)
def test_the_seed_alone_decides_the_numbers(name):
    once, again, other = (fill(name, WEIGHT, seed=seed) for seed in (11, 11, 12))
    assert np.array_equal(once, again)
    assert np.array_equal(once, other) == (name not in RANDOM)


def test_the_random_fills_are_the_ones_of_the_literature():
    assert RANDOM == ["orthogonal", "xavier", "he", "gaussian"]


def test_the_generator_is_pcg64_of_the_seed():
    drawn = np.random.Generator(np.random.PCG64(2024)).standard_normal((3, 3))
    assert np.array_equal(fill("gaussian", WEIGHT, amount=0.25, seed=2024), 0.25 * drawn)
    assert fill("gaussian", np.zeros(1), amount=1, seed=0).item() == 0.1257302210933933


@pytest.mark.parametrize(
    ("name", "shape", "seed", "amount", "digest"),
    [
        ("orthogonal", (4, 4), 0, None, "c5e5395d95d70599"),
        ("orthogonal", (2, 5), 7, None, "2cbbb6f1a557006e"),
        ("orthogonal", (64, 16), 2024, None, "eefacf82c410e758"),
        ("orthogonal", (1, 1), 3, None, "6c3c396ed6b5c36d"),
        ("xavier", (4, 4), 0, None, "4b0032906f1feec5"),
        ("xavier", (2, 5), 7, None, "7f4943e5d3ce7afd"),
        ("xavier", (16, 64), 4294967295, None, "ba656ed869bd37b2"),
        ("he", (4, 4), 0, None, "e17dbc9c11011fa7"),
        ("he", (5, 2), 7, None, "4ea2ca6cc4b16bc0"),
        ("he", (16, 64), 4294967295, None, "e623c4f1aa04cccb"),
        ("gaussian", (4, 4), 0, 0.25, "63cd2a00edd99f5b"),
        ("gaussian", (4,), 7, 0.001, "2b979bd0ae07da91"),
        ("gaussian", (2, 3, 4), 11, None, "7b0c0020f3317ba7"),
        ("identity", (3, 5), 0, None, "94985c502c5e90c9"),
        ("scaled_identity", (5, 3), 0, -0.6, "422f97d6b626602c"),
    ],
)
def test_links_keep_their_numbers_to_the_bit(name, shape, seed, amount, digest):
    filled = fill(name, np.zeros(shape), amount=amount, seed=seed)
    assert hashlib.sha256(filled.astype("<f8").tobytes()).hexdigest().startswith(digest)


def test_zeros_and_a_constant_fill_any_array():
    assert np.array_equal(fill("zeros", VECTOR), np.zeros(4))
    assert np.array_equal(fill("constant", np.zeros((2, 3, 4)), amount=-0.3), np.full((2, 3, 4), -0.3))


def test_without_an_amount_the_suggested_one_is_taken():
    assert np.array_equal(fill("constant", VECTOR), np.full(4, FILLS["constant"].amount))
    assert np.array_equal(fill("constant", VECTOR, amount=0), np.zeros(4))


@pytest.mark.parametrize("current", [WEIGHT, WIDE, TALL])
def test_an_identity_has_ones_on_its_main_diagonal_also_when_it_is_not_square(current):
    assert np.array_equal(fill("identity", current), np.eye(*current.shape))
    assert np.array_equal(fill("scaled_identity", current, amount=-0.6), -0.6 * np.eye(*current.shape))


def test_a_scaled_identity_has_no_negative_zero():
    assert not np.signbit(fill("scaled_identity", WEIGHT, amount=-2)[0, 1])
    assert not np.signbit(fill("gaussian", WEIGHT, amount=0, seed=1)).any()


@pytest.mark.parametrize("current", [WEIGHT, WIDE, TALL, np.zeros((1, 1)), np.zeros((64, 64))])
def test_an_orthogonal_fill_has_orthonormal_rows_or_columns(current):
    q = fill("orthogonal", current, seed=3)
    assert q.shape == current.shape
    product = q.T @ q if q.shape[0] >= q.shape[1] else q @ q.T
    np.testing.assert_allclose(product, np.eye(min(q.shape)), atol=1e-13)


def test_orthogonal_fills_are_uniform_so_both_signs_come_up_everywhere():
    """Q as LAPACK leaves it has a negative first entry every time (Mezzadri 2007)."""
    firsts = np.array([fill("orthogonal", WEIGHT, seed=seed) for seed in range(400)])
    assert (np.abs((firsts > 0).mean(axis=0) - 0.5) < 0.1).all()


def test_xavier_is_uniform_within_the_reach_of_both_fans():
    filled = fill("xavier", np.zeros((16, 64)), seed=9)
    reach = np.sqrt(6 / (16 + 64))
    assert 0.98 * reach < filled.max() <= reach
    assert -reach <= filled.min() < -0.98 * reach
    assert filled.std() == pytest.approx(reach / np.sqrt(3), rel=0.05)


def test_he_takes_the_rows_as_fan_in():
    filled = fill("he", np.zeros((16, 64)), seed=9)
    assert filled.std() == pytest.approx(np.sqrt(2 / 16), rel=0.05)
    assert np.abs(filled).max() > 3 * np.sqrt(2 / 16)  # a Gaussian has tails


def test_a_gaussian_has_the_chosen_sigma_and_fills_a_vector_too():
    assert fill("gaussian", np.zeros((64, 64)), amount=0.02, seed=4).std() == pytest.approx(0.02, rel=0.05)
    assert fill("gaussian", VECTOR, amount=0.02, seed=4).shape == (4,)


@pytest.mark.parametrize("rho", [0.5, 1.0, 2.0])
@pytest.mark.parametrize(
    "current", [WEIGHT, 1e-300 * WEIGHT, 1e308 * WEIGHT, 1e-9 * WEIGHT, np.array([[0.6, 2], [0, 0.6]])]
)
def test_a_spectral_radius_rescales_the_present_matrix(current, rho):
    filled = fill("spectral_radius", current, amount=rho)
    assert radius(filled) == pytest.approx(rho, rel=1e-9)
    np.testing.assert_allclose(filled / filled[0, 0], current / current[0, 0], rtol=1e-12)


def test_a_spectral_radius_counts_complex_eigenvalues():
    rotation = fill("spectral_radius", np.array([[0.6, 0.8], [-0.8, 0.6]]) * 3, amount=1)
    np.testing.assert_allclose(rotation, [[0.6, 0.8], [-0.8, 0.6]], rtol=1e-14)


def test_a_spectral_radius_beyond_the_largest_number_is_rescaled_too():
    np.testing.assert_allclose(fill("spectral_radius", np.full((2, 2), 1.7e308), amount=1), np.full((2, 2), 0.5))


def test_a_spectral_radius_of_zero_is_a_matrix_of_zeros():
    assert not fill("spectral_radius", WEIGHT, amount=0).any()


def test_a_large_matrix_of_small_numbers_has_a_spectral_radius():
    current = 1e-5 * np.random.default_rng(8).standard_normal((64, 64))
    assert radius(fill("spectral_radius", current, amount=0.9)) == pytest.approx(0.9)


@pytest.mark.parametrize(
    "nilpotent",
    [
        np.zeros((3, 3)),
        np.eye(4, k=1),
        np.array([[1, -1], [1, -1]]) / 10,
        np.array([[2.0, -1], [4, -2]]),
        np.array([[5.0, -3, 2], [15, -9, 6], [10, -6, 4]]),
        ROTATION @ np.eye(16, k=1) @ ROTATION.T,
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_a_matrix_of_spectral_radius_zero_cannot_be_rescaled(nilpotent, seed):
    assert refusal("spectral_radius", nilpotent, amount=1, seed=seed).key == "error.fill.radius_zero"


def test_a_spectral_radius_needs_a_square_matrix():
    error = refusal("spectral_radius", WIDE)
    assert (error.key, error.values) == ("error.fill.square", {"found": (2, 5)})


@pytest.mark.parametrize("name", ["identity", "scaled_identity", "orthogonal", "xavier", "he", "spectral_radius"])
@pytest.mark.parametrize("current", [VECTOR, np.zeros((2, 3, 4))])
def test_what_needs_a_matrix_refuses_another_array(name, current):
    error = refusal(name, current)
    assert (error.key, error.values) == ("error.fill.matrix", {"found": current.shape})


@pytest.mark.parametrize("name", ["gaussian", "spectral_radius"])
def test_a_negative_amount_is_refused_where_it_means_nothing(name):
    error = refusal(name, amount=-0.1)
    assert (error.key, error.values) == ("error.fill.amount", {"found": -0.1, "least": 0})


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("constant", np.nan),
        ("constant", -np.inf),
        ("scaled_identity", np.inf),
        ("gaussian", np.nan),
        ("gaussian", 1e308),
    ],
)
def test_numbers_that_are_not_finite_are_refused(name, amount):
    assert refusal(name, np.zeros((64, 64)), amount=amount).key == "error.fill.not_finite"


@pytest.mark.parametrize("seed", [-1, limits.MAX_SEED + 1, 1.5, "1"])
def test_a_seed_is_a_whole_number_within_bounds(seed):
    error = refusal("zeros", seed=seed)
    assert (error.key, error.values) == ("error.fill.seed", {"found": seed, "largest": limits.MAX_SEED})
    assert fill("he", WEIGHT, seed=limits.MAX_SEED).any()


def test_a_fill_that_does_not_exist_is_refused():
    error = refusal("lecun")
    assert (error.key, error.values) == ("error.choice", {"name": "fill", "found": "lecun"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence_in_the_catalogue(language):
    text = Catalogue(language)
    errors = [
        refusal("gaussian", amount=-1),
        refusal("he", seed=-1),
        refusal("he", VECTOR),
        refusal("spectral_radius", WIDE),
        refusal("spectral_radius", np.eye(2, k=1)),
        refusal("constant", amount=np.nan),
    ]
    assert {error.key for error in errors} == {key for key in text.sentences if key.startswith("error.fill.")}
    assert all(text(error.key, **error.values) for error in errors)
