"""Talk that goes on for as long as something else takes, and the proof that it did.

What is to be tried "while messages flow" is tried only if they do: a fixed number of lines is over before a slow server
has greeted anybody.  Here people talk from a line before it to a line after it, and afterwards the record says whether
a line was under way on both sides of the moment that matters.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from conformance.history import reading
from conformance.recorder.events import Event
from conformance.stage.limits import queue_limit
from conformance.stage.outcome import Inconclusive
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage
from conformance.stage.workload import history, lines_for, meanwhile

EVERY_S = 0.002
"""Between two lines, unless the queue or the rate forbids so many."""
LONGEST_PAUSE_S = 5 * EVERY_S
"""What is deaf for longer than this meets a line, also where this machine is late with some; what is deaf for ``w``
seconds does so with a chance of ``w / EVERY_S`` each time."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not answered yet: who said it where, behind which event, and its place in their rate."""

    tab: Tab
    message_id: str
    since: int
    place: int


@dataclass(slots=True)
class Talk:
    """People who take turns, each within the declared rate, and never with more unanswered than ``most``.

    ``stopped`` says that the talk is over: because it was enough, or because nothing was answered any more.
    """

    stage: Stage
    tabs: Sequence[Tab]
    every_s: float
    most: int
    said: list[Event] = field(default_factory=list)
    waiting: deque[Line] = field(default_factory=deque)
    """Oldest first."""
    enough: bool = False
    stopped: bool = False

    async def goes_on(self) -> None:
        """Talk until it is enough and one line longer, and wait until all of it is answered."""
        try:
            while not self.stopped:
                last = self.enough
                if (tab := await self._next()) is None:
                    break
                if len(self.waiting) < self.most or await self._is_answered():
                    self.waiting.append(await self._says(tab))
                    self.stopped = last
                    await asyncio.sleep(self.every_s)  # the schedule
                else:
                    self.stopped = True
            while self.waiting and await self._is_answered():
                pass
        finally:
            self.stopped = True
            for line in self.waiting:
                line.tab.person.was_not_answered(line.place)

    async def _next(self) -> Tab | None:
        while not (free := [tab for tab in self.tabs if not tab.person.must_wait]):
            if self.enough or (self.waiting and not await self._is_answered()):
                return None
            await asyncio.sleep(EVERY_S)
        return min(free, key=lambda tab: len(tab.person.sent_at))

    async def _says(self, tab: Tab) -> Line:
        frame, since = lines_for(self.stage, 1)[0], len(tab.socket.events)
        self.said.append(await tab.socket.send(frame))
        # A busy server counts a line when it comes to it, which may be as late as its answer.
        return Line(tab, frame["message_id"], since, tab.person.sends_without_waiting())

    async def _is_answered(self) -> bool:
        """Wait for the answer to the oldest line that has none yet; False where it does not come."""
        line = self.waiting[0]
        if await line.tab.answer_to(line.message_id, line.since) is None:
            return False
        line.tab.person.was_answered(line.place)
        self.waiting.popleft()
        return True


@contextmanager
def talking(stage: Stage, tabs: Sequence[Tab], every_s: float = EVERY_S) -> Iterator[Talk]:
    """Meanwhile these people talk in turns, with no more lines under way than the declared queue takes."""
    talk = Talk(stage, tabs, every_s, queue_limit(stage))
    done = meanwhile(stage, talk.goes_on())
    try:
        yield talk
    finally:
        talk.enough = True
        done()


def voices(stage: Stage, lines: int, *, beside: int) -> int:
    """How many people it takes to say so many lines in one window of the declared rate, as far as they fit into a
    conversation ``beside`` those who do something else."""
    rate = stage.limits.get("rate")
    each = max(1, int(rate["messages"])) if isinstance(rate, Mapping) else lines
    return max(1, min(math.ceil(lines / each), int(stage.limits.get("max_participants", 100)) - beside))


def crowd(speaker: Person, listener: Person, lines: int) -> tuple[Room, list[Tab]]:
    """A conversation of these two, and of as many more as it takes to say so many lines within the declared rate; and a
    connection of each who speaks.

    They are in it from its creation: how many they are depends on how fast this machine is, and what a story stands on
    may not.
    """
    stage = speaker.stage
    others = [stage.person(f"speaker{number}") for number in range(1, voices(stage, lines, beside=1))]
    room = speaker.creates(listener, *others)
    return room, [person.connects(room) for person in (speaker, *others)]


def lines_beside(listener: Person) -> int:
    """How many lines are said while somebody waits for a greeting or a page, if that takes twice as long as ever yet,
    with one before and one after."""
    reads = reading.socket_reads(history(listener.stage), listener.name)
    longest_s = max(read.answer.at - read.asked.at for read in reads) / 1e9
    return 2 + math.ceil(2 * longest_s / EVERY_S)


def until_talked_through(listener: Person, again: Callable[[], object]) -> None:
    """Have somebody told again where the timeline stands, for ``settle_ms`` at most, until that has once come in the
    middle of the talk: a busy machine sends too few lines at some moments, and seldom at all of them."""
    until = time.monotonic() + listener.stage.settle_s
    while not _is_talked_through(listener) and time.monotonic() < until:
        again()


def _is_talked_through(listener: Person) -> bool:
    return reading.talked_through(history(listener.stage), listener.name, longest_pause_s=LONGEST_PAUSE_S) > 0


def refuse_silence(listener: Person, what: str) -> None:
    """Raise :class:`Inconclusive` when nobody was talking at any of the moments in which somebody was told where the
    timeline stands: by ``what``, in words."""
    if not _is_talked_through(listener):
        pace = listener.stage.throttle.per_second
        why = f"; a guest sends {pace:g} frames a second ([target] authorised_by allows more)" if pace else ""
        raise Inconclusive(f"no line was under way on both sides of {what} of {listener.name}{why}")
