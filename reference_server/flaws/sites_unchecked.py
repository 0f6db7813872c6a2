"""As many sites as anybody wants are taken, of any length.

That they are texts is all that is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-SITES-01"
REPLACES = "reference_server.core.validate:sites"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Store every list of texts."""

    def sites(body: Any) -> Any:
        given = body.members.get("sites", [])
        if isinstance(given, list) and all(isinstance(one, str) for one in given):
            return tuple(given)
        return original(body)

    return sites
