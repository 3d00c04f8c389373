"""A session without a browser: it opens Streamlit's WebSocket as a page does, and sends what a page sends."""

import json
import time
from contextlib import ExitStack

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.app.answers import answer_in
from tests.server.protocol import element_in, rerun


class Session:
    """One session. `port` is the server's; `path` its base path, if it has one; `headers` go with the handshake."""

    def __init__(self, port: int, path: str = "", headers: dict | None = None) -> None:
        address = f"ws://localhost:{port}{path}/_stcore/stream"
        self.leaving = ExitStack()
        self.socket = self.leaving.enter_context(
            connect(address, subprotocols=["streamlit"], max_size=2**26, compression=None, additional_headers=headers)
        )
        self.component = self.fragment = ""
        self.revision = 1
        self.send()
        self.first = self.answer()

    def send(self, request: object = None, *, state_text: str | None = None) -> None:
        """Asks for a run: the first one, or with a component's state: a `request`, or any text for the whole state."""
        if request is not None:
            state_text = json.dumps({"request": request})
        self.socket.send(rerun(self.component, state_text, fragment_id=self.fragment))

    def answer(self, timeout: float = 60, parse: bool = True) -> dict | None:
        """What the workbench got in the run that is under way (empty unless `parse`); None if it got nothing."""
        found = None
        end = time.monotonic() + timeout
        while True:
            data = self.socket.recv(timeout=max(0.01, end - time.monotonic()))
            if not parse and len(data) > 1_000_000:
                found = {}
                continue
            message = ForwardMsg.FromString(data)
            if component := element_in(message, "bidi_component"):
                self.component, self.fragment = component.id, message.delta.fragment_id or self.fragment
                found = answer_in(component) if parse else {}
            elif message.WhichOneof("type") == "script_finished":
                return found

    def ask(self, text: str, language: str = "en", parse: bool = True) -> dict | None:
        """The answer to an experiment's text."""
        self.revision += 1
        self.send({"text": text, "revision": self.revision, "language": language, "frame": self.first["frame"]})
        return self.answer(parse=parse)

    def close(self) -> None:
        """Leaves, as a closed tab does."""
        self.leaving.close()
