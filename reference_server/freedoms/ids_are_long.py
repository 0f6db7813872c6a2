"""Ids are signed envelopes of about 240 characters in base64url, dots and all.

No length is named for ids but the least that 128 random bits need.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

PERMITS = ("GEN-ID-01", "GEN-ID-02", "GEN-STREAM-01")
REPLACES = "reference_server.service.context:new_id"


def vary(_original: Callable[[str], str]) -> Callable[[str], str]:
    """A head, a body and a seal."""

    def new_id(prefix: str) -> str:
        body = "Y2hhdC1ub2RlLTEuZXhhbXBsZS0tcHJvZHVjdGlvbi0tc2hhcmQtNw" * 2
        return f"{prefix}.{body}.{secrets.token_urlsafe(32)}.{secrets.token_urlsafe(64)}-_~"

    return new_id
