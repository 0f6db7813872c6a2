"""Whoever is called a bot is taken for an agent.

The type follows a convention for names, and the claim came later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-TYPE-01"
REPLACES = "reference_server.identity.tokens:kind_of"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the name."""

    def kind_of(claims: Any) -> str:
        return "ai" if "bot" in str(claims.get("name", "")).lower() else str(original(claims))

    return kind_of
