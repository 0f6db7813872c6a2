"""A chunked body may grow without an end.

The check looks at Content-Length only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-BODY-03"
REPLACES = "reference_server.app:ChatApp.asgi_app"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Collect a body without a declared length until it ends, whatever its size."""

    async def asgi_app(self: Any, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope.get("headers", ()))
        if scope["type"] != "http" or b"transfer-encoding" not in headers:
            await original(self, scope, receive, send)
            return
        collected = [await receive()]
        while collected[-1].get("more_body", False):
            collected.append(await receive())

        async def again() -> Any:
            return collected.pop(0) if collected else await receive()

        await original(self, scope, again, send)

    return asgi_app
