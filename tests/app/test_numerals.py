"""Numbers that stand together are written alike, are short, and say no less than they must."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.timeline.numerals import LOSS, Room, format_of, losses_written, read, short, written

DESK, PROJECTOR = Room(3, 7, 3), Room(2, 6, 2)


def block(values, room=DESK, finer=0):
    form = format_of(values, room, finer)
    return " ".join(written(value, form) for value in values)


@pytest.mark.parametrize(
    ("values", "desk", "projector"),
    [
        # Short decimals have all their digits, everywhere.
        ([1, 0.125], "1 0.125", "1 0.125"),
        ([1.625, 1.875, -0.5625], "1.625 1.875 −0.5625", "1.625 1.875 −0.5625"),
        ([0.1 + 0.2, 0.0375], "0.3 0.0375", "0.3 0.0375"),
        ([123456, -0.5], "123456 −0.5", "123456 −0.5"),
        # As many decimals for all, and as many as the short ones have.
        ([0.794942, -0.0816104, 0.839396, -0.044158], "0.7949 −0.0816 0.8394 −0.0442", "0.795 −0.082 0.839 −0.044"),
        ([0.0059281, 0.0329414, -0.0421153], "0.0059 0.0329 −0.0421", "0.0059 0.0329 −0.0421"),
        ([0.99996412, 0.5], "1.000 0.500", "1.00 0.50"),
        ([0.125, 1 / 3], "0.125 0.333", "0.125 0.333"),
        ([0.800001234, 0.000021234], "0.800001 0.000021", "0.80000 0.00002"),
        ([0.76159416, 0], "0.762 0", "0.76 0"),
        ([1234.5678, 0.512345678], "1234.57 0.51", "1234.57 0.51"),
        # With an exponent, all of them.
        ([0.00071234, 0.00013234], "7.1e-4 1.3e-4", "7.1e-4 1.3e-4"),
        ([3.5e-9, 2e-8], "3.5e-9 2.0e-8", "3.5e-9 2.0e-8"),
        ([123456.78, 3.21], "1.2e5 3.2e0", "1.2e5 3.2e0"),
        ([5e-324], "4.9e-324", "4.9e-324"),
        # What rounding left beside much larger numbers decides nothing.
        ([0.41234, 1.1e-16], "0.41234 1e-16", "0.41234 1e-16"),
        # More digits tell numbers that differ, where they have room.
        ([0.98761, 0.98762], "0.98761 0.98762", "0.98761 0.98762"),
        ([0.9876123, 0.9876456], "0.98761 0.98765", "0.99 0.99"),
        ([0.0, -0.0], "0 0", "0 0"),
        ([math.inf, -math.inf, math.nan, 0.5], "∞ −∞ NaN 0.5", "∞ −∞ NaN 0.5"),
    ],
)  # fmt: skip
def test_numbers_that_stand_together_are_written_alike(values, desk, projector):
    assert block(values) == desk
    assert block(values, PROJECTOR) == projector


def test_finer_numbers_have_more_digits():
    assert block([0.794942, -0.081610], finer=1) == "0.79494 −0.08161"
    assert block([0.00071234], finer=2) == "7.123e-4"
    assert block([0.125], finer=3) == "0.125"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (1.0, "1"), (-1.0, "−1"), (0.761594, "0.762"), (0.0059281, "0.00593"), (-3.5e-9, "−3.5e-9"),
        (0.001, "0.001"), (12.345678, "12.3"), (99_949.4321, "99949"), (1.5e300, "1.5e300"), (math.nan, "NaN"),
    ],
)  # fmt: skip
def test_a_number_alone_is_written_in_few_characters(value, text):
    assert short(value) == text


@pytest.mark.parametrize(
    ("values", "text"),
    [([2.125, 1 / 3], "2.125 0.333"), ([12.25, 1000 / 3], "12.25 333.33"), ([2.5, 2e4 / 3], "2.50 6666.67")],
)
def test_halves_are_rounded_away_from_0_as_in_the_browser(values, text):
    assert block(values) == text
    assert written(2.125, format_of([1 / 3], DESK)) == "2.125"
    assert written(-12.0625, format_of([1 / 3], DESK)) == "−12.063"


@settings(derandomize=True, deadline=None)
@given(st.lists(st.floats(-1.7e308, 1.7e308), min_size=1, max_size=6), st.sampled_from([DESK, PROJECTOR, LOSS]))
def test_only_0_reads_0_and_every_number_is_near_what_it_says(values, room):
    form = format_of(values, room)
    largest = max(map(abs, values))
    for value in values:
        text = written(value, form)
        assert (text == "0") == (value == 0)
        assert math.copysign(1, read(text)) == math.copysign(1, value) or value == 0
        assert math.isclose(read(text), value, rel_tol=0.51)
        assert len(text) <= room.characters + 3 or "e" in text
        if abs(value) == largest:
            assert math.isclose(read(text), value, rel_tol=0.06)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0.6814527, 0.448034, ("0.6815", "0.4480", "0.23")),  # 0.2334, where the printed ones give 0.2335
        (0.7244127, 0.6719827, ("0.7244", "0.6720", "0.0524")),
        (0.00245, 0.001, ("0.00245", "0.001", "0.00145")),
        (0.68145271, 0.68145169, ("0.6814527", "0.6814517", "0.0000010")),
        (3.5, 12345678.9, ("3.50e0", "1.23e7", "1.23e7")),
    ],
)
def test_losses_differ_by_what_is_printed(before, after, said):
    assert losses_written([before, after], before, after) == said


@settings(derandomize=True, deadline=None)
@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_the_difference_of_losses_adds_up_or_says_that_it_is_near(before, after):
    first, second, change = losses_written([before, after], before, after)
    if change and not change.startswith("≈"):
        last = 10.0 ** (int(change.partition("e")[2] or 0) - len(change.partition("e")[0].partition(".")[2]))
        assert abs(abs(read(first) - read(second)) - read(change)) <= 0.5 * last
    assert math.isclose(read(change.removeprefix("≈ ") or "0"), abs(before - after), rel_tol=0.06)


@pytest.mark.parametrize(("before", "after"), [(1.0, math.nan), (1.0, math.inf), (0.5, 0.5)])
def test_no_difference_is_said_of_losses_that_are_equal_or_not_finite(before, after):
    assert losses_written([before, after], before, after)[2] == ""
