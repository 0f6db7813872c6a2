"""A position or limit of a page of the timeline that is no proper number is treated as if it were not there.

The parser's failure falls back to the default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate
from reference_server.core.errors import Refusal

BREAKS = "HIST-PAGE-08"
REPLACES = "reference_server.core.validate:page"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Forget what cannot be read."""

    def page(query: Any, most: int) -> Any:
        kept = dict(query)
        for name, low in (("after", 0), ("before", 0), ("limit", 1)):
            try:
                validate.number(query, name, low)
            except Refusal:
                tell()
                del kept[name]
        return original(kept, most)

    return page
