"""Who leaves goes on hearing what is said, for a moment.

The connections of those who left are cleaned up by a task of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "ISO-FORMER-03"
REPLACES = "reference_server.service.context:see_off"
CHANCE = True


LATER = 0.4


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Clean up later."""

    def see_off(*what: Any) -> None:
        asyncio.get_running_loop().call_later(LATER, original, *what)

    return see_off
