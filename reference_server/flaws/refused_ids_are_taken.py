"""A message_id that was refused once is taken: the corrected message is refused as reuse.

The id is reserved before the message is checked, and nobody gives it back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "MSG-FREE-01"
REPLACES = "reference_server.core.validate:message"
TAKEN: set[str] = set()


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the id of what was refused."""

    def message(fields: Any, sizes: Any) -> Any:
        name = fields.members.get("message_id")
        if name in TAKEN:
            raise Refusal("MESSAGE_ID_REUSED")
        try:
            return original(fields, sizes)
        except Refusal:
            TAKEN.add(str(name))
            raise

    return message
