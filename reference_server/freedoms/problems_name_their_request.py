"""A problem carries the number of its request and the time, in members without a prefix.

GEN-EXT-02 asks for none; both differ between any two refusals, so that they tell nothing of what is hidden.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

PERMITS = ("GEN-EXT-02", "ERR-PROBLEM-02", "ISO-HIDE-01", "ISO-HIDE-07")
REPLACES = "reference_server.core.wire:problem"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Add what support asks for."""
    numbers = itertools.count(1)

    def problem(status: int, title: str, detail: str, code: str, retry_after: int | None) -> Any:
        from reference_server.service import context

        number = next(numbers)
        body = original(status, title, detail, code, retry_after)
        more = {"request_id": f"r-{number}", "timestamp": context.stamp(), "error": {"request": number, "fatal": False}}
        return {**body, **more}

    return problem
