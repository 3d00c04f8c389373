"""Mini-batches and clipping."""

import numpy as np
import pytest

from rnn import clip_by_global_norm, clip_by_value, clip_each_by_norm, minibatches

GIVEN = {"dW": np.array([[3.0, 0.0], [0.0, 4.0]]), "dB": np.array([0.0, -12.0])}  # norms 5 and 12, together 13


def test_an_epoch_has_every_sample_once_in_batches_of_the_size():
    batches = list(minibatches(10, 4, np.random.default_rng(1)))
    assert [len(batch) for batch in batches] == [4, 4, 2]
    assert sorted(np.concatenate(batches)) == list(range(10))
    assert list(np.concatenate(batches)) != list(range(10))


def test_clipping_by_global_norm_shortens_all_alike():
    clipped = clip_by_global_norm(GIVEN, 6.5)
    assert clipped.norm == 13.0
    for name, values in GIVEN.items():
        assert np.allclose(clipped.gradients[name], 0.5 * values)
        assert np.allclose(clipped.removed[name], 0.5 * values)


def test_clipping_each_array_leaves_the_short_ones_alone():
    clipped = clip_each_by_norm(GIVEN, 6.0)
    assert (clipped.gradients["dW"] == GIVEN["dW"]).all()
    assert clipped.gradients["dB"].tolist() == [0, -6]


def test_clipping_by_value_cuts_entries_on_both_sides():
    clipped = clip_by_value(GIVEN, 3.5)
    assert clipped.gradients["dW"].tolist() == [[3, 0], [0, 3.5]]
    assert clipped.gradients["dB"].tolist() == [0, -3.5]
    assert clipped.removed["dB"].tolist() == [0, -8.5]


@pytest.mark.parametrize("clip", [clip_by_global_norm, clip_each_by_norm, clip_by_value])
def test_gradients_within_the_limit_stay_as_they_are(clip):
    clipped = clip(GIVEN, 100.0)
    assert all((clipped.gradients[name] == GIVEN[name]).all() for name in GIVEN)
    assert not any(values.any() for values in clipped.removed.values())
    zeros = clip({"dW": np.zeros(3)}, 1.0)
    assert not zeros.gradients["dW"].any()


@pytest.mark.parametrize("clip", [clip_by_global_norm, clip_each_by_norm, clip_by_value])
def test_a_limit_that_is_not_above_zero_is_refused(clip):
    with pytest.raises(ValueError, match="limit is 0; expected a number above 0"):
        clip(GIVEN, 0)


@pytest.mark.parametrize("scale", [1e-323, 1e-300, 1e-170, 1e154, 1e200, 4e307])
def test_norms_neither_overflow_nor_vanish(scale):
    given = {"dW": np.array([3.0, 0.0]) * scale, "dB": np.array([[4.0]]) * scale}
    clipped = clip_by_global_norm(given, 2.5 * scale)
    assert clipped.norm == pytest.approx(5.0 * scale, rel=1e-12)
    assert clipped.gradients["dW"][0] == pytest.approx(1.5 * scale, rel=1e-12 if scale > 1e-310 else 0.5)
    assert clipped.gradients["dB"][0, 0] == pytest.approx(2.0 * scale, rel=1e-12)
    assert (clip_each_by_norm(given, 3.5 * scale).gradients["dW"] == given["dW"]).all()


def test_a_large_gradient_keeps_its_direction_when_it_is_shortened():
    clipped = clip_by_global_norm({"dW": np.array([3e200, 4e200])}, 1.0)
    assert np.allclose(clipped.gradients["dW"], [0.6, 0.8], rtol=1e-15)
    assert clipped.norm == pytest.approx(5e200, rel=1e-15)
    beyond = clip_by_global_norm({"dW": np.array([1.2e308, 1.6e308])}, 1e-10)  # longer than the largest number
    assert np.allclose(beyond.gradients["dW"], [6e-11, 8e-11], rtol=1e-15, atol=0)
    assert beyond.norm == np.inf


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_clipping_keeps_the_dtype_and_takes_lists_and_scalars(dtype):
    assert clip_by_global_norm({"dW": np.array([3, 4], dtype)}, 1.0).gradients["dW"].dtype == dtype
    clipped = clip_by_global_norm({"dW": [3.0, 0.0], "dB": 4.0, "none": np.zeros((0, 2))}, 2.5)
    assert clipped.gradients["dB"] == 2.0
    assert clipped.gradients["none"].shape == (0, 2)
