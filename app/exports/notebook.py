"""The case as a Jupyter notebook, format 4.5 (nbformat.readthedocs.io): the program in pieces, with what each does."""

import hashlib
import json

from app.exports.numpy_program import numpy_parts
from app.exports.run import Run


def notebook(run: Run) -> str:
    """A notebook in the language of the page, that runs as it stands."""
    given, passes, checked, updated = numpy_parts(run)
    title = f"# Unroll: {run.said(f'preset.{run.preset}')}\n\n{run.said('take.notebook.title')}"
    return notebook_of(
        markdown(title),
        code(f"import numpy as np\n\n{given}"),
        markdown(run.said("take.notebook.passes")),
        code(passes),
        markdown(run.said("take.notebook.checked")),
        code(checked),
        markdown(run.said("take.notebook.updated")),
        code(updated),
    )


def notebook_of(*cells: dict) -> str:
    """A notebook of such cells."""
    for number, cell in enumerate(cells):
        cell["id"] = hashlib.sha256(f"{number} {cell['source']}".encode()).hexdigest()[:12]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}, ensure_ascii=False)


def markdown(source: str) -> dict:
    """A cell of text."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str) -> dict:
    """A cell of code, not run yet."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
