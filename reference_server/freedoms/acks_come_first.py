"""An acknowledgement comes before its sender's own copy of the message, and before everybody else's.

"The two come in either order" (section 4.4).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.freedoms._late import late_hub

PERMITS = ("MSG-ACK-01", "DLV-OWN-01", "TYP-STOP-04")
REPLACES = "reference_server.service.context:Hub"


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """Deliver a moment after the answer."""
    return late_hub(original, tell, lambda _now: 0.02)
