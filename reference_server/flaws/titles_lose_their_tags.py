"""What looks like a tag is removed from titles.

A sanitiser that was meant for pages runs over the input.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any

BREAKS = "CONT-TITLE-01"
REPLACES = "reference_server.core.validate:create"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Strip tags."""

    def create(value: Any, caller: str, sizes: Any) -> Any:
        body = original(value, caller, sizes)
        return dataclasses.replace(body, title=body.title and (re.sub("<[^>]*>", "", body.title) or body.title))

    return create
