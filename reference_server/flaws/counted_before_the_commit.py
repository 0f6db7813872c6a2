"""Over REST a conversation already stands at a position whose events are committed 200 ms later.

The cache that resources are made from is filled when a message is decided.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._before_the_commit import committed_later, remember, reveal

BREAKS = "DUR-SEEN-02"
REPLACES = "reference_server.service.ledger:Ledger.begin"
CHANCE = True


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Fill the cache first."""
    return committed_later(original, tell, 0.2, first=remember, then=reveal)
