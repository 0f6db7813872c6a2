"""Health is shown only to those who bring a token.

The route sits behind the authentication of everything else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HLT-PUBLIC-01"
REPLACES = "reference_server.http:Rest.health"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for a credential first."""

    async def health(self: Any) -> Any:
        await self.caller()
        return await original(self)

    return health
