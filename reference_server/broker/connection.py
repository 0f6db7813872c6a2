"""One open socket, as the broker sees it: an outlet, a bounded backlog, and an end.

A frame arrives as bytes that were made once for everybody. If the outlet takes more it is written at once;
otherwise it waits here. A connection that cannot keep the timeline gapless is closed: that is the only way
of telling. Ephemeral frames are dropped under pressure, events never are.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol

from reference_server.core import errors, wire
from reference_server.core.model import Caller


class Outlet(Protocol):
    """What the transport offers: see asgi_websocket and server for ours."""

    def write(self, frame: bytes) -> None:
        """Hand bytes to the transport."""

    def full(self) -> bool:
        """Does the transport ask to wait?"""

    def buffered(self) -> int:
        """Return how many bytes the transport still holds."""

    def hang_up(self, code: int, reason: str) -> None:
        """Close: a close frame if it can be written, and in any case the end soon after."""

    def when_room(self, call: object) -> None:
        """Set what is called when the transport takes more again."""


class Connection:
    """A participant's open socket to one conversation."""

    def __init__(self, connection_id: str, conversation_id: str, caller: Caller, outlet: Outlet, most: int):
        self.id = connection_id
        self.conversation_id = conversation_id
        self.caller = caller
        self.outlet = outlet
        self.most = most  # bytes
        self.backlog: deque[bytes] = deque()
        self.backlog_bytes = 0
        self.written = 0
        self.closed = False
        self.ended_by = "peer"  # or why we closed it
        self.room = asyncio.Event()
        self.room.set()
        self.stalled_since: float | None = None
        self.taken_before = 0
        outlet.when_room(self.flush)

    @property
    def participant_id(self) -> str:
        """Whose connection it is."""
        return self.caller.participant_id

    def send(self, frame: bytes) -> None:
        """Send a frame that must arrive, or close as slow."""
        if self.closed:
            return
        if self.overfull():
            self.close("slow", "too slow")
        elif self.backlog or self.outlet.full():
            self.keep(frame)
        else:
            self.write(frame)

    def offer(self, frame: bytes) -> None:
        """Send an ephemeral frame, unless the connection is under pressure."""
        if self.backlog_bytes * 2 <= self.most:
            self.send(frame)

    def overfull(self) -> bool:
        """Its backlog exceeds send_queue_bytes."""
        return self.backlog_bytes > self.most

    def keep(self, frame: bytes) -> None:
        """Let a frame wait."""
        self.backlog.append(frame)
        self.backlog_bytes += len(frame)
        self.room.clear()

    def write(self, frame: bytes) -> None:
        """Hand a frame to the transport."""
        self.written += len(frame)
        self.outlet.write(frame)

    def flush(self) -> None:
        """Write what waits, for as long as the transport takes it."""
        while self.backlog and not self.closed and not self.outlet.full():
            frame = self.backlog.popleft()
            self.backlog_bytes -= len(frame)
            self.write(frame)
        if not self.backlog:
            self.room.set()

    def stalled_for(self, now: float) -> float:
        """Return for how many seconds the peer has taken no byte while some were waiting."""
        waiting = self.outlet.buffered()
        taken = self.written - waiting
        if not (waiting or self.backlog) or taken != self.taken_before or self.stalled_since is None:
            self.stalled_since, self.taken_before = now, taken
        return now - self.stalled_since

    def close(self, why: str, reason: str = "") -> None:
        """Close with the code that CLOSES has for this; what still waits is not sent."""
        if self.closed:
            return
        if why != "slow":
            self.flush()
        self.closed = True
        self.ended_by = why
        self.backlog.clear()
        self.backlog_bytes = 0
        self.room.set()
        self.outlet.hang_up(errors.CLOSES[why], reason)

    def say(self, frame: wire.Json) -> None:
        """Send a frame that is for this connection alone."""
        self.send(wire.text_frame(wire.encode(frame)))
