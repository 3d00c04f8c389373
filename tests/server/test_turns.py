"""Large cases wait in a line; small ones never do."""

import threading
import time

from app.experiment import Sizes
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


def test_what_is_small_never_waits_and_what_is_large_does():
    done = []

    def compute(is_large):
        with turn(is_large):
            done.append(is_large)

    with turn(True):
        small, large = started(lambda: compute(False)), started(lambda: compute(True))
        small.join(5)
        large.join(0.1)
        assert done == [False]
    large.join(5)
    assert done == [False, True]
