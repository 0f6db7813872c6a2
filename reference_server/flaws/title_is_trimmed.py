"""A title loses the blanks at its ends.

A form's habit was moved to the server.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "CONV-CREATE-08"
REPLACES = "reference_server.service.conversations:fresh"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tidy it up."""

    def fresh(caller: Any, body: Any) -> Any:
        made = original(caller, body)
        return replace(made, title=made.title.strip()) if made.title else made

    return fresh
