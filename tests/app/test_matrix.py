"""What is said of W_h as a matrix, against numbers that one knows."""

import numpy as np
import pytest

from app import limits
from app.experiment import Sizes
from app.experiment.presets import PRESETS
from app.trace import matrix, run
from app.workbench.payload import payload
from tests.app.experiments import experiment


@pytest.mark.parametrize(
    ("name", "radius", "largest", "normal"),
    [
        ("vanishing", 0.5, 0.5, True),
        ("constant", 1, 1, True),
        ("exploding", 1.25, 1.25, True),
        ("saturation", 2, 2, True),
        ("non_normal", 0.6, 2.1661904, False),
        ("normal", 0.6, 0.6, True),
        ("echo", 0, 1, False),
        ("zero_weights", 0, 0, True),
    ],
)
def test_presets_are_the_matrices_that_their_sentences_speak_of(name, radius, largest, normal):
    known = matrix(PRESETS[name].W_h)
    assert known.spectral_radius == pytest.approx(radius, abs=1e-12)
    assert known.singular_values[0] == pytest.approx(largest, abs=1e-6)
    assert known.normal == normal


def test_eigenvalues_and_singular_values_are_those_of_numpy_the_largest_first():
    W_h = np.random.default_rng(3).normal(size=(5, 5))
    known = matrix(W_h)
    assert sorted(np.linalg.eigvals(W_h), key=abs) == pytest.approx(sorted(known.eigenvalues, key=abs))
    assert known.singular_values == pytest.approx(np.linalg.svd(W_h, compute_uv=False))
    assert list(known.singular_values) == sorted(known.singular_values, reverse=True)
    assert [abs(value) for value in known.eigenvalues] == sorted(map(abs, known.eigenvalues), reverse=True)
    assert known.spectral_radius == abs(known.eigenvalues[0])


@pytest.mark.parametrize("scale", [1e-300, 1e-150, 1, 1e150, 1e300])
def test_the_size_of_the_numbers_does_not_matter(scale):
    known = matrix(scale * np.array([[0.6, 2], [0, 0.6]]))
    assert known.spectral_radius == pytest.approx(0.6 * scale)
    assert not known.normal
    assert matrix(scale * np.array([[0.6, 0.8], [-0.8, 0.6]])).normal


def test_numbers_that_are_too_large_are_left_alone():
    assert matrix(np.full((4, 4), 1.7e308)) is None


def test_the_page_gets_them_at_teaching_size():
    largest = limits.TEACHING_NODES
    for n_nodes, known in ((1, True), (largest, True), (largest + 1, False)):
        answer = payload(run(experiment(sizes=Sizes(1, 2, 1, n_nodes))), "textbook", "en")
        assert (answer["matrix"] is not None) == known
