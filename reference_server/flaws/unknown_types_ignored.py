"""A frame of an unknown type is ignored without a word.

The dispatcher has no default case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-TYPE-01"
REPLACES = "reference_server.session:Session.dispatch"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ignore it."""

    async def dispatch(self: Any, frame: Any) -> None:
        if not frame.type or self.offers(frame.type):
            await original(self, frame)

    return dispatch
