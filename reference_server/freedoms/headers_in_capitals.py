"""Names of headers are written in capitals, and there are many more of them.

Names have no case in HTTP, and unknown headers mean nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CONT-SNIFF-01", "AUTH-NONE-03", "ERR-METHOD-02", "ERR-RETRY-02", "CONV-CREATE-02", "CORS-ALLOW-01")
REPLACES = "reference_server.app:ChatApp.asgi_app"

MORE = [
    (b"VIA", b"1.1 edge-7, 1.1 mesh"),
    (b"X-REQUEST-ID", b"4bf92f3577b34da6"),
    (b"SET-COOKIE", b"lb=eu1; Path=/; HttpOnly"),
    (b"SET-COOKIE", b"shard=7; Path=/"),
    (b"STRICT-TRANSPORT-SECURITY", b"max-age=1"),
    (b"SERVER-TIMING", b'db;dur=1.2, app;dur=0.3;desc="x"'),
]


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Rewrite heads as they leave."""

    async def asgi_app(self: Any, scope: Any, receive: Any, send: Any) -> None:
        async def rewrite(message: Any) -> None:
            if message["type"] == "http.response.start":
                capitals = [(name.upper(), value) for name, value in message["headers"]]
                message = {**message, "headers": [*capitals, *MORE]}
            await send(message)

        await original(self, scope, receive, rewrite)

    return asgi_app
