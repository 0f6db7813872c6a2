"""The capabilities document is shown only to those who bring a token.

Authentication was switched on for every route, this one included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CAP-DOC-01"
REPLACES = "reference_server.http:Rest.capabilities"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for a credential first."""

    async def capabilities(self: Any) -> Any:
        await self.caller()
        return await original(self)

    return capabilities
