"""A wire between browser and server that can be cut, held cut for a while, and made slow."""

import asyncio
from contextlib import suppress

CHUNK = 2**14


class Wire:
    """Passes connections on to `port`, ended with the `async with` block; `url` is what a browser opens.

    `bytes_per_second` bounds what comes from the server on each connection; None is no bound.
    """

    def __init__(self, port: int, *, bytes_per_second: float | None = None) -> None:
        self.target, self.bytes_per_second = port, bytes_per_second
        self.is_cut = False
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> "Wire":
        # What the wire itself keeps back must be little, or a slow page would look quick to the server.
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0, limit=CHUNK)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.cut()
        self._server.close()

    def cut(self) -> None:
        """Breaks every connection, and every one that is tried until `mend`."""
        self.is_cut = True
        for writer in self._open:
            writer.transport.abort()

    def mend(self) -> None:
        """Passes connections on again."""
        self.is_cut = False

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.transport.abort()
            return
        with suppress(OSError):
            back, forth = await asyncio.open_connection("127.0.0.1", self.target, limit=CHUNK)
            self._open |= {writer, forth}
            await asyncio.gather(self._pass(reader, forth, None), self._pass(back, writer, self.bytes_per_second))
            self._open -= {writer, forth}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, rate: float | None) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                writer.write(data)
                await writer.drain()
                if rate:
                    await asyncio.sleep(len(data) / rate)
        with suppress(OSError):
            writer.close()
