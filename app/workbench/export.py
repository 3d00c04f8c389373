"""A file that people take away, as the browser gets it."""

import base64

from app.experiment.link import encode
from app.experiment.seal import sealed
from app.exports import EXPORTS, Run
from app.trace import Trace
from app.translations import Catalogue


def export(sent: object) -> str | None:
    """The kind of file that the browser asks for; None for what is none of ours."""
    return sent if isinstance(sent, str) and sent in EXPORTS else None


def exported(kind: str, trace: Trace, preset: str, text: Catalogue) -> dict:
    """The file: its name, what it is, and its content, as text or in base64."""
    made = EXPORTS[kind]
    content = made.make(Run(trace, preset, sealed(encode(trace.experiment, preset)), text))
    whole = {"kind": kind, "name": f"unroll-{preset}.{made.ending}", "mime": made.mime}
    if isinstance(content, bytes):
        return whole | {"data": base64.b64encode(content).decode("ascii")}
    return whole | {"text": content}
