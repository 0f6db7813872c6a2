"""After a restart every conversation has another `stream_id`.

It is made when the process starts, instead of being stored.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "GEN-STREAM-03"
REPLACES = "reference_server.storage.schema:conversation_of"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Add what is known of this process."""
    process = secrets.token_urlsafe(16)

    def conversation_of(row: Any, members: Any) -> Any:
        return replace(original(row, members), stream_id=f"s_{process}")

    return conversation_of
