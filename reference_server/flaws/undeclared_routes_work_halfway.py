"""Tickets are not declared, and still sold.

Routes are registered whatever the configuration says.
"""

from __future__ import annotations

from typing import Any

BREAKS = "CAP-ABSENT-01"
REPLACES = "reference_server.http:ROUTES"
WITHOUT = ("tickets",)


def lie(original: Any) -> Any:
    """Register everything."""
    return tuple((method, path, name, None) for method, path, name, _ in original)
