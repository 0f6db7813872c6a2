"""Frames at the times of a schedule, and a look at the machine that sends them.

A closed loop waits for a slow answer and so never samples the bad moments; here the schedule does not wait.  Each
wait counts from the moment when its frame was due, and a miss that the suite's own lateness could explain is no
miss: the machine was too slow to tell.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.recorder.evaluation import Matcher, Reading
from conformance.recorder.events import Event
from conformance.stage.outcome import Inconclusive, NotRun
from conformance.stage.people import Tab
from conformance.stage.stage import Stage


@dataclass(frozen=True, slots=True)
class Machine:
    """How late the suite itself was while it measured (milliseconds, 95th percentile)."""

    late_ms: float

    def judge(
        self, stage: Stage, clause: str, match: Matcher, *readings: Reading, bound_ms: float, **arguments: Any
    ) -> None:
        """Judge a service level; raises :class:`Inconclusive` for a miss that this machine may have caused.

        A bound that was kept on a slow machine is kept all the more, and a miss by more than the suite's own
        lateness is a miss on any machine.
        """
        missed = match(*readings, bound_ms=bound_ms, **arguments)
        if missed is not None and match(*readings, bound_ms=bound_ms + self.late_ms, **arguments) is None:
            raise Inconclusive(f"{missed}; but the suite itself was {self.late_ms:.1f} ms late (p95): cannot tell")
        stage.judge(clause, match, *readings, bound_ms=bound_ms, **arguments)


@dataclass(frozen=True, slots=True)
class Due:
    """One message of a schedule: on which connection, and how long after its beginning."""

    tab: Tab
    after_s: float


def send(schedule: Sequence[Due], length: int = 0) -> tuple[list[Event], Machine]:
    """Send one message for each entry at its time, of at least so many characters, whether or not earlier ones were
    answered.

    Returns the frames as recorded, each with the moment when it was due, and how late the suite was.
    """
    stage = schedule[0].tab.person.stage
    refuse_beyond_rate(stage, schedule)
    frames = [
        {"type": "message", "message_id": stage.fresh("load"), "content": f"line {number}".ljust(length, ".")}
        for number in range(len(schedule))
    ]

    async def carried_out() -> list[Event]:
        begin = time.monotonic_ns()
        sent = []
        for entry, frame in zip(schedule, frames, strict=True):
            due = begin + int(entry.after_s * 1e9)
            await asyncio.sleep(max(0, due - time.monotonic_ns()) / 1e9)
            sent.append(await entry.tab.socket.send(frame, due=due))
        return sent

    sent = stage.loop.run(carried_out())
    late = sorted((event.at - event.data["due"]) / 1e6 for event in sent)
    return sent, Machine(late[int(len(late) * 0.95) - 1])


def send_steadily(tab: Tab, count: int, every_s: float) -> tuple[list[Event], Machine]:
    """Send ``count`` messages on one connection, one each ``every_s`` seconds."""
    return send([Due(tab, number * every_s) for number in range(count)])


def refuse_beyond_rate(stage: Stage, schedule: Sequence[Due]) -> None:
    """Raise :class:`NotRun` when anybody would send more than the declared ``rate`` allows."""
    rate = stage.limits.get("rate")
    if not isinstance(rate, Mapping):
        return
    times: dict[str, list[float]] = {}
    for entry in schedule:
        times.setdefault(entry.tab.person.id, []).append(entry.after_s)
    most, window = int(rate["messages"]), float(rate["per_seconds"])
    for mine in times.values():
        if any(mine[i + most] - mine[i] < window for i in range(len(mine) - most)):
            raise NotRun(f"the declared rate of {most} messages in {window:g} s forbids this pace")
