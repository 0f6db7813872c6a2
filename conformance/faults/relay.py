"""A TCP relay on loopback: what passes can be delayed, held back, cut off or swallowed.

The server cannot tell it from a network: it passes bytes on, encrypted ones too.  All of it lives in the suite's
event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from dataclasses import dataclass, field, replace

from conformance.client.endpoint import Endpoint, address_of

_CHUNK = 65536


@dataclass(slots=True)
class Relay:
    """One relay in front of one server.  Set the fields while it runs: they act on what passes from then on."""

    target: Endpoint
    delay_s: float = 0.0
    holds_to_server: bool = False
    """Nothing more reaches the server (a half-open connection, as the server sees it)."""
    holds_to_client: bool = False
    """Nothing more reaches the client."""
    refuses: bool = False
    """New connections are closed at once."""
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> Endpoint:
        """Listen; returns the endpoint that goes through this relay."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        return replace(self.target, through=(host, port))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            writer.close()
            return
        onward_reader, onward_writer = await asyncio.open_connection(*address_of(self.target.ws_url))
        self._writers |= {writer, onward_writer}
        await asyncio.gather(
            self._pass_on(reader, onward_writer, to_server=True), self._pass_on(onward_reader, writer, to_server=False)
        )

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, to_server: bool) -> None:
        with contextlib.suppress(ConnectionError):
            while chunk := await reader.read(_CHUNK):
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                while self.holds_to_server if to_server else self.holds_to_client:
                    self._changed.clear()
                    await self._changed.wait()
                writer.write(chunk)
                await writer.drain()
        writer.close()

    def let_go(self) -> None:
        """Let everything that was held back pass again."""
        self.holds_to_server = self.holds_to_client = False
        self._changed.set()

    def reset(self) -> None:
        """Cut every connection with a TCP reset, in both directions."""
        for writer in self._writers:
            plain = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        self._writers.clear()

    async def close(self) -> None:
        """Stop listening and cut what is open."""
        self.reset()
        self._changed.set()
        if self._server is not None:
            self._server.close()
