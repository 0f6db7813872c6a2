"""What several freedoms have in common: a hub that delivers later, in the order in which it was told to."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any


def late_hub(original: type[Any], tell: Callable[[], None], delay: Callable[[float], float]) -> type[Any]:
    """Put a queue before everything that goes to others; ``delay`` tells from the time how long it takes."""

    class LateHub(original):  # type: ignore[misc]
        """A hub behind a queue."""

        def __init__(self) -> None:
            super().__init__()
            self.under_way: deque[Callable[[], None]] = deque()

        def later(self, what: Callable[[], None]) -> None:
            """Do it then, after what was to be done before it."""
            loop = asyncio.get_running_loop()
            self.under_way.append(what)
            loop.call_later(delay(loop.time()), lambda: self.under_way.popleft()())
            tell()

        def deliver(self, conversation_id: str, text: str) -> None:
            """To whom it goes is decided now: who comes later finds it in the timeline."""
            from reference_server.core import wire

            receivers, frame = self.of(conversation_id), wire.text_frame(text)

            def send() -> None:
                for one in receivers:
                    one.send(frame)

            self.later(send)

        def whisper(self, receivers: Any, frame: Any) -> None:
            """The same for what passes.

            A reader's own connections get answers to `read` at once, behind which nothing older may come
            (READ-SHOW-02): what is told of somebody late is told to the others.
            """
            reader = frame.get("participantId") if frame["type"] == "read" else None
            kept, now = [one for one in receivers if one.participant_id != reader], super().whisper
            self.later(lambda: now(kept, frame))

    return LateHub
