"""Markers of reading are kept in memory, and are gone after a restart.

READ-KEEP-01 is advice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("READ-KEEP-01",)
ADVICE = ("READ-KEEP-01",)
REPLACES = "reference_server.service.context:SqliteStore"


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """Begin with none."""

    class ForgetfulStore(original):  # type: ignore[misc]
        """A store whose table of markers is temporary."""

        def __init__(self, folder: Any) -> None:
            super().__init__(folder)
            self.release()
            self.writer.execute("DELETE FROM reads")
            self.refresh()
            tell()

    return ForgetfulStore
