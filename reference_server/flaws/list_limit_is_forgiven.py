"""A limit of the list that is no proper number is taken for the default.

The parser's failure falls back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate
from reference_server.core.errors import Refusal

BREAKS = "CONV-LIST-08"
REPLACES = "reference_server.core.validate:list_limit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Swallow what cannot be read."""

    def list_limit(query: Any) -> Any:
        try:
            return original(query)
        except Refusal:
            return validate.SHOWN_LIST

    return list_limit
