"""Products on one core each: a server answers many visitors at a time, and has better use for the others.

At load, a large case (8 samples, 200 steps, 64 nodes) took 200 ms with every product spread over two cores, and 20 ms
with it on one: the halves wait for each other at every step.
"""

import ctypes
from pathlib import Path

import numpy as np


def one_core_for_each_product() -> bool:
    """Keeps NumPy's products, from here on, on the core that asks for them; gives whether it could.

    It can where NumPy came as a wheel with OpenBLAS in it, as pip installs it on Linux, macOS and Windows. Elsewhere
    OPENBLAS_NUM_THREADS and its like in the environment do it.
    """
    package = Path(np.__file__).parent
    folders = [package.parent / "numpy.libs", package / ".dylibs"]
    done = False
    for path in sorted(path for folder in folders for path in folder.glob("*openblas64*")):
        put = getattr(ctypes.CDLL(str(path)), "scipy_openblas_set_num_threads64_", None)
        if put is not None:
            put(1)
            done = True
    return done
