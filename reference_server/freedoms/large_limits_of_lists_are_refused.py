"""A `limit` above 100 in the list of one's conversations is refused with 400.

The description of the parameter: "counts as 100 or is refused with 400".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CONV-LIST-07", "CONV-LIST-08")
REPLACES = "reference_server.core.validate:list_limit"


def vary(original: Callable[..., int], tell: Callable[[], None]) -> Callable[..., int]:
    """Refuse what a page cannot hold."""

    def list_limit(query: Any) -> int:
        from reference_server.core import validate
        from reference_server.core.errors import Refusal

        asked = validate.number(query, "limit", 1)
        if asked is not None and asked > validate.MAX_LIST:
            tell()
            raise Refusal("INVALID_REQUEST", "limit: at most 100")
        return original(query)

    return list_limit
