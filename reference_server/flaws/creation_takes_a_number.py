"""A new conversation stands at 1, though nothing has happened in it.

Creation was thought of as an event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "GEN-SEQ-03"
REPLACES = "reference_server.service.conversations:fresh"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin with one."""

    def fresh(caller: Any, body: Any) -> Any:
        return replace(original(caller, body), head=1)

    return fresh
