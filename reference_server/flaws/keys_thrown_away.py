"""While the source of keys is down nobody is let in.

A refresh that fails leaves an empty list in place of the old one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.identity import keys

BREAKS = "AUTH-DOWN-01"
REPLACES = "reference_server.identity.keys:FileSource.known"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Know what can be read now."""

    async def known(self: Any) -> Any:
        try:
            return self.read()
        except keys.SourceDown:
            return ()

    return known
