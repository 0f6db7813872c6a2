"""Acks wait for a third of a second in case there are more of them; a goodbye does not wait for those that do.

The timer that sends them is none of the shutdown's business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "STOP-ANSWER-01"
REPLACES = "reference_server.session:Session.message_done"
CHANCE = True

LINGER_S = 0.3


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer later."""

    def message_done(self: Any, frame: Any, done: Any) -> None:
        asyncio.get_running_loop().call_later(LINGER_S, original, self, frame, done)

    return message_done
