"""Streamlit's protocol as an open page speaks it: it asks for runs, and gets components' data, in protobuf messages."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


def rerun(component: str | None = None, state: str | None = None, **asked: object) -> bytes:
    """Asks for a run, with a component's state (JSON) if it has one; `asked` are other fields of the request."""
    widgets = [] if state is None else [{"id": component, "json_value": state}]
    return BackMsg(rerun_script={**asked, "widget_states": {"widgets": widgets}}).SerializeToString()


def element_in(message: ForwardMsg, kind: str) -> object | None:
    """The element of a kind that a message brings, if it brings one: `bidi_component`, `exception`."""
    delta = message.delta
    found = message.WhichOneof("type") == "delta" and delta.WhichOneof("type") == "new_element"
    return getattr(delta.new_element, kind) if found and delta.new_element.WhichOneof("type") == kind else None
