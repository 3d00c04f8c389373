"""Memory is used again only when nobody holds it."""

import gc
import threading

import numpy as np
import pytest

from rnn import Params, backward, buffers, forward
from rnn.layout import sizes_of
from tests.engine.referee import GRADIENTS, random_case

SIZES = {"small": (1, 3, 2, 4), "large": (8, 60, 9, 40)}


@pytest.fixture(autouse=True)
def nothing_kept():
    buffers.release_buffers()
    yield
    buffers.release_buffers()


@pytest.fixture(params=SIZES.values(), ids=SIZES.keys())
def case(request):
    return random_case(np.random.default_rng(1), request.param)


def run(case):
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, case.h_initial)
    return fwd, backward(params, fwd, case.dh_output)


def address(array):
    return array.__array_interface__["data"][0]


def places(fwd, bwd):
    return address(fwd.h), address(bwd.da)


def test_the_memory_of_dropped_results_is_used_again(case):
    where = places(*run(case))
    assert places(*run(case)) == where


@pytest.mark.parametrize(
    "view",
    [
        lambda fwd, bwd: (fwd, bwd),
        lambda fwd, bwd: (fwd.states, bwd.gradients),
        lambda fwd, bwd: (fwd.h, bwd.da),
        lambda fwd, bwd: (fwd.x, bwd.dx),
        lambda fwd, bwd: (fwd.h_initial, bwd.dh_output),
        lambda fwd, bwd: (fwd.h_previous[:, 1:, :3].T, bwd.da[0, 1]),
        lambda fwd, bwd: (memoryview(fwd.h), memoryview(bwd.dx)),
    ],
)
def test_what_a_result_or_a_view_of_it_shows_is_never_used_again(case, view):
    fwd, bwd = run(case)
    where, held = places(fwd, bwd), view(fwd, bwd)
    del fwd, bwd
    gc.collect()
    states, gradients = places(*run(case))
    assert held is not None
    assert states != where[0]
    assert gradients != where[1]


def test_results_outlive_later_calls_even_by_a_single_view(case):
    views, kept = [], []
    for _ in range(7):
        case.x = case.x + 0.1
        fwd, bwd = run(case)
        views.append((fwd.h[:, 2], fwd.x, bwd.da[0], bwd.dx, fwd.a, bwd.dh_next, bwd.dh_initial, bwd.dW_h))
        kept.append([view.copy() for view in views[-1]])
        del fwd, bwd
    for seen, expected in zip(views, kept, strict=True):
        for view, values in zip(seen, expected, strict=True):
            assert (view == values).all()


def test_threads_that_run_the_same_sizes_do_not_meet(case):
    _, alone = run(case)
    expected = {name: getattr(alone, name).copy() for name in GRADIENTS}
    wrong = []

    def often():
        for _ in range(40):
            _, bwd = run(case)
            wrong.extend(name for name in GRADIENTS if (getattr(bwd, name) != expected[name]).any())

    together = [threading.Thread(target=often) for _ in range(4)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert not wrong


def test_what_is_kept_is_bounded_in_bytes(case, monkeypatch):
    monkeypatch.setattr(buffers, "_most", 2**30)
    held = run(case)
    n_bytes = sum(memory.n_bytes for memory in (held[0].states, held[1].gradients))
    assert n_bytes >= held[0].states.owner.nbytes + held[1].gradients.owner.nbytes
    buffers.keep_buffers(n_bytes)
    before = places(*held)
    del held
    assert places(*run(case)) == before
    buffers.keep_buffers(n_bytes - 1)
    assert len(buffers._kept) == 1
    buffers.keep_buffers(0)
    assert not buffers._kept
    run(case)
    assert not buffers._kept


def test_what_is_kept_is_bounded_in_number(case, monkeypatch):
    held = [run(case) for _ in range(2 * buffers.SAME_SIZES)]
    shelf = held[0][0].states.sizes.states
    assert len(shelf.kept) == buffers.SAME_SIZES
    assert len(buffers._kept) == 2 * buffers.SAME_SIZES
    monkeypatch.setattr(buffers, "ALL_SIZES", 5)
    run(random_case(np.random.default_rng(2), (2, 3, 4, 5)))
    assert len(buffers._kept) == 5


def test_sizes_that_were_forgotten_meanwhile_still_go_back(case):
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, case.h_initial)
    _, expected = run(case)
    sizes_of.cache_clear()
    buffers.release_buffers()
    assert (backward(params, fwd, case.dh_output).dx == expected.dx).all()
