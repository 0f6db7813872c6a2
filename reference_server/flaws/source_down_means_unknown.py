"""People with good tokens are told to sign in again while the source of keys is down.

Not found and not reachable share one answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-DOWN-02"
REPLACES = "reference_server.identity.keys:FileSource.ask_again"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer with what is known."""

    async def ask_again(self: Any) -> Any:
        return await self.known()

    return ask_again
