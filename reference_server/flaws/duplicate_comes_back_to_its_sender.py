"""A duplicate is answered, and its sender's connection is sent the original event once more.

Who sends again has perhaps missed it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "MSG-DUP-02"
REPLACES = "reference_server.session:Session.message_done"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Send it to who asks."""

    def message_done(self: Any, frame: Any, done: asyncio.Future[Any]) -> None:
        original(self, frame, done)
        if done.exception() is None and done.result()[1]:
            tell()
            self.connection.send(wire.text_frame(done.result()[0].text))

    return message_done
