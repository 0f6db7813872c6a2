"""Answers over REST are written in ASCII, with white space and in another order of members than frames are.

Two serialisers in one server.  ORD-SAME-01 compares member for member.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

PERMITS = ("ORD-SAME-01", "CONT-EXACT-01", "CONT-TYPE-01")
REPLACES = "reference_server.http:Response"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write it anew."""

    def response(text: str, *more: Any, **named: Any) -> Any:
        return original(json.dumps(json.loads(text), sort_keys=True, indent=1) + "\n", *more, **named)

    return response
