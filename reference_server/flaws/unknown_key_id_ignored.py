"""A token that names a key nobody has is tried with the keys there are.

The look-up by key id falls back on the whole list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-KID-01"
REPLACES = "reference_server.identity.keys:matching"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Find something in any case."""

    def matching(known: Any, kid: str | None, algorithm: str) -> Any:
        return original(known, kid, algorithm) or original(known, None, algorithm)

    return matching
