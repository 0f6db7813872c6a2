"""Any word is taken for a role.

The string is stored as it came.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.fields import Fields

BREAKS = "ROLE-VALUE-01"
REPLACES = "reference_server.core.validate:role"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for a string only."""

    def role(value: Any) -> str:
        return Fields.of(value, "INVALID_REQUEST").text("role", 1, 64)

    return role
