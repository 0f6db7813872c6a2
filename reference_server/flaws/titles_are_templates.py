"""Words in titles that look like variables are replaced by their values.

The title goes into the subject of a mail, and that is a template.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from typing import Any

BREAKS = "CONT-INJECT-01"
REPLACES = "reference_server.core.validate:create"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Expand them."""

    def create(value: Any, caller: str, sizes: Any) -> Any:
        body = original(value, caller, sizes)
        return dataclasses.replace(body, title=body.title and os.path.expandvars(body.title))

    return create
