"""A reader that is too slow is closed with 1013.

SLOW-CODE-01 is advice, and 1013 is of the same class.
"""

from __future__ import annotations

PERMITS = ("SLOW-CODE-01", "CLOSE-CLASS-01")
ADVICE = ("SLOW-CODE-01",)
REPLACES = "reference_server.core.errors:CLOSES[slow]"


def vary(_original: int) -> int:
    """Another code of the class `back off`."""
    return 1013
