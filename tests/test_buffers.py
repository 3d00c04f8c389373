"""Memory is used again only when nobody holds it."""

import gc

import numpy as np
import pytest
from referee import random_case

from rnn import Params, backward, buffers, forward

DTYPE = np.dtype(np.float64)
SHAPE = (100, 200)


@pytest.fixture(autouse=True)
def nothing_kept():
    buffers.release_buffers()
    yield
    buffers.release_buffers()


def address(array):
    return array.__array_interface__["data"][0]


def test_a_dropped_array_is_used_again_for_the_same_number_of_bytes():
    first = buffers.buffer(SHAPE, DTYPE)
    where = address(first)
    del first
    assert address(buffers.buffer((200, 100), DTYPE)) == where


@pytest.mark.parametrize("view", [lambda a: a, lambda a: a[1:, :3].T, lambda a: a.reshape(-1)[::2], memoryview])
def test_an_array_or_view_that_is_held_is_never_used_again(view):
    array = buffers.buffer(SHAPE, DTYPE)
    where, held = address(array), view(array)
    del array
    gc.collect()
    assert address(buffers.buffer(SHAPE, DTYPE)) != where
    assert held is not None


def test_results_of_large_sizes_outlive_later_calls_even_by_a_single_view():
    case = random_case(np.random.default_rng(1), (8, 60, 9, 40))
    params = Params(case.W_x, case.W_h, case.B)
    views, kept = [], []
    for _ in range(4):
        case.x = case.x + 0.1
        fwd = forward(params, case.x, case.h_initial)
        bwd = backward(params, fwd, case.dh_output)
        views.append((fwd.h[:, 3], bwd.da[2], bwd.dx, fwd.a, bwd.dh_next))
        kept.append([view.copy() for view in views[-1]])
        del fwd, bwd
    for seen, expected in zip(views, kept, strict=True):
        for view, values in zip(seen, expected, strict=True):
            assert (view == values).all()


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(buffers, "_most", 400_000)
    held = [buffers.buffer(SHAPE, DTYPE) for _ in range(5)]
    assert sum(owner.nbytes for owner in buffers._owners) <= 400_000
    for number, array in enumerate(held):
        array[...] = number
    assert [array[0, 0] for array in held] == [0, 1, 2, 3, 4]


def test_small_arrays_are_left_to_the_system():
    buffers.buffer((3, 4), DTYPE)
    assert not buffers._owners


def test_no_more_is_kept_than_was_asked_for(monkeypatch):
    monkeypatch.setattr(buffers, "_most", 2**30)
    held = [buffers.buffer(SHAPE, DTYPE) for _ in range(3)]
    buffers.keep_buffers(2 * held[0].nbytes)
    assert len(buffers._owners) == 2
    buffers.keep_buffers(0)
    assert buffers._owners == []
    buffers.buffer(SHAPE, DTYPE)
    assert buffers._owners == []
