"""The tests, a folder for each part of the project; `bench/` measures."""

from pathlib import Path

#: The checkout.
ROOT = Path(__file__).resolve().parent.parent
