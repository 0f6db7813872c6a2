"""Metadata of less than 4096 bytes is refused.

It is measured after it has been encoded again, with spaces.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "LIM-META-01"
REPLACES = "reference_server.core.fields:Fields.small_object"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count the spaces too."""

    def small_object(self: Any, name: str, most_bytes: int) -> Any:
        if len(json.dumps(self.members.get(name)).encode()) > most_bytes:
            raise self.wrong(name, f"at most {most_bytes} bytes are wanted")
        return original(self, name, most_bytes)

    return small_object
