"""An answer -> the bytes that the browser gets.

    4 bytes   how long the JSON is, as a little-endian whole number
    JSON      the answer, with the shape of each array in its place; `zeros` names those that are 0 in every bit
    numbers   the other arrays one behind the other, as little-endian float64

Of an answer with a frame, 100 kB of JSON, that goes deflated: 4 bytes that are 0, 4 for its length, the JSON in zlib's
format, then the numbers.

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
    if "framed" not in answer:
        return content
    end = 4 + int.from_bytes(content[:4], "little")
    head = zlib.compress(content[4:end])
    return b"".join([bytes(4), len(head).to_bytes(4, "little"), head, content[end:]])
