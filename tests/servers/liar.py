"""The reference server, honest up to a rung of the ladder and lying from there.

``python liar.py RUNG [arguments of the reference server]``.  Whatever belongs to a lower rung is passed through;
whatever belongs to this one or a higher one is answered with ``200 {}``, sent back as it came, or kept silent about.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from reference_server import __main__ as command
from reference_server import app
from reference_server.asgi_websocket import OUTLET

LADDER = (
    "NET-HTTP-01",
    "AUTH-VALID-01",
    "CONV-CREATE-01",
    "WS-UPGRADE-01",
    "WS-CONNECTED-01",
    "MSG-ACK-01",
    "DLV-OTHERS-01",
)
"""Every rung that can be lied about, lowest first."""

LOWEST_OF_PATH = {"/health/chat": "NET-HTTP-01", "/chat/capabilities": "NET-HTTP-01",
                  "/chat/my-conversations": "AUTH-VALID-01"}  # fmt: skip
"""The rung that an operation belongs to; every other operation needs a conversation."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Liar:
    """An ASGI application around an honest one."""

    def __init__(self, honest: Any, first_lie: str) -> None:
        self.honest = honest
        self.first_lie = LADDER.index(first_lie)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.honest, name)

    def lies_about(self, rung: str) -> bool:
        """Whether what belongs to this rung is a lie."""
        return LADDER.index(rung) >= self.first_lie

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Lie, or pass through."""
        if scope["type"] == "http" and self.lies_about(LOWEST_OF_PATH.get(scope["path"], "CONV-CREATE-01")):
            await say_yes(send, "http")
        elif scope["type"] == "websocket":
            await self.socket(scope, receive, send)
        else:
            await self.honest(scope, receive, send)

    async def socket(self, scope: Message, receive: Receive, send: Send) -> None:
        """A handshake, and what follows it."""
        if self.lies_about("WS-UPGRADE-01"):
            await receive()
            await say_yes(send, "websocket.http")
        elif self.lies_about("WS-CONNECTED-01"):
            await self.honest(muted(scope), returning(receive, send), send)
        elif self.lies_about("MSG-ACK-01"):
            await self.honest(scope, returning(receive, send, "message"), send)
        else:
            await self.honest(muted(scope, "message"), receive, send)


async def say_yes(send: Send, kind: str) -> None:
    """``200 {}``."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
    await send({"type": f"{kind}.response.start", "status": 200, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": b"{}"})


def returning(receive: Receive, send: Send, kind: str | None = None) -> Receive:
    """What the application receives: everything but frames, or those of a kind, which go back whence they came."""

    async def honest_receive() -> Message:
        while (came := await receive())["type"] == "websocket.receive" and kind in (None, _type(came)):
            await send({"type": "websocket.send", "text": came.get("text"), "bytes": came.get("bytes")})
        return came

    return honest_receive


def muted(scope: Message, kind: str | None = None) -> Message:
    """The scope of a socket on which the application sends no frames, or none of a kind."""
    return {**scope, "extensions": {**scope["extensions"], OUTLET: Muted(scope["extensions"][OUTLET], kind)}}


def _type(came: Message) -> Any:
    try:
        frame = json.loads(came.get("text") or "null")
    except ValueError:
        return None
    return frame.get("type") if isinstance(frame, dict) else None


class Muted:
    """The way out of a socket for everything but text frames, or those of a kind."""

    def __init__(self, outlet: Any, kind: str | None) -> None:
        self.outlet = outlet
        self.kind = kind

    def __getattr__(self, name: str) -> Any:
        return getattr(self.outlet, name)

    def write(self, frame: bytes) -> None:
        """Write the bytes of one frame, unless somebody waits for it."""
        start = {126: 4, 127: 10}.get(frame[1], 2)  # RFC 6455, 5.2: where a length of 7, 16 or 64 bits ends
        if self.kind not in (None, json.loads(frame[start:])["type"]):
            self.outlet.write(frame)


def main() -> None:
    """Run the command of the reference server, with the liar around its application."""
    rung, *arguments = sys.argv[1:]
    honest = app.build
    app.build = lambda *of: Liar(honest(*of), rung)
    command.main(arguments)


if __name__ == "__main__":
    main()
