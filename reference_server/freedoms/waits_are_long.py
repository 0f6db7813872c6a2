"""Refusals that name a wait name a longer one than is needed: five seconds more.

Nothing bounds `retry_after` from above.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("ERR-RETRY-01", "RATE-AFTER-01", "BP-RESEND-01", "ERR-DEP-02", "AUTH-DOWN-04")
REPLACES = "reference_server.core.errors:Refusal.__init__"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Add to it."""

    def refuse(self: Any, code: str, detail: str = "", retry_after: int | None = None) -> None:
        original(self, code, detail, retry_after)
        if self.retry_after is not None:
            self.retry_after += 5

    return refuse
