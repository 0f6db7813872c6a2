"""An outage of the source of keys ends only with a restart.

That it could not be read is cached, and nothing ends the cache.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.identity import keys

BREAKS = "AUTH-DOWN-04"
REPLACES = "reference_server.identity.keys:FileSource.read"


FAILED: set[str] = set()


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Do not look again at a source that has failed."""

    def read(self: Any) -> Any:
        if FAILED:
            raise keys.SourceDown(*FAILED)
        try:
            return original(self)
        except keys.SourceDown as fault:
            FAILED.add(str(fault))
            raise

    return read
