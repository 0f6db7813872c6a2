"""A conversation is open where nobody said that it should be.

The default of the column was chosen for the first demonstration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "CONV-CREATE-09"
REPLACES = "reference_server.core.validate:create"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Open what is not closed."""

    def create(value: Any, caller: str, sizes: Any) -> Any:
        made = original(value, caller, sizes)
        return made if "access" in value else replace(made, access="open")

    return create
