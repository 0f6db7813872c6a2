"""JSON that is no object, or has no type, is refused as a frame of an unknown type.

ERR-TYPE-02: INVALID_FRAME or UNKNOWN_TYPE.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("ERR-TYPE-02",)
REPLACES = "reference_server.session:Session.take"


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Look at its type before anything else."""

    async def take(self: Any, data: str | bytes) -> None:
        import json

        from reference_server.core import validate
        from reference_server.core.errors import Refusal

        if isinstance(data, str):
            try:
                value = json.loads(data)
            except (ValueError, RecursionError):
                value = {"type": ""}
            if not isinstance(value, dict) or not isinstance(value.get("type"), str):
                try:
                    frame = validate.frame(data) if isinstance(value, dict) else None  # a valid `ref` comes back
                except Refusal as refusal:
                    self.refuse(None, refusal)
                    return
                tell()
                self.refuse(frame, Refusal("UNKNOWN_TYPE"))
                return
        await original(self, data)

    return take
