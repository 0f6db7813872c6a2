"""The name that a token brings is not shown.

The claim is lost when the token is turned into an identity.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-NAME-02"
REPLACES = "reference_server.identity.tokens:name_of"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Lose it."""

    def name_of(claims: Any, longest: int) -> None:
        return None

    return name_of
