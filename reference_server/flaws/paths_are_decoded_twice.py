"""A participant whose id holds a percent sign cannot be found in a path.

The framework has decoded the path, and the handler decodes it again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-PID-02"
REPLACES = "reference_server.app:Segment.to_python"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Decode once more."""

    def to_python(self: Any, value: str) -> str:
        return str(original(self, original(self, value)))

    return to_python
