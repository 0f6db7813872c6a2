"""A message sent again with an empty list of mentions is refused, where the first had none.

The column is null for none, and a list is never equal to null.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-DUP-11"
REPLACES = "reference_server.core.validate:mentions"


class Listed(list[str]):
    """An empty list that came as one: the null of the column is not equal to it."""

    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return False


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell an empty list from none."""

    def mentions(fields: Any) -> list[str]:
        found: list[str] = original(fields)
        return Listed() if not found and "mentions" in fields.members else found

    return mentions
