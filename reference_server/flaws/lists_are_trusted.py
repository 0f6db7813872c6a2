"""A number where a list belongs brings the handler down.

Its length is asked for before its type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-CRASH-01"
REPLACES = "reference_server.core.fields:Fields.array"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for the length."""

    def array(self: Any, name: str, most: int) -> Any:
        value = self.members.get(name, [])
        if len(value) > most:
            raise self.wrong(name, f"at most {most} items are wanted")
        return value

    return array
