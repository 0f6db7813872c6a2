"""Answers are declared as `application/json; charset=utf-8`, problems alike, in other letters.

Parameters and case change nothing about a media type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CONT-TYPE-01", "ERR-PROBLEM-01")
REPLACES = "reference_server.app:finish"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write the type as some servers do."""

    def finish(response: Any, settings: Any, lines: Any) -> Any:
        done = original(response, settings, lines)
        if (kind := done.headers.get("Content-Type")) is not None:
            done.headers["Content-Type"] = f"{kind.replace('json', 'JSON').replace('app', 'App')};charset=UTF-8"
        return done

    return finish
