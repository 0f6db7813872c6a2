"""A sync names its stream by a value of any type.

Whatever does not equal the stream's own id counts as another stream.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-FRAME-01"
REPLACES = "reference_server.core.validate:sync"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read the position only, and take the stream as it is."""

    def sync(fields: Any) -> Any:
        stream_id = fields.members.pop("stream_id", None)
        position, _ = original(fields)
        return position, stream_id

    return sync
