"""The last line in the list is cut after 200 bytes, not after 200 characters.

The length of the column is a number of bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "CONV-LIST-03"
REPLACES = "reference_server.core.timeline:append"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut the encoded text."""

    def append(*arguments: Any) -> Any:
        change = original(*arguments)
        short = change.after.preview.encode()[:200].decode(errors="ignore")
        return replace(change, after=replace(change.after, preview=short))

    return append
