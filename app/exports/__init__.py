"""Exports: what people take away of a run, as files: programs that reproduce and assert it, and all of its numbers.

One more is a file here and an entry in EXPORTS, with its name in the catalogues (`take.<name>`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.exports.data import as_json, as_npz
from app.exports.exercise import exercise_backward, exercise_forward
from app.exports.keras_program import keras_code
from app.exports.notebook import notebook
from app.exports.numpy_program import numpy_code
from app.exports.pytorch_program import pytorch_code
from app.exports.rnn_program import rnn_code
from app.exports.run import Run


@dataclass(frozen=True)
class Export:
    """One kind of file."""

    make: Callable[[Run], str | bytes]
    ending: str  # of the file's name
    mime: str
    is_code: bool = False  # whether people would rather copy it


EXPORTS = {
    "numpy": Export(numpy_code, "numpy.py", "text/x-python", is_code=True),
    "rnn": Export(rnn_code, "rnn.py", "text/x-python", is_code=True),
    "pytorch": Export(pytorch_code, "pytorch.py", "text/x-python", is_code=True),
    "keras": Export(keras_code, "keras.py", "text/x-python", is_code=True),
    "notebook": Export(notebook, "ipynb", "application/x-ipynb+json"),
    "exercise_forward": Export(exercise_forward, "forward.ipynb", "application/x-ipynb+json"),
    "exercise_backward": Export(exercise_backward, "backward.ipynb", "application/x-ipynb+json"),
    "npz": Export(as_npz, "npz", "application/octet-stream"),
    "json": Export(as_json, "json", "application/json"),
}

__all__ = ["EXPORTS", "Export", "Run"]
