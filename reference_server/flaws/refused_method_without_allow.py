"""A 405 does not say which methods there are.

It was written by hand, and the header forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-METHOD-02"
REPLACES = "reference_server.problems:method_not_allowed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it out."""

    def method_not_allowed(allowed: list[str]) -> Any:
        response = original(allowed)
        del response.headers["Allow"]
        return response

    return method_not_allowed
