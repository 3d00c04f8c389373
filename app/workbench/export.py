"""A file that people take away, as the browser gets it."""

import base64

from app import limits
from app.experiment.link import encode
from app.experiment.seal import sealed
from app.exports import EXPORTS, Run
from app.trace import Trace
from app.translations import Catalogue


def export_of(sent: object) -> str | None:
    """The kind of file that the browser asks for; None for what is none of ours."""
    return sent if isinstance(sent, str) and sent in EXPORTS else None


def exported(kind: str, trace: Trace, preset: str, text: Catalogue) -> dict:
    """The file: its name, what it is, and its content, as text or in base64; or why it is none."""
    made = EXPORTS[kind]
    content = made.make(Run(trace, preset, sealed(encode(trace.experiment, preset)), text))
    is_text = isinstance(content, str)
    sent = content if is_text else base64.b64encode(content).decode("ascii")
    if len(sent) > limits.MAX_EXPORT:
        megabytes = {"found": round(len(sent) / 1e6), "largest": limits.MAX_EXPORT // 1_000_000}
        return {"kind": kind, "error": text("take.large", **megabytes)}
    whole = {"kind": kind, "name": f"unroll-{preset}.{made.ending}", "mime": made.mime}
    return whole | {"text" if is_text else "data": sent}
