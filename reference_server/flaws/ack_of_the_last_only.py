"""While several messages are under way only the last of them is acknowledged.

A later ack was thought to cover the earlier ones, as in TCP.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-PIPE-01"
REPLACES = "reference_server.session:Session.message_done"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep quiet while more is to come."""

    def message_done(self: Any, frame: Any, done: Any) -> None:
        if self.unanswered > 1:
            self.unanswered -= 1
            return
        original(self, frame, done)

    return message_done
