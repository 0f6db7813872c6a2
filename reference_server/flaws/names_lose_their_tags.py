"""What looks like a tag is removed from the name that somebody joins under.

A sanitiser that was meant for pages runs over the input.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

BREAKS = "CONT-TITLE-01"
REPLACES = "reference_server.core.validate:join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Strip tags."""

    def join(value: Any, sizes: Any) -> tuple[str | None, str | None]:
        label, invite = original(value, sizes)
        return label and (re.sub("<[^>]*>", "", label) or label), invite

    return join
