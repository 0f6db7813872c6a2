"""The token of an invite has ten digits.

Codes were made for being read aloud over the telephone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

BREAKS = "INV-TOKEN-02"
REPLACES = "reference_server.service.context:new_secret"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Make a short code."""

    def new_secret() -> str:
        return f"{secrets.randbelow(10**10):010d}"

    return new_secret
