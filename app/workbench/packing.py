"""An answer -> the bytes that the browser gets.

    4 bytes   how long the JSON is, as a little-endian whole number
    JSON      the answer, with the shape of each array in its place; `zeros` names those that are 0 in every bit
    numbers   the other arrays one behind the other, as little-endian float64

An answer with a frame, which is JSON of 100 kB, goes deflated: 4 bytes that are 0, then all that in zlib's format.

So every bit arrives, infinity and NaN are numbers like any other, and no number is written out as text. Streamlit
passes bytes on as they are, while it would write a dict as JSON twice. `static/store/packing.js` reads them.
"""

import json
import zlib

import numpy as np


def packed(answer: dict) -> bytes:
    """The bytes of an answer; `answer["arrays"]` are arrays by name, all the rest is JSON without NaN or infinity."""
    arrays = answer["arrays"]
    shapes = {name: values.shape for name, values in arrays.items()}
    numbers = {name: np.ascontiguousarray(values, dtype="<f8").tobytes() for name, values in arrays.items()}
    zeros = [name for name, written in numbers.items() if not written.strip(b"\0")]
    head = json.dumps(answer | {"arrays": shapes, "zeros": zeros}, separators=(",", ":"), allow_nan=False).encode()
    sent = (written for name, written in numbers.items() if name not in zeros)
    return b"".join([len(head).to_bytes(4, "little"), head, *sent])


def as_sent(answer: dict) -> bytes:
    """The bytes as they travel."""
    content = packed(answer)
    return bytes(4) + zlib.compress(content) if "framed" in answer else content
