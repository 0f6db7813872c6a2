"""The acks of messages that were stored together come newest first.

Answers wait on a stack where a queue was meant.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "RT-FIFO-02"
REPLACES = "reference_server.session:Session.message_done"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer at the end of the turn, from the top of the stack."""
    stack: list[tuple[Any, ...]] = []

    def message_done(self: Any, frame: Any, done: Any) -> None:
        if not stack:
            asyncio.get_running_loop().call_soon(answer)
        stack.append((self, frame, done))

    def answer() -> None:
        while stack:
            original(*stack.pop())

    return message_done
