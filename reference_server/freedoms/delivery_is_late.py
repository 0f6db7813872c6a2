"""Every event reaches every connection half a second after it was stored, and so does what passes.

A queue between those who store and those who deliver.  `settle_ms` bounds it (DLV-LIMIT-01, section 1.1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.freedoms._late import late_hub

PERMITS = ("DLV-LIMIT-01", "TYP-SHOW-01", "PRES-UPDATE-01", "READ-SHOW-01")
LATE = True
REPLACES = "reference_server.service.context:Hub"


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """One queue for everything, so that its order stays."""
    return late_hub(original, tell, lambda _now: 0.5)
