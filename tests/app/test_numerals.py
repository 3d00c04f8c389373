"""Numbers are short, and say no less than they must."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.timeline.numerals import short


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-1.0, "−1"), (0.5, "0.5"), (0.76159, "0.762"), (0.0059, "0.0059"),
        (-3.5e-9, "−3.5e-9"), (3e-9, "3e-9"), (5e-324, "4.9e-324"), (0.001, "0.001"), (0.0009996, "0.0010"),
        (0.0009994, "1e-3"), (12.34, "12.3"), (123.456, "123"), (99_949.0, "99949"), (99_950.0, "1e5"),
        (1.5e300, "1.5e300"), (0.12345, "0.123"), (2.0, "2"), (100.0, "100"), (math.inf, "∞"), (-math.inf, "−∞"),
        (math.nan, "NaN"),
    ],
)  # fmt: skip
def test_a_number_is_written_in_few_characters(value, text):
    assert short(value) == text


def test_more_digits_are_given_when_asked_for():
    assert short(0.68154, 4) == "0.6815"
    assert short(-1.23456, 4) == "−1.235"


@pytest.mark.parametrize(
    ("value", "text"), [(2.125, "2.13"), (12.25, "12.3"), (-12.25, "−12.3"), (125_000.0, "1.3e5"), (2.5**-8, "6.6e-4")]
)
def test_halves_are_rounded_away_from_0_as_in_the_browser(value, text):
    assert short(value) == text


@settings(derandomize=True, deadline=None)
@given(st.floats(-1.7e308, 1.7e308))
def test_only_0_reads_0_and_every_number_is_near_what_it_says(value):
    text = short(value)
    assert (text == "0") == (value == 0)
    assert len(text) <= 9
    assert "-" not in text.removeprefix("−").replace("e-", "e")
    read = float(text.replace("−", "-"))
    assert math.copysign(1, read) == math.copysign(1, value) or value == 0
    assert math.isclose(read, value, rel_tol=0.06)
