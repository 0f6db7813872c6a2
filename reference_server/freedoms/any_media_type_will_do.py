"""A body is read as JSON whatever it is declared as.

ERR-MEDIA-01 is advice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("ERR-MEDIA-01", "ERR-MEDIA-02")
ADVICE = ("ERR-MEDIA-01",)
REPLACES = "reference_server.http:Rest.check_media_type"


def vary(_original: Callable[..., None]) -> Callable[..., None]:
    """Do not look."""

    def check_media_type(_self: Any) -> None:
        return None

    return check_media_type
