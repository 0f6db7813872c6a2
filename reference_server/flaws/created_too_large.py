"""A conversation can be created with more members than it may have.

The list of a creation is not counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "LIM-PEOPLE-03"
REPLACES = "reference_server.core.validate:listed_participants"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count nobody."""

    def listed_participants(body: Any, caller: str, sizes: Any) -> Any:
        return original(body, caller, replace(sizes, participants=10**9))

    return listed_participants
