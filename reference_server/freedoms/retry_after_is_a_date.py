"""`Retry-After` is a date, and `retry_after` a number with a fraction.

HTTP knows both, and so does the schema of the header; `retry_after` is a number of seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

PERMITS = ("ERR-RETRY-01", "ERR-RETRY-02")
REPLACES = "reference_server.problems:answer"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write the date of then."""

    def answer(refusal: Any) -> Any:
        if refusal.retry_after is not None:
            refusal.retry_after = refusal.retry_after + 0.25
        response = original(refusal)
        if refusal.retry_after is not None:
            response.headers["Retry-After"] = formatdate(time.time() + refusal.retry_after + 1, usegmt=True)
        return response

    return answer
