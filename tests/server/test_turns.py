"""Large cases wait in a line; small ones never do."""

import threading
import time

from app import limits
from app.experiment import MAX_SIZES, Sizes
from app.server.turns import Line, turn

SMALL = Sizes(1, 3, 2, 4)


def started(work):
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_large_cases_come_one_at_a_time_in_the_order_in_which_they_came():
    line, inside, seen = Line(), [], []

    def work(number):
        with line.turn():
            inside.append(number)
            seen.append(list(inside))
            time.sleep(0.01)
            inside.remove(number)

    threads = []
    with line.turn():
        for number in range(8):
            threads.append(started(lambda number=number: work(number)))
            while len(line) < number + 2:
                time.sleep(0.001)
    for thread in threads:
        thread.join(5)
    assert seen == [[number] for number in range(8)]


def test_the_line_moves_on_when_one_fails():
    line = Line()
    for _ in range(2):
        try:
            with line.turn():
                raise ValueError
        except ValueError:
            pass
    assert len(line) == 0


def test_a_small_case_never_waits_and_a_large_one_does():
    done = []

    def compute(sizes):
        with turn(sizes):
            done.append(sizes)

    with turn(MAX_SIZES):
        small, large = started(lambda: compute(SMALL)), started(lambda: compute(MAX_SIZES))
        small.join(5)
        large.join(0.1)
        assert done == [SMALL]
    large.join(5)
    assert done == [SMALL, MAX_SIZES]
    assert SMALL.n_nodes < limits.MAX_CELLS_AT_ONCE < limits.MAX_CELLS
