"""The ref of a message goes out to everybody, in its metadata.

It was put there to find a message in the log, and the log's copy is the event.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-REF-04"
REPLACES = "reference_server.core.validate:message"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Put it into the metadata."""

    def message(fields: Any, sizes: Any) -> Any:
        sent = original(fields, sizes)
        if "ref" in fields.members:
            sent["metadata"] = {**(sent["metadata"] or {}), "ref": fields.members["ref"]}
        return sent

    return message
