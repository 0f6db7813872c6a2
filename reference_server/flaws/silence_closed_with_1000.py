"""A connection without a sign of life is closed with 1000.

The library's keep-alive closes with its own code.
"""

from __future__ import annotations

BREAKS = "HB-CODE-01"
REPLACES = "reference_server.core.errors:CLOSES[silent]"


def lie(original: int) -> int:
    """Close as if all were well."""
    return 1000
