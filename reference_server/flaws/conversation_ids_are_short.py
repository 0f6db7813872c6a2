"""The id of a conversation is eight hexadecimal digits.

It was to look good in a link.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

BREAKS = "GEN-ID-01"
REPLACES = "reference_server.service.context:new_id"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Shorten it."""

    def new_id(prefix: str) -> str:
        return f"c_{secrets.token_hex(4)}" if prefix == "c" else str(original(prefix))

    return new_id
