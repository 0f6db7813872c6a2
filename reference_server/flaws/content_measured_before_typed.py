"""Content that is no string brings the handler down, on either transport.

Its length is asked for before its type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "ERR-CRASH-01"
REPLACES = "reference_server.core.validate:content"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for the length."""

    def content(fields: Any, most: int) -> str:
        if len(fields.members.get("content")) > most:
            raise Refusal("MESSAGE_TOO_LARGE", f"content: at most {most} characters are taken")
        return str(original(fields, most))

    return content
