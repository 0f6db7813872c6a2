"""A token is refused because its issuer calls its kind by the older name.

`typ` is compared with one fixed value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-TYP-02"
REPLACES = "reference_server.identity.tokens:type_allowed"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare with one value."""

    def type_allowed(header: dict[str, Any]) -> bool:
        return header.get("typ") == "at+jwt"

    return type_allowed
