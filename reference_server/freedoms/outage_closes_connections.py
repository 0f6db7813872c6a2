"""While storage is down, connections are closed with 1011 where a message would be refused.

The contract lets a server that cannot go on as it is send its clients away for a while: a close owes no answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("ERR-DEP-01", "ERR-DEP-02", "ERR-RETRY-01", "ERR-ONE-01")
REPLACES = "reference_server.session:Session.refuse"


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Hang up on whoever says something that cannot be kept."""

    def refuse(self: Any, frame: Any, refusal: Any) -> None:
        if refusal.code == "UNAVAILABLE" and frame is not None and frame.type == "message":
            tell()
            self.connection.close("broken", "out of order")
        else:
            original(self, frame, refusal)

    return refuse
