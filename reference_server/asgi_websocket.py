"""Quart's WebSocket, with three faults mended, for Quart 0.22 and 0.23 alike.

Its inbound queue has no bound: a client can push the server out of memory. An empty binary frame reads as a
missing text and drops the connection. An exception in a handler closes with 1000, as if all were well.
So frames come in through an inbox of ours, and closes go out through the outlet of our server.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from quart.asgi import ASGIWebsocketConnection

from reference_server.broker.connection import Outlet
from reference_server.core import errors

INBOUND_FRAMES = 16
LAST_FRAMES_SECONDS = 2.0  # for the handler to take what came before the end
INBOX = "chat.inbox"
OUTLET = "chat.outlet"

Inbox = asyncio.Queue[str | bytes | None]  # None stands for the end of the connection


class ChatWebsocketConnection(ASGIWebsocketConnection):
    """Quart's connection class, to be set as `asgi_websocket_class`."""

    async def __call__(self, receive: Any, send: Any) -> None:
        """Run the handler and feed it; what came before the end is still handled."""
        inbox: Inbox = asyncio.Queue(INBOUND_FRAMES)
        self.scope["extensions"][INBOX] = inbox  # type: ignore[assignment]
        websocket = self._create_websocket_from_scope(send)
        handler = asyncio.ensure_future(self.handle_websocket(websocket, send))
        feeder = asyncio.ensure_future(feed(inbox, receive))
        try:
            await asyncio.wait([handler, feeder], return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait([handler], timeout=LAST_FRAMES_SECONDS)
        finally:
            handler.cancel()
            feeder.cancel()
            await asyncio.gather(handler, feeder, return_exceptions=True)

    async def handle_websocket(self, websocket: Any, send: Any) -> None:
        """Run the handler, with an eye on how it ends."""
        await super().handle_websocket(websocket, partial(self.pass_on, send))

    async def pass_on(self, send: Any, message: Any) -> None:
        """Pass a message to the server; a close after the handshake is Quart's word for a broken handler.

        Our handler ends its sockets itself, through the outlet; then this finds nothing left to close.
        """
        if message["type"] == "websocket.close" and self._accepted:
            outlet_of(self.scope).hang_up(errors.CLOSES["broken"], "")
        else:
            await send(message)


async def feed(inbox: Inbox, receive: Any) -> None:
    """Fill the inbox; while it is full nothing more is read from the network."""
    while (event := await receive())["type"] != "websocket.disconnect":
        if event["type"] == "websocket.receive":
            data = event.get("bytes")
            await inbox.put(event["text"] if data is None else data)
    await inbox.put(None)


def inbox_of(scope: Any) -> Inbox:
    """Return the frames that have come in on a socket."""
    inbox: Inbox = scope["extensions"][INBOX]
    return inbox


def outlet_of(scope: Any) -> Outlet:
    """Return the way out that our server put into the scope of a socket."""
    outlet: Outlet = scope["extensions"][OUTLET]
    return outlet
