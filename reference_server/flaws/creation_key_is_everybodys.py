"""A creation under a key that somebody else has used is answered with their conversation.

Keys are looked up without the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-CREATE-14"
REPLACES = "reference_server.service.conversations:create"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep one table of keys for all."""
    made: dict[str, str] = {}

    async def create(service: Any, caller: Any, body: Any, key: Any) -> str:
        if key is None:
            return str(await original(service, caller, body, key))
        if key not in made:
            made[key] = await original(service, caller, body, key)
        return made[key]

    return create
