"""Ids hold signs that mean something in an address: `/`, `%`, `:`, `+`, `=`, `@`, `!`, `&`.

As in other federated chats, with base64 behind; who puts one into an address has to encode it.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable

PERMITS = ("GEN-ID-01", "GEN-ID-02", "GEN-STREAM-01", "CONV-CREATE-02")
REPLACES = "reference_server.service.context:new_id"


def vary(_original: Callable[[str], str]) -> Callable[[str], str]:
    """Standard base64, with the name of a server."""

    def new_id(prefix: str) -> str:
        return f"!{prefix}/{base64.b64encode(secrets.token_bytes(17)).decode()}&v=1%2@chat.example:8448"

    return new_id
