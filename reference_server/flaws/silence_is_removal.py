"""A client that has fallen silent is closed with 4403, as if its user had been removed.

One number for everybody whom the server puts out.
"""

from __future__ import annotations

from typing import Any

BREAKS = "CLOSE-CLASS-01"
REPLACES = "reference_server.core.errors:CLOSES[silent]"


def lie(original: Any) -> Any:
    """Say that they were thrown out."""
    return 4403
