"""What isTyping holds is taken for true or false, whatever it is.

Truthiness in place of a type check.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TYP-FRAME-01"
REPLACES = "reference_server.core.validate:typing"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take its truth."""

    def typing(fields: Any) -> bool:
        return bool(fields.members.get("isTyping"))

    return typing
