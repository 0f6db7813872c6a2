"""The sites of a conversation come back in alphabetical order.

They are kept as a set, and sorted so that answers do not flicker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "CONV-CREATE-12"
REPLACES = "reference_server.service.conversations:fresh"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep a set."""

    def fresh(caller: Any, body: Any) -> Any:
        made = original(caller, body)
        return replace(made, sites=tuple(sorted(set(made.sites))))

    return fresh
