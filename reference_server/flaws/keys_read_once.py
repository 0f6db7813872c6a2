"""A key that is added to the source is never taken up.

Keys are loaded at the start, and rotating them was to be done by a restart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-ROT-01"
REPLACES = "reference_server.identity.keys:FileSource.read"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read once."""

    def read(self: Any) -> Any:
        return self.keys or original(self)

    return read
