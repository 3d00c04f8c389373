"""Large batches in halves on two cores: the same numbers."""

import numpy as np
import pytest

from rnn import Params, backward, forward, release_buffers, threads
from rnn.layout import sizes_of
from tests.engine.referee import difference, plain_backward, plain_forward, random_case


@pytest.fixture
def always_in_halves(monkeypatch):
    monkeypatch.setattr(threads, "SMALL", 0)
    monkeypatch.setattr(threads, "LARGE", 0)
    sizes_of.cache_clear()
    yield
    sizes_of.cache_clear()
    release_buffers()


@pytest.mark.parametrize("batch_size", [2, 3, 7])
def test_halves_give_what_the_plain_form_gives(always_in_halves, batch_size):
    case = random_case(np.random.default_rng(1), (batch_size, 5, 3, 4))
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, case.h_initial)
    bwd = backward(params, fwd, case.dh_output)
    assert len(fwd.states.parts) == (1 if threads._blas_threads() is None else 2)
    a, h = plain_forward(case)
    assert difference(fwd.a, a) < 1e-13
    assert difference(fwd.h, h) < 1e-13
    for name, expected in plain_backward(case).items():
        assert difference(getattr(bwd, name), expected) < 1e-12, name


@pytest.mark.parametrize("sizes", [(1, 1300, 60, 60), (33, 97, 40, 64)])
def test_the_later_steps_of_a_long_sequence_are_added_up_while_the_others_go_back(sizes):
    case = random_case(np.random.default_rng(2), sizes)
    case.W_h *= 0.5
    params = Params(case.W_x, case.W_h, case.B)
    bwd = backward(params, forward(params, case.x, case.h_initial), case.dh_output)
    assert len(bwd.gradients.rows) == (1 if threads._blas_threads() is None else 2)
    assert len(bwd.gradients.parts) == 1
    for name, expected in plain_backward(case).items():
        assert difference(getattr(bwd, name), expected) < 1e-12, name


def test_a_silenced_overflow_is_silent_in_both_halves(always_in_halves):
    params = Params(np.ones((1, 2)), np.full((2, 2), 1e200), np.zeros(2))
    with np.errstate(all="ignore"):
        assert np.isinf(forward(params, np.ones((4, 4, 1)), activation="identity").h[:, 3]).all()


def test_the_number_of_blas_threads_is_what_it_was_afterwards(always_in_halves):
    if threads._blas_threads() is None:
        pytest.skip("this NumPy brings no OpenBLAS with two threads")
    get, put = threads._blas_threads()
    put(2)
    before, within = 2, []
    threads.run_parts(lambda part: within.append(get()), 2, 1)
    assert within == [1, 1]
    assert get() == before
    forward(Params(np.ones((2, 3)), np.ones((3, 3)), np.ones(3)), np.ones((4, 5, 2)))
    assert get() == before
    with pytest.raises(RuntimeError, match="lost"):
        threads.run_parts(lambda part: (_ for _ in ()).throw(RuntimeError("lost")), 2, 1)
    assert get() == before
    with pytest.raises(RuntimeError, match="lost"):
        threads.run_followed(lambda part: None, lambda part: (_ for _ in ()).throw(RuntimeError("lost")), 2, 1)
    assert get() == before


def test_what_follows_waits_for_what_it_follows():
    done = []
    sums = threads.run_followed(done.append, lambda number: (number, number in done), 2, threads.SMALL)
    assert sums == [(0, True), (1, True)]
    assert done == [0, 1]


def test_the_halves_of_a_length_cover_it_once(always_in_halves):
    parts = [list(range(7))[part] for part in threads.parts_of(7, 1)]
    assert [entry for part in parts for entry in part] == list(range(7))
