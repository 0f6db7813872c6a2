"""Refusals come without X-Content-Type-Options.

The header is set where results are written; errors take another way out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONT-SNIFF-01"
REPLACES = "reference_server.problems:answer"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it out."""

    def answer(refusal: Any) -> Any:
        response = original(refusal)
        del response.headers["X-Content-Type-Options"]
        return response

    return answer
