"""A server's products stay on the core that asks for them."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.server import cores

LIBRARIES = sorted((Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas64*"))
CODE = """
import ctypes, sys
import numpy
from app.server.{module} import {start}
threads = ctypes.CDLL(sys.argv[1]).scipy_openblas_get_num_threads64_
before = threads()
{start}()
print(before, threads())
"""


def threads_before_and_after(module, start):
    """In a process of its own, since what is set there holds for all of it."""
    usual = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    code = CODE.format(module=module, start=start)
    done = subprocess.run(
        [sys.executable, "-c", code, str(LIBRARIES[0])], env=usual, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return [int(number) for number in done.stdout.split()]


@pytest.mark.skipif(not LIBRARIES or os.cpu_count() == 1, reason="no OpenBLAS of NumPy's wheel, or one core alone")
@pytest.mark.parametrize(
    ("module", "start"), [("cores", "one_core_for_each_product"), ("app", "settings")], ids=["cores", "the server"]
)
def test_products_spread_over_the_cores_before_and_stay_on_one_after(module, start):
    before, after = threads_before_and_after(module, start)
    assert before > 1
    assert after == 1


def test_where_it_cannot_be_had_nothing_happens(monkeypatch, tmp_path):
    monkeypatch.setattr(cores.np, "__file__", str(tmp_path / "numpy" / "__init__.py"))
    assert cores.one_core_for_each_product() is False
