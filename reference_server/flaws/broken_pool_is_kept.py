"""After one outage of storage nothing is ever stored again.

The connection that failed goes back into the pool, and every later write gets it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.storage import StorageDown

BREAKS = "ERR-DEP-02"
REPLACES = "reference_server.storage.sqlite:SqliteStore.write"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember the failure for good."""
    failed: list[StorageDown] = []

    def write(self: Any, group: Any) -> None:
        if failed:
            raise failed[0]
        try:
            original(self, group)
        except StorageDown as fault:
            failed.append(fault)
            raise

    return write
