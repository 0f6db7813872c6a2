"""An error does not carry the ref of the frame that it answers.

Errors are raised below the layer that knows the frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "ERR-REF-02"
REPLACES = "reference_server.session:Session.refuse"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forget it."""

    def refuse(self: Any, frame: Any, refusal: Any) -> None:
        original(self, frame and replace(frame, ref=None), refusal)

    return refuse
