"""Frames at the times of a schedule, and a look at the machine that sends them.

A closed loop waits for a slow answer and so never samples the bad moments; here the schedule does not wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from conformance.recorder.events import Event
from conformance.stage.outcome import Inconclusive, NotRun
from conformance.stage.people import Tab

SHARE_OF_BOUND = 0.25
"""How much of a bound the suite's own lateness may use up before a miss says nothing about the server."""


@dataclass(frozen=True, slots=True)
class Machine:
    """How late the suite itself was while it measured (milliseconds, 95th percentile)."""

    late_ms: float

    def refuse_to_tell(self, missed: str | None, bound_ms: float) -> None:
        """Raise :class:`Inconclusive` for a miss that this machine may have caused; a bound that was kept on a slow
        machine is kept all the more."""
        if missed is not None and self.late_ms > bound_ms * SHARE_OF_BOUND:
            raise Inconclusive(f"{missed}; but the suite itself was {self.late_ms:.1f} ms late (p95): cannot tell")


def send_steadily(tab: Tab, count: int, every_s: float) -> tuple[list[Event], Machine]:
    """Send ``count`` messages, one each ``every_s`` seconds; returns the frames as recorded, each with the moment
    when it was due, and how late the suite was."""
    stage = tab.person.stage
    rate = stage.limits.get("rate")
    if isinstance(rate, Mapping) and rate["messages"] < count and rate["per_seconds"] > count * every_s:
        raise NotRun(f"the declared rate of {rate['messages']} messages in {rate['per_seconds']} s forbids this pace")
    frames = [
        {"type": "message", "message_id": stage.fresh("load"), "content": f"line {number}"} for number in range(count)
    ]

    async def schedule() -> list[Event]:
        begin = time.monotonic_ns()
        sent = []
        for number, frame in enumerate(frames):
            due = begin + int(number * every_s * 1e9)
            await asyncio.sleep(max(0, due - time.monotonic_ns()) / 1e9)
            sent.append(await tab.socket.send(frame, due=due))
        return sent

    sent = stage.loop.run(schedule())
    late = sorted((event.at - event.data["due"]) / 1e6 for event in sent)
    return sent, Machine(late[int(len(late) * 0.95) - 1])
