"""Two people whose ids differ in case are one person.

Subjects were once mail addresses, and are lower-cased like these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "GEN-PID-01"
REPLACES = "reference_server.identity.tokens:Verifier.caller"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Lower the case."""

    def caller(self: Any, claims: Any) -> Any:
        found = original(self, claims)
        return replace(found, participant_id=found.participant_id.lower())

    return caller
