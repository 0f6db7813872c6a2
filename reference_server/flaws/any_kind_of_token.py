"""A refresh or identity token opens the chat.

Whatever the right key has signed counts as an access token.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-TYP-01"
REPLACES = "reference_server.identity.tokens:type_allowed"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Do not look at the kind."""

    def type_allowed(_header: dict[str, Any]) -> bool:
        return True

    return type_allowed
