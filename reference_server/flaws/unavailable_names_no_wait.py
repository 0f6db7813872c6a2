"""Who is refused for want of storage is not told when to come back.

Nobody knows how long an outage will last, so nothing is said.
"""

from __future__ import annotations

from dataclasses import replace

from reference_server.core.errors import Code

BREAKS = "ERR-RETRY-01"
REPLACES = "reference_server.core.errors:CODES[UNAVAILABLE]"


def lie(original: Code) -> Code:
    """Name no wait."""
    return replace(original, retry_after=None)
