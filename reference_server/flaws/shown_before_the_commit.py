"""Messages are delivered at once; the commit, and the ack, follow 200 ms later.

Fan-out does not wait for the commit, and commits are collected.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._before_the_commit import committed_later, reveal

BREAKS = "DUR-SEEN-01"
REPLACES = "reference_server.service.ledger:Ledger.begin"
CHANCE = True


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Show, then write."""
    return committed_later(original, tell, 0.2, first=reveal)
