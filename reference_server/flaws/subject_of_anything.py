"""Any text is taken as a subject.

Only its presence is checked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-PID-02"
REPLACES = "reference_server.identity.tokens:subject_allowed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for a text."""

    def subject_allowed(subject: Any) -> bool:
        return isinstance(subject, str)

    return subject_allowed
