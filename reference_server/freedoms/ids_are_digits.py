"""Ids are numbers of 40 digits, written as strings.

128 random bits take 39 digits.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

PERMITS = ("GEN-ID-01", "GEN-ID-02", "GEN-STREAM-01")
REPLACES = "reference_server.service.context:new_id"


def vary(_original: Callable[[str], str]) -> Callable[[str], str]:
    """One random number."""

    def new_id(_prefix: str) -> str:
        return str(10**39 + secrets.randbelow(9 * 10**39))

    return new_id
