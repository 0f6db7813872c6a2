"""A frame that is JSON but no object ends the connection.

The dispatcher asks null for its type, and the exception ends the loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import jsontext
from reference_server.core.errors import Refusal

BREAKS = "ERR-TYPE-02"
REPLACES = "reference_server.session:Session.take"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fall over it."""

    async def take(self: Any, data: str | bytes) -> None:
        try:
            value = jsontext.parse(data)
        except Refusal:
            value = {}
        if isinstance(value, dict):
            await original(self, data)
        else:
            self.connection.close("broken")

    return take
