"""An answer to a frame without ref carries that of the frame before.

The ref is kept in the connection's state and never cleared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-REF-05"
REPLACES = "reference_server.session:Session.answer"
LAST: dict[str, Any] = {}


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Use the last one."""

    def answer(self: Any, frame: Any, body: Any) -> None:
        if frame.ref is not None:
            LAST[self.connection.id] = frame.ref
        last = LAST.get(self.connection.id)
        self.connection.say(body if last is None else {**body, "ref": last})

    return answer
