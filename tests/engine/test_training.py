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
