"""Whatever Origin asks is granted.

The request's own Origin is written back, because the list kept changing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CORS-DENY-01"
REPLACES = "reference_server.app:cors"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write it back."""

    def cors(response: Any, origin: Any, allowed: Any) -> None:
        original(response, origin, (origin,))

    return cors
