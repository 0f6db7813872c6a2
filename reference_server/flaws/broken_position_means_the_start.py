"""A sync without a usable position is answered from the start.

What fails to parse becomes 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "SYNC-INVALID-01"
REPLACES = "reference_server.core.validate:sync"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fall back to 0."""

    def sync(fields: Any) -> Any:
        try:
            return original(fields)
        except Refusal:
            return 0, None

    return sync
