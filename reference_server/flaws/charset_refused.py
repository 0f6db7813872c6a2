"""A body declared with a charset is refused.

The header is compared as a string.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import request

from reference_server.core.errors import Refusal

BREAKS = "ERR-MEDIA-02"
REPLACES = "reference_server.http:Rest.check_media_type"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare it whole."""

    def check_media_type(self: Any) -> None:
        if request.headers.get("Content-Type") != "application/json":
            raise Refusal("UNSUPPORTED_MEDIA_TYPE")

    return check_media_type
