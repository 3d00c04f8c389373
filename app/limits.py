"""Every bound that a visitor can meet, in one place.

A bound read by `_bound` can be set for a small or a large server by an environment variable of its name with `UNROLL_`
before it, `UNROLL_MAX_NODES=32`. They are read once, at start; a value that cannot be is refused with a sentence.
"""

import os
import sys
from collections.abc import Mapping


class LimitError(ValueError):
    """An environment variable that sets a bound to what it cannot be; the text says which, and what can be."""


def bound(name: str, usual: int, least: int, most: int, environment: Mapping[str, str]) -> int:
    """The bound `name`: as the environment sets it, else the usual one. Raises LimitError outside least..most."""
    variable = f"UNROLL_{name}"
    text = environment.get(variable, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and least <= int(text) <= most):
        raise LimitError(f"{variable} is {text!r}; expected a whole number from {least} to {most}.")
    return int(text)


def _bound(name: str, usual: int, least: int, most: int) -> int:
    try:
        return bound(name, usual, least, most, os.environ)
    except LimitError as error:
        sys.exit(f"Unroll: {error}")


def _in_proportion(usual: int) -> int:
    """What has to grow and shrink with the largest array."""
    return max(usual * MAX_CELLS // (8 * 200 * 64), 10_000)


# The least values leave room for every preset.
MAX_BATCH_SIZE = _bound("MAX_BATCH_SIZE", 8, 2, 64)
MAX_SEQUENCES = _bound("MAX_SEQUENCES", 200, 12, 1_000)
MAX_FEATURES = _bound("MAX_FEATURES", 16, 2, 128)
MAX_NODES = _bound("MAX_NODES", 64, 4, 256)

#: Largest seed of a random fill.
MAX_SEED = 2**32 - 1

#: Most cells of one array: the largest y.
MAX_CELLS = MAX_BATCH_SIZE * MAX_SEQUENCES * MAX_NODES
#: Numbers that the largest experiment has: x, W_x, W_h, B, h_initial, y, g.
MAX_NUMBERS = (
    (MAX_BATCH_SIZE * MAX_SEQUENCES + MAX_NODES) * MAX_FEATURES
    + MAX_NODES * (MAX_NODES + 1 + MAX_BATCH_SIZE)
    + 2 * MAX_CELLS
)

#: Longest experiment text that travels in an address (characters). Browsers and proxies take no much longer ones.
MAX_LINK = _bound("MAX_LINK", 8_000, 500, 30_000)
#: Longest experiment text that an open page may send (characters): every array of the largest experiment, packed in
#: 10.7 characters for each number, and something over.
MAX_TEXT = 12 * MAX_NUMBERS + 10_000
#: Longest text of one array (characters): the largest y with 17 digits in every cell fits.
MAX_LITERAL = _in_proportion(3_000_000)
#: Largest file that is read (bytes): in base64 it takes the room of such a text.
MAX_FILE = MAX_LITERAL * 3 // 4
#: Largest message of an open page (bytes): the texts of two experiments and of an array, quoted, and what Streamlit
#: sends with them.
MAX_MESSAGE = 2 * MAX_TEXT + MAX_LITERAL * 5 // 4 + 100_000
#: Largest answer to it (bytes): of two experiments 7 arrays of the size of y, what can be edited, its gradients and
#: what the update makes of it, the text; and the words.
MAX_ANSWER = 2 * (8 * (7 * MAX_CELLS + 3 * MAX_NUMBERS) + MAX_TEXT) + 1_000_000
#: Largest file that is taken away (bytes as it travels), beside such an answer.
MAX_EXPORT = 4_000_000

#: Experiments with more cells in y than this are computed one at a time: from here on one takes more than about 30 ms.
MAX_CELLS_AT_ONCE = 10_000
#: Texts and files of more characters are read one at a time, in the same line.
MAX_LITERAL_AT_ONCE = 20_000

#: Open pages at a time, for all visitors together. An idle one holds about 0.5 MB.
MAX_SESSIONS = _bound("MAX_SESSIONS", 200, 1, 10_000)

#: Most steps of one array's recipe: fills, and cells changed since.
MAX_RECIPE_STEPS = 10_000
#: Most fills among them.
MAX_RECIPE_FILLS = 8
#: Most changes that the open page can undo.
UNDO_DEPTH = _bound("UNDO_DEPTH", 200, 1, 1_000)
#: Longest link that is drawn as a QR code (characters).
MAX_QR = _bound("MAX_QR", 1_000, 100, 2_900)

#: Up to these sizes every cell of the stage shows its number.
TEACHING_SEQUENCES = 12
TEACHING_NODES = 8

#: Most numbers, names, brackets, commas, signs and blanks in it: the largest y, every cell negative, fits.
MAX_LITERAL_TOKENS = _in_proportion(420_000)
#: Most signs between two values among them: arithmetic takes far longer than numbers do.
MAX_LITERAL_OPERATORS = _in_proportion(20_000)
#: Most characters of a text that is looked at as another program's notation, or as a table.
MAX_LITERAL_TABLE = _in_proportion(1_300_000)
#: Longest single number or name in it (characters).
MAX_LITERAL_WORD = 400
#: How deep its brackets and its arithmetic may nest.
MAX_LITERAL_DEPTH = 50
#: Most commas and other separators in a text: one array of MAX_CELLS, and the arguments of some calls.
MAX_LITERAL_SEPARATORS = MAX_CELLS + 1_000
#: Most cells that all its steps may build together.
MAX_LITERAL_WORK = _in_proportion(2_000_000)
