"""Truncated backpropagation: which parts stay, and what was removed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn import Params, backward, forward, truncated_by_horizon, truncated_in_chunks
from tests.engine.referee import difference, plain_delta, random_case


def run(case):
    params = Params(case.W_x, case.W_h, case.B)
    return params, forward(params, case.x, case.h_initial, case.activation)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_truncation_keeps_the_parts_that_it_says(seed, k):
    case = random_case(np.random.default_rng(seed), (2, 7, 3, 4))
    params, fwd = run(case)
    delta, whole = plain_delta(case), backward(params, fwd, case.dh_output)
    s, t = np.indices((7, 7))
    for truncate, kept in ((truncated_by_horizon, s - t < k), (truncated_in_chunks, s // k == t // k)):
        found = truncate(params, fwd, case.dh_output, k)
        da = (delta * kept[:, :, None, None]).sum(axis=0).swapaxes(0, 1)
        assert difference(found.da, da) < 1e-12
        expected = {
            "dW_x": np.einsum("btf,btn->fn", fwd.x, da),
            "dW_h": np.einsum("btm,btn->mn", fwd.h_previous, da),
            "dB": da.sum(axis=(0, 1)),
        }
        for name, values in expected.items():
            assert difference(found.gradients[name], values) < 1e-12, name
            assert difference(found.gradients[name] + found.removed[name], getattr(whole, name)) < 1e-12, name


@pytest.mark.parametrize("truncate", [truncated_by_horizon, truncated_in_chunks])
def test_numbers_stay_float32_and_bad_steps_are_refused(truncate):
    case = random_case(np.random.default_rng(9))
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, dtype=np.float32)
    assert truncate(params, fwd, case.dh_output, 2).gradients["dW_h"].dtype == np.float32
    with pytest.raises(ValueError, match="k is 0; expected a number of steps, 1 or more"):
        truncate(params, fwd, case.dh_output, 0)
