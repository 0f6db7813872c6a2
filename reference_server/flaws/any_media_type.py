"""A body is parsed as JSON whatever it is declared to be.

The parser was told to ignore the header, because one old client sends none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-MEDIA-01"
REPLACES = "reference_server.http:Rest.check_media_type"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask nothing."""

    def check_media_type(self: Any) -> None:
        return None

    return check_media_type
