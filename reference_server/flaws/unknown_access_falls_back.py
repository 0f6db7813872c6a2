"""An access that does not exist is taken for the default.

The value is looked up in a table, with a default beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-CREATE-10"
REPLACES = "reference_server.core.validate:create"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forgive a spelling mistake."""

    def create(value: Any, caller: str, sizes: Any) -> Any:
        if isinstance(value, dict) and value.get("access") not in ("open", "invite"):
            value = {name: member for name, member in value.items() if name != "access"}
        return original(value, caller, sizes)

    return create
