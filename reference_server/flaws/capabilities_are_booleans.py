"""A capability is declared as `true` in place of an object with its settings.

The configuration holds switches, and they are rendered as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CAP-DOC-04"
REPLACES = "reference_server.service.status:capabilities"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Render switches."""

    def capabilities(service: Any) -> Any:
        document = original(service)
        return {**document, "capabilities": dict.fromkeys(document["capabilities"], True)}

    return capabilities
