"""A handshake whose `Connection` names something beside the upgrade, as a browser's does, is refused.

The header is compared as a whole instead of word by word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-UPGRADE-01"
REPLACES = "reference_server.server:ChatHttpProtocol._should_upgrade"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Compare the header."""

    def should_upgrade(self: Any) -> bool:
        wanted = bool(original(self))
        words = dict(self.headers).get(b"connection", b"").lower()
        if wanted and words != b"upgrade":
            tell()
            return False
        return wanted

    return should_upgrade
