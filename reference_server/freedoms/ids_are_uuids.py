"""Ids are UUIDs with hyphens; nothing tells one kind from another.

GEN-ID-01 asks for 128 random bits; these are 16 random bytes, written that way.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable

PERMITS = ("GEN-ID-01", "GEN-ID-02", "GEN-STREAM-01")
REPLACES = "reference_server.service.context:new_id"


def vary(_original: Callable[[str], str]) -> Callable[[str], str]:
    """Write 16 random bytes as a UUID."""

    def new_id(_prefix: str) -> str:
        return str(uuid.UUID(bytes=secrets.token_bytes(16)))

    return new_id
