"""Bounds are read from the environment once, and a bad one is refused with a sentence."""

import os
import subprocess
import sys

import numpy as np
import pytest

from app import limits
from app.experiment import MAX_SIZES, Experiment
from app.experiment.link import encode
from app.experiment.presets import PRESETS
from app.limits import LimitError, bound
from app.trace import run
from app.workbench.packing import packed
from app.workbench.payload import payload
from app.workbench.pin import Pin
from tests import ROOT


def in_a_process(code, **environment):
    """What Python prints that reads the bounds under these variables; one process has one set of bounds."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=60
    )


def test_a_bound_that_is_not_set_is_the_usual_one():
    assert bound("MAX_NODES", 64, 4, 256, {}) == 64
    assert bound("MAX_NODES", 64, 4, 256, {"UNROLL_MAX_NODES": " "}) == 64


@pytest.mark.parametrize(("text", "value"), [("4", 4), ("256", 256), (" 12 ", 12)])
def test_a_bound_is_what_the_environment_says(text, value):
    assert bound("MAX_NODES", 64, 4, 256, {"UNROLL_MAX_NODES": text}) == value


@pytest.mark.parametrize("text", ["3", "257", "-8", "8.0", "eight", "1e2", "0x10", "８", "9" * 5000])
def test_a_value_that_cannot_be_is_refused_and_says_what_can(text):
    with pytest.raises(LimitError, match=r"UNROLL_MAX_NODES is .*; expected a whole number from 4 to 256\."):
        bound("MAX_NODES", 64, 4, 256, {"UNROLL_MAX_NODES": text})


def test_a_bad_variable_stops_the_start_with_its_sentence_and_no_traceback():
    done = in_a_process("import app.main", UNROLL_MAX_SESSIONS="many")
    assert done.returncode == 1
    assert "Unroll: UNROLL_MAX_SESSIONS is 'many'; expected a whole number from 1 to 10000." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_largest_case_that_is_set_has_to_fit_into_a_message():
    done = in_a_process("import app.main", UNROLL_MAX_NODES="256")
    assert done.returncode == 1
    assert "--server.maxMessageSize=" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_page_refuses_what_the_set_bounds_refuse():
    code = "from app.experiment.link import decode; decode('1textbook~to-1.3.2.8'); decode('1textbook~to-1.3.2.9')"
    done = in_a_process(code, UNROLL_MAX_NODES="8")
    assert done.returncode == 1
    assert "error.size {'name': 'n_nodes', 'found': 9, 'largest': 8}" in done.stderr


@pytest.mark.parametrize("variable", ["MAX_BATCH_SIZE", "MAX_SEQUENCES", "MAX_FEATURES", "MAX_NODES"])
def test_every_preset_fits_the_smallest_server(variable):
    refused = in_a_process("import app.limits", **{f"UNROLL_{variable}": "1"}).stderr
    least = refused.partition("from ")[2].partition(" ")[0]
    done = in_a_process(
        "from app.experiment.presets import PRESETS; print(len(PRESETS))", **{f"UNROLL_{variable}": least}
    )
    assert done.stdout.strip() == str(len(PRESETS)), done.stderr


def test_the_largest_case_fits_the_bounds_that_follow_from_its_sizes():
    rng = np.random.default_rng(5)
    largest = Experiment(**{name: rng.normal(size=shape) for name, shape in MAX_SIZES.shapes().items()})
    assert sum(getattr(largest, name).size for name in MAX_SIZES.shapes()) == limits.MAX_NUMBERS
    text = encode(largest)
    assert 0.8 * limits.MAX_TEXT < len(text) < limits.MAX_TEXT < limits.MAX_MESSAGE
    answer = payload(run(largest), "textbook", "ja", pin=Pin(largest, "textbook"))
    assert 0.7 * limits.MAX_ANSWER < len(packed(answer)) < limits.MAX_ANSWER
