"""A refused message ends the connection, after its error was sent.

The receive loop ends on the first exception, and the error is its last word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-LIVE-01"
REPLACES = "reference_server.session:Session.refuse"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Hang up."""

    def refuse(self: Any, frame: Any, refusal: Any) -> None:
        original(self, frame, refusal)
        self.connection.close("broken")

    return refuse
