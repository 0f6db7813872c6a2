"""The health route waits for a dependency that never comes up.

Whoever asks whether the server is there waits for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "NET-HTTP-01"
REPLACES = "reference_server.http:Rest.health"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wait for what nobody will set."""

    async def health(self: Any) -> Any:
        await asyncio.Event().wait()
        return await original(self)

    return health
