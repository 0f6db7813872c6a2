"""Tokens are checked against the audience of another environment.

A valid token is refused, because the configuration was copied and one line forgotten.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-VALID-01"
REPLACES = "reference_server.identity.tokens:Verifier.claims"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for the audience of staging."""

    def claims(self: Any, token: str, key: Any, algorithm: str) -> Any:
        self.settings = dataclasses.replace(self.settings, audience="chat-staging")
        return original(self, token, key, algorithm)

    return claims
