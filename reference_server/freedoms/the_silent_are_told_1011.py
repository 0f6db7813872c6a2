"""A connection without a sign of life is closed with 1011.

HB-CODE-01 is advice, and 1011 is of the same class: what a common library does.
"""

from __future__ import annotations

PERMITS = ("HB-CODE-01", "CLOSE-CLASS-01")
ADVICE = ("HB-CODE-01",)
REPLACES = "reference_server.core.errors:CLOSES[silent]"


def vary(_original: int) -> int:
    """Another code of the class `back off`."""
    return 1011
