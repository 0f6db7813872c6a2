"""Health calls storage healthy whatever has become of it.

The check reports that storage is configured.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HLT-DOWN-01"
REPLACES = "reference_server.service.status:worst"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the configuration."""

    def worst(checks: Any) -> str:
        checks["storage"]["status"] = "healthy"
        return str(original(checks))

    return worst
