"""A message over REST is answered and shown at once, and stored 50 ms later.

The handler posts to a queue whose consumer writes in batches.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._rest_from_memory import stored_later

BREAKS = "DUR-ACK-02"
REPLACES = "reference_server.http:Rest.send"
CHANCE = True


def lie(_original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Answer from memory."""
    return stored_later(tell, 0.05)
