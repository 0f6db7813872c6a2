"""A ref that is a number comes back as text.

It is the key of a table of pending requests, and keys are strings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-REF-01"
REPLACES = "reference_server.session:Session.answer"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Make it a string."""

    def answer(self: Any, frame: Any, body: Any) -> None:
        self.connection.say(body if frame.ref is None else {**body, "ref": str(frame.ref)})

    return answer
