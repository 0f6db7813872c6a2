"""Over REST, content above the limit is refused with 400; so is a creation with too many members.

LIM-CONTENT-02 takes 413 or 400, LIM-PEOPLE-03 takes 429 or 400.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("LIM-CONTENT-02", "LIM-PEOPLE-03")
REPLACES = "reference_server.app:Rest"


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """Take it for any other fault of the body."""

    class OneStatusRest(original):  # type: ignore[misc]
        """What is wrong in a body is a bad request."""

        async def send(self, conversation_id: str) -> Any:
            """Content too long."""
            return await self.softened(super().send(conversation_id), ("content",))

        async def create(self) -> Any:
            """Members too many."""
            return await self.softened(super().create(), ("More participants",))

        async def softened(self, answer: Any, beginnings: tuple[str, ...]) -> Any:
            """Say it with 400."""
            from reference_server.core.errors import Refusal

            try:
                return await answer
            except Refusal as refusal:
                if refusal.code in {"MESSAGE_TOO_LARGE", "CAPACITY_REACHED"} and refusal.detail.startswith(beginnings):
                    tell()
                    raise Refusal("INVALID_REQUEST", refusal.detail) from None
                raise

    return OneStatusRest
