"""Whatever happens in the middle of a call, the calls after it give their numbers, and held results keep theirs."""

import multiprocessing
import sys
import threading

import numpy as np
import pytest

import rnn
from rnn import Params, SimpleRNN, XavierInitializer, backward, forward
from tests.engine.referee import GRADIENTS, random_case

ENGINE = rnn.__path__[0]
SMALL, LARGE = (1, 3, 2, 4), (16, 60, 30, 130)


def numbers(case):
    """All that a pass there and back gives, as copies."""
    params = Params(case.W_x, case.W_h, case.B)
    fwd = forward(params, case.x, case.h_initial)
    bwd = backward(params, fwd, case.dh_output)
    return [array.copy() for array in (fwd.a, fwd.h, bwd.da, bwd.dh_next, *(getattr(bwd, name) for name in GRADIENTS))]


def same(first, second):
    return all((one == other).all() for one, other in zip(first, second, strict=True))


def other_case(sizes, seed):
    return random_case(np.random.default_rng(seed), sizes)


@pytest.fixture
def traced():
    """Sets a trace function that sees every line of the engine, and takes it away again."""

    def start(see):
        def local(frame, event, argument):
            see(frame)
            return local

        sys.settrace(lambda frame, event, argument: local if frame.f_code.co_filename.startswith(ENGINE) else None)

    before = sys.gettrace()
    yield start
    sys.settrace(before)


@pytest.mark.parametrize("sizes", [SMALL, LARGE], ids=["small", "large"])
def test_a_debugger_that_reads_local_variables_changes_no_held_result(traced, sizes):
    sizes = (sizes[0], sizes[1] + 1, *sizes[2:])  # met here for the first time
    case, seen = other_case(sizes, 1), []
    params = Params(case.W_x, case.W_h, case.B)
    traced(lambda frame: seen.append(len(frame.f_locals)))
    fwd = forward(params, case.x, case.h_initial)
    bwd = backward(params, fwd, case.dh_output)
    sys.settrace(None)
    assert len(seen) > 30
    kept = [array.copy() for array in (fwd.h, fwd.a, bwd.da, bwd.dx)]
    for seed in range(2, 8):
        numbers(other_case(sizes, seed))
    assert same((fwd.h, fwd.a, bwd.da, bwd.dx), kept)


@pytest.mark.parametrize("sizes", [SMALL, (4, 3, 30, 260)], ids=["small", "large"])
def test_a_keyboard_interrupt_at_any_line_leaves_later_calls_as_they_were(traced, sizes):
    case, expected = other_case(sizes, 1), numbers(other_case(sizes, 1))
    line, interrupts = 0, 0
    while True:
        line += 1
        left = [line]

        def count(frame, left=left):
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt

        traced(count)
        try:
            numbers(case)
        except KeyboardInterrupt:
            interrupts += 1
        else:
            break
        finally:
            sys.settrace(None)
        assert same(numbers(case), expected), line
    assert interrupts > 60


@pytest.mark.parametrize("name", ["W_x", "W_h", "B"])
def test_a_keyboard_interrupt_while_a_weight_is_assigned_leaves_the_layer_with_one_or_the_other(traced, name):
    case = other_case(SMALL, 1)
    before = SimpleRNN(2, 4, XavierInitializer(seed=2))
    value = getattr(case, name)
    after = SimpleRNN(2, 4, XavierInitializer(seed=2))
    setattr(after, name, value)
    possible = [layer.forward(case.x).tobytes() for layer in (before, after)]
    for line in range(1, 60):
        layer = SimpleRNN(2, 4, XavierInitializer(seed=2))
        layer.forward(case.x)
        left = [line]

        def count(frame, left=left):
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt

        traced(count)
        try:
            setattr(layer, name, value)
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(None)
        weight_is_there = (getattr(layer, name) == value).all()
        assert layer.forward(case.x).tobytes() == possible[int(weight_is_there)], line


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_computes_after_a_large_call_in_its_parent():
    case = other_case((64, 40, 100, 256), 1)
    expected = numbers(case)
    fork = multiprocessing.get_context("fork")
    answers = fork.SimpleQueue()
    child = fork.Process(target=lambda: answers.put(bool(np.allclose(numbers(case)[1], expected[1], rtol=1e-12))))
    child.start()
    child.join(60)
    alive = child.is_alive()
    child.kill()
    assert not alive
    assert answers.get()


@pytest.mark.parametrize("sizes", [SMALL, (8, 60, 9, 40)], ids=["small", "large"])
def test_threads_side_by_side_do_not_meet(sizes):
    cases = [other_case(sizes, seed) for seed in range(4)]
    expected, wrong = [numbers(case) for case in cases], []

    def often(case, known):
        wrong.extend(number for number in range(40) if not same(numbers(case), known))

    together = [threading.Thread(target=often, args=pair) for pair in zip(cases, expected, strict=True)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert not wrong


@pytest.mark.parametrize("sizes", [SMALL, (8, 60, 9, 40)], ids=["small", "large"])
def test_a_single_view_of_a_dropped_result_keeps_its_numbers(sizes):
    case, views, kept = other_case(sizes, 1), [], []
    for _ in range(7):
        case.x = case.x + 0.1
        params = Params(case.W_x, case.W_h, case.B)
        fwd = forward(params, case.x, case.h_initial)
        bwd = backward(params, fwd, case.dh_output)
        views.append((fwd.h[:, 2], fwd.x, fwd.rows, bwd.da[0], bwd.dx, fwd.a, bwd.dh_next, bwd.dh_initial, bwd.dW_h))
        kept.append([view.copy() for view in views[-1]])
        del fwd, bwd
    assert all(same(held, values) for held, values in zip(views, kept, strict=True))
