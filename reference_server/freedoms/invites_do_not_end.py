"""An invite made without an end has none: `expires_at` is null.

The schema takes a time or null; "if its maker wishes, an end" (section 3.10).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("INV-MAKE-01", "INV-MAKE-02", "INV-LIST-01")
REPLACES = "reference_server.core.wire:invite"

NEVER = 600_000.0
"""What is further away than this was not asked for."""


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Show none."""

    def invite(item: Any) -> Any:
        import time

        body = original(item)
        return {**body, "expires_at": None} if item.expires_at - time.time() > NEVER else body

    return invite
