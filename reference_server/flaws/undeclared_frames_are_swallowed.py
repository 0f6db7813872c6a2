"""Typing is not declared, and a `typing` frame is dropped without an answer.

The dispatcher knows every frame and leaves the switch to the handler.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CAP-ABSENT-02"
REPLACES = "reference_server.session:Session.offers"
WITHOUT = ("typing",)


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take typing whatever is declared."""

    def offers(self: Any, kind: str) -> bool:
        return kind == "typing" or bool(original(self, kind))

    return offers
