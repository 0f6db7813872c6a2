"""A problem names its own type by an address, the request that it answers, and a number to quote.

RFC 9457 has `instance`, and so has the schema; GEN-EXT-02 permits the rest.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

PERMITS = ("GEN-EXT-02", "ERR-PROBLEM-02")
REPLACES = "reference_server.core.wire:problem"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Add what support asks for."""
    numbers = itertools.count(1)

    def problem(status: int, title: str, detail: str, code: str, retry_after: int | None) -> Any:
        body = original(status, title, detail, code, retry_after)
        kind = f"https://errors.example/chat#{code.lower()}"
        return {**body, "type": kind, "instance": "/problems/1", "x_support": f"r-{next(numbers)}", "errors": []}

    return problem
