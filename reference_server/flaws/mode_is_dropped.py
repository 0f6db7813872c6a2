"""The mode of a conversation is null, whatever it was created with.

The column came later, and the insert was not extended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "CONV-CREATE-11"
REPLACES = "reference_server.service.conversations:fresh"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Insert without it."""

    def fresh(caller: Any, body: Any) -> Any:
        return replace(original(caller, body), mode=None)

    return fresh
