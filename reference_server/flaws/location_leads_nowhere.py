"""The `Location` of a new conversation names a path that the server does not serve.

It is built from the name of the resource, not from its route.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-CREATE-02"
REPLACES = "reference_server.http:Rest.create"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Point to where it ought to be."""

    async def create(self: Any) -> Any:
        response = await original(self)
        response.headers["Location"] = response.headers["Location"].removeprefix("/chat")
        return response

    return create
