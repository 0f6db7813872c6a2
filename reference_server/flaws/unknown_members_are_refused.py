"""A message with a member that the server does not know is refused.

The schema forbids additional properties.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-EXT-01"
REPLACES = "reference_server.core.validate:message"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Be strict."""
    known = {"type", "ref", "message_id", "content", "mentions", "reply_to", "metadata"}

    def message(fields: Any, sizes: Any) -> Any:
        for name in fields.members:
            if name not in known:
                raise fields.wrong(name, "no such member is known")
        return original(fields, sizes)

    return message
