"""What an open page gets, read from its bytes: the referee of `app/workbench/packing.py`."""

import json
import math
import zlib

import numpy as np


def unpacked(data: bytes) -> dict:
    """The answer; its arrays are arrays by name."""
    if data[:4] == bytes(4):
        end = 8 + int.from_bytes(data[4:8], "little")
        head = zlib.decompress(data[8:end])
        data = len(head).to_bytes(4, "little") + head + data[end:]
    start = 4 + int.from_bytes(data[:4], "little")
    answer = json.loads(data[4:start], parse_constant=_refused)
    for name, shape in answer["arrays"].items():
        zeros = name in answer["zeros"]
        end = start if zeros else start + 8 * math.prod(shape)
        numbers = bytes(8 * math.prod(shape)) if zeros else data[start:end]
        answer["arrays"][name] = np.frombuffer(numbers, dtype="<f8").reshape(shape)
        start = end
    assert start == len(data)
    return answer


def answer_in(component: object) -> dict:
    """What Streamlit's message for a component brings: bytes of ours, or the JSON of the bare app."""
    packed = component.WhichOneof("data") == "bytes"
    return unpacked(component.bytes) if packed else json.loads(component.json)


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
