"""Where chat.v1 is not among the offers, the first of them is selected.

The fallback was meant for old clients.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-PROTO-03"
REPLACES = "reference_server.socket:subprotocol"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take the first offer."""

    def subprotocol(offered: list[str]) -> str | None:
        return original(offered) or (offered[0] if offered else None)

    return subprotocol
