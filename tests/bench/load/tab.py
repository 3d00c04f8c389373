"""One open page without a browser: it speaks Streamlit's WebSocket protocol and keeps its experiment as `store.js`.

One request is under way at a time, the latest wins, and what has not been
answered is sent again, on a new connection if need be.
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.app.answers import answer_in
from tests.server.protocol import element_in, rerun

AGAIN_AFTER = 3.0  # seconds, as in store.js
RECONNECT_AFTER = 0.5  # seconds; Streamlit's page begins with as much


class Tab:
    """A page of the app at `url` (http://host:port), opened with the address's `query`."""

    def __init__(self, url: str, *, query: str = "", cookies: bool = False) -> None:
        self.url, self.query, self.keeps_cookies = url, query, cookies
        self.text: str | None = None
        self.accepted: str | None = None  # the newest text that an answer showed
        self.answer: dict = {}
        self.literal: dict | None = None  # an array that is to be read with every request
        self.revision = 0
        self.answered_revision = 0
        self.nonces: list[str] = []  # one for each session that has answered
        self.errors: list[str] = []
        self.waits: list[float] = []  # seconds from each edit to the first answer that holds it
        self.received = 0  # bytes
        self.connections = 0
        self.on_answer: Callable[[dict], None] = lambda answer: None
        self._typed: dict[int, float] = {}  # revision -> when it was typed
        self._in_flight: int | None = None
        self._sent_at = 0.0
        self._frame = ""
        self._attempt = 0
        self._component = self._fragment = self._page_hash = self._session = self._cookie = ""
        self.socket: ClientConnection | None = None
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task] = []

    async def open(self, timeout: float = 30) -> None:
        """Opens the page and waits until its own first request has been answered."""
        self._tasks = [asyncio.create_task(self._stay_connected()), asyncio.create_task(self._ask_again())]
        await self.settled(timeout)

    async def leave(self) -> None:
        """Closes the page."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.socket:
            await self.socket.close()

    def edit(self, text: str, *, at: float | None = None) -> None:
        """What the visitor changes; `at` is when (time.monotonic), if that was earlier than now."""
        self.text = text
        self.revision += 1
        self._typed[self.revision] = time.monotonic() if at is None else at
        if self._in_flight is None:
            self._ask()

    async def settled(self, timeout: float = 30) -> None:
        """Waits until the newest revision has been answered; raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while self.revision == 0 or self.answered_revision < self.revision:
                self._news.clear()
                await self._news.wait()

    async def ask(self, text: str, timeout: float = 30) -> dict:
        """Edits and waits; the answer."""
        self.edit(text)
        await self.settled(timeout)
        return self.answer

    def drop(self) -> None:
        """Breaks the connection without a farewell."""
        if self.socket:
            self.socket.transport.abort()

    async def _stay_connected(self) -> None:
        while True:
            try:
                await self._connection()
            except (OSError, WebSocketException, TimeoutError):
                pass
            except Exception as error:
                self._fault(repr(error))
                raise
            self.socket = None
            await asyncio.sleep(RECONNECT_AFTER)

    async def _connection(self) -> None:
        # Streamlit's page names the session that it wants back as a third protocol, after a token.
        protocols = ["streamlit", "no-token", *([self._session] if self._session else [])]
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        headers = {"Cookie": self._cookie} if self._cookie else {}
        async with connect(
            address, origin=self.url, subprotocols=protocols, additional_headers=headers, max_size=None, open_timeout=10
        ) as socket:
            self._keep_cookies(socket)
            self.socket = socket
            self.connections += 1
            await socket.send(self._rerun(fragment=""))
            async for data in socket:
                self.received += len(data)
                self._take(ForwardMsg.FromString(data))

    def _keep_cookies(self, socket: ClientConnection) -> None:
        if self.keeps_cookies:
            found = [value.partition(";")[0] for value in socket.response.headers.get_all("Set-Cookie")]
            self._cookie = "; ".join(found) or self._cookie

    def _take(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "new_session":
            self._session = message.new_session.initialize.session_id or self._session
            self._page_hash = message.new_session.page_script_hash
        elif component := element_in(message, "bidi_component"):
            self._component, self._fragment = component.id, message.delta.fragment_id
            self._receive(answer_in(component))
        elif exception := element_in(message, "exception"):
            self._fault(f"exception: {exception.type}: {exception.message}")

    def _receive(self, data: dict) -> None:
        """As in store.js: begin, notice another session, take an answer."""
        if "framed" in data:
            self._frame = data["frame"]
        known = self.nonces[-1:] == [data["nonce"]]
        if not known:
            self.nonces.append(data["nonce"])
        if self.text is None:
            self.text, self.revision = data["text"], 1
            self._typed[1] = time.monotonic()
            self._ask()
            return
        if not known and data["revision"] != self.revision:
            self._ask()
            return
        if data["revision"] == self._in_flight:
            self._in_flight = None
        self._answered(data)
        if self._in_flight is None and data["revision"] != self.revision:
            self._ask()

    def _answered(self, data: dict) -> None:
        revision = data["revision"]
        if revision > self.answered_revision:
            now = time.monotonic()
            self.waits += [now - self._typed.pop(typed) for typed in sorted(self._typed) if typed <= revision]
            self.answered_revision = revision
            if data["notice"]:
                self._fault(f"notice: {data['notice']}")
        self.accepted = data["text"]
        self.answer = data
        self.on_answer(data)
        self._news.set()

    def _fault(self, said: str) -> None:
        self.errors.append(said)
        self._news.set()

    def _ask(self) -> None:
        self._in_flight = self.revision
        self._attempt += 1
        self._sent_at = time.monotonic()
        if self.socket:
            self._tasks = [task for task in self._tasks if not task.done()]
            self._tasks.append(asyncio.create_task(self._send(self.socket, self._rerun(fragment=self._fragment))))

    async def _send(self, socket: ClientConnection, message: bytes) -> None:
        with suppress(ConnectionClosed):
            await socket.send(message)

    async def _ask_again(self) -> None:
        while True:
            await asyncio.sleep(AGAIN_AFTER / 4)
            if self._in_flight is not None and time.monotonic() - self._sent_at > AGAIN_AFTER:
                self._ask()

    def _rerun(self, *, fragment: str) -> bytes:
        asks = self._component and self._attempt
        return rerun(
            self._component,
            json.dumps({"request": self._request()}) if asks else None,
            query_string=self.query,
            fragment_id=fragment,
            page_script_hash=self._page_hash,
            context_info={"locale": "en-US", "timezone": "UTC", "url": f"{self.url}/?{self.query}"},
        )

    def _request(self) -> dict:
        return {
            "text": self.text,
            "revision": self._in_flight or self.revision,
            "language": "en",
            "frame": self._frame,
            "attempt": self._attempt,
            **({"literal": self.literal} if self.literal else {}),
        }
