"""Problems are titled by the phrase of their status, and their detail is one letter.

Both are texts for people, and have to be there.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

PERMITS = ("ERR-PROBLEM-02",)
REPLACES = "reference_server.core.wire:problem"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say as little as can be said."""

    def problem(status: int, _title: str, _detail: str, code: str, retry_after: int | None) -> Any:
        return original(status, HTTPStatus(status).phrase, "-", code, retry_after)

    return problem
