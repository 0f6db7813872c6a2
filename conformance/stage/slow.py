"""Readers who fall behind: what fills their network, how they read, and what they find afterwards.

A reader is slow here because the network between it and the server is full, with buffers that are as small as this
side can make them.  How large a line is, as it is sent, is read off two short ones that come first.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from conformance.client.frames import PONG, client_frame
from conformance.client.http import NoAnswer
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers.websocket import ENDS
from conformance.stage.limits import heartbeat_s, limit, queue_limit, seconds
from conformance.stage.outcome import Inconclusive, NotRun
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage
from conformance.stage.websocket import Wire
from conformance.stage.workload import meanwhile, post

RECEIVE_BUFFER = 1024
KERNEL_BYTES = 192 * 1024
"""More than two kernels hold for a reader with so small a buffer who takes small segments (40 to 90 KiB)."""
SAID_WITHIN_S = 10.0
"""A machine that lets nobody say enough in this time proves nothing."""
TOO_SLOW = 4413
"""The code that SLOW-CODE-01 advises."""
MOST_KERNEL_BYTES = 1024 * 1024
"""More than two kernels hold for any such reader: those of a server that writes small pieces grow their buffers."""
MOST_LINES = 800
"""More are not said for one check."""
SHORT = 100
"""So many more characters tell how many bytes one of them takes."""
WIDE = "\U0001f40c"
"""Four bytes, or twelve where it is escaped."""
WAKING_S = 1.0
"""So late a reader at a pace may be, and make up for it: on a busy machine each waking is late, and pongs would be."""
LOOKS_EVERY_S = 0.05
"""So often is looked at how much the network holds; what it accepted is known to be no older than that."""
WAVE = 8
"""Lines under way at once: few, so that what is unread can be kept at a size to within so many of them."""


def queue_bytes(stage: Stage) -> int:
    """The declared ``send_queue_bytes``."""
    return limit(stage, "send_queue_bytes")


def below_the_queue(stage: Stage) -> int:
    """So much unread fills the network, and is no backlog beyond the declared one."""
    return max(queue_bytes(stage) * 9 // 10, KERNEL_BYTES)


def beyond_the_queue(stage: Stage) -> int:
    """With so much unread the server's backlog is beyond the declared one, whatever the network holds."""
    return queue_bytes(stage) * 5 // 4 + MOST_KERNEL_BYTES


def trickle(stage: Stage) -> float:
    """So few bytes a second that they empty what the network holds once in write_timeout_ms: never nothing."""
    return KERNEL_BYTES / seconds(stage, "write_timeout_ms")


@dataclass(slots=True)
class Crowd:
    """People who say large lines in one room, each within the declared rate."""

    stage: Stage
    room: Room
    people: list[Person]
    text: str
    said: int = 0

    def lines(self, count: int, text: str = "") -> list[dict[str, Any]]:
        """So many lines that are still to be said."""
        return [{"message_id": self.stage.fresh("msg"), "content": text or self.text} for _ in range(count)]

    async def _posts(self, line: dict[str, Any]) -> Event:
        while not (free := [one for one in self.people if not one.must_wait]):  # noqa: ASYNC110  the clock of the declared rate
            await asyncio.sleep(0.01)
        person = min(free, key=lambda one: len(one.sent_at))
        place = person.sends_without_waiting()
        self.said += 1
        # A busy server counts a line when it comes to it, which is no later than its answer.
        try:
            answer = await post(person, self.room, line)
        except NoAnswer as silence:
            person.was_not_answered(place)
            return silence.event
        person.was_answered(place)
        return answer.event

    async def posts(self, lines: Sequence[dict[str, Any]]) -> list[Event]:
        """Say these lines, no more of them at a time than the declared queue takes; how each was answered."""
        wave = max(1, min(WAVE, queue_limit(self.stage) // 2))
        answers: list[Event] = []
        for start in range(0, len(lines), wave):
            answers += await asyncio.gather(*(self._posts(line) for line in lines[start : start + wave]))
        return answers

    def says(self, count: int, text: str = "") -> Event:
        """Say so many lines, each of which is taken; the answer to the last."""
        answers = self.stage.loop.run(self.posts(self.lines(count, text)))
        for answer in answers:
            self.stage.judge("MSG-POST-01", m.status_is, answer, expected=[201])
        return answers[-1]

    def keeps_waiting(self, reader: SlowReader, size: int, for_s: float) -> None:
        """See to it that about so many bytes are unread, and never more, and go on for so long once they are."""

        async def speaks() -> None:
            begun, until = time.monotonic(), math.inf
            while time.monotonic() < until and reader.ended is None:
                missing = (size - reader.unread(self)) // reader.line
                if until == math.inf and missing * reader.line <= size // 4:
                    until = time.monotonic() + for_s
                if until == math.inf and time.monotonic() > begun + SAID_WITHIN_S:
                    raise Inconclusive(f"{size} bytes could not be said within {SAID_WITHIN_S:g} s")
                answers = await self.posts(self.lines(min(missing, WAVE)))
                if not answers:
                    await asyncio.sleep(0.002)  # until some more has been read
                for answer in answers:
                    self.stage.judge("MSG-POST-01", m.status_is, answer, expected=[201])

        self.stage.loop.run(speaks())

    def talks_past(self, reader: SlowReader, size: int, until: float) -> None:
        """Have so many bytes unread by then (monotonic seconds), or as many as can be said; go on until then."""

        async def speaks() -> None:
            while time.monotonic() < until and (missing := size - reader.unread(self)) > 0:
                for answer in await self.posts(self.lines(min(reader.lines_for(missing), WAVE))):
                    self.stage.judge("MSG-POST-01", m.status_is, answer, expected=[201])
            await asyncio.sleep(until - time.monotonic())

        self.stage.loop.run(speaks())

    def head(self) -> int:
        """The number of the last event."""
        page = self.people[0].reads_events(self.room, limit=1)
        return int(page.body["current_sequence_id"])


def crowd(stage: Stage, most_bytes: int, *others: Person) -> Crowd:
    """A room with these others in it, and people enough to say so many bytes without waiting for the rate."""
    length = max(1, min(limit(stage, "max_content_length"), 10_000, queue_bytes(stage) // 100))
    lines = math.ceil(most_bytes / (4 * length)) + 4
    if lines > MOST_LINES:
        raise NotRun(f"it would take {lines} messages to fill the declared send queue")
    rate: Any = stage.limits.get("rate")
    each = int(rate["messages"]) if rate else lines
    speakers = [stage.person(f"speaker{number}") for number in range(math.ceil(lines / each))]
    if len(speakers) + len(others) > limit(stage, "max_participants"):
        raise NotRun(f"it would take {len(speakers)} people to say so much within the declared rate")
    room = speakers[0].creates(*speakers[1:], *others)
    return Crowd(stage, room, speakers, WIDE * length)


@dataclass(slots=True)
class SlowReader:
    """Somebody who reads when told to.

    ``position`` is that of the greeting, ``line`` how many bytes one line takes, as it is sent, and ``heard`` how many
    of them had been said when the talk began; what is counted as ``taken`` came after those.  What was sent before
    ``abreast_at`` (monotonic seconds) has been read.  ``lost`` is, for each time it woke too late, how much had been
    taken and how many seconds reading at a pace lost.
    """

    wire: Wire
    stage: Stage
    position: int
    line: int
    heard: int
    abreast_at: float
    taken: int = 0
    answered: int = 0
    lost: list[tuple[int, float]] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        """Everything that was read."""
        return self.wire.events

    @property
    def ended(self) -> Event | None:
        """How the connection ended, if that has been read."""
        return next((event for event in self.wire.socket.events if event.kind in ENDS), None)

    def lines_for(self, size: int) -> int:
        """How many lines take so many bytes."""
        return math.ceil(size / self.line)

    def looks_away(self, for_s: float) -> bool:
        """Read nothing until the connection "has accepted no byte" for so long, which the clause speaks of; returns
        whether it came to that in twice the time.  The network of a reader who takes nothing may accept some more: it
        finds room for many small pieces when it puts them together.  Where the system does not tell of that, only time
        passes.
        """
        began = since = time.monotonic()
        before = self.wire.socket.held()
        while (now := time.monotonic()) < min(since + for_s, began + 2 * for_s):
            self.goes_on_for(min(LOOKS_EVERY_S, since + for_s - now))
            # Of a connection that the server has ended nothing is known.
            if (held := self.wire.socket.held()) is not None and held != before:
                before, since = held, time.monotonic()
        return now >= since + for_s

    async def takes(self, within_s: float) -> int | None:
        """Take what lies ready, or wait for it, and answer the pings in it."""
        came = await self.wire.socket.take(within_s)
        self.taken += came or 0
        await self.answers()
        return came

    async def answers(self) -> None:
        """Answer the pings that were read and not answered yet."""
        for event in self.wire.socket.events[self.answered :]:
            if event.kind == "ping_received":
                await self.wire.socket.send(client_frame(PONG, bytes.fromhex(event.data["payload"])))
        self.answered = len(self.wire.socket.events)

    def unread(self, talk: Crowd) -> int:
        """How many bytes of what has been said were not read yet, at most."""
        return self.line * (talk.said - self.heard) - self.taken

    def nothing_waits(self, talk: Crowd) -> bool:
        """Whether the network is known to hold all that is unread, to within a line, so that nothing of it waits in the
        server."""
        held = self.wire.socket.held()
        return held is not None and held > self.unread(talk) - self.line

    @contextmanager
    def reading_slowly(self, bytes_per_s: float) -> Iterator[None]:
        """Meanwhile read at a pace, to the end at most.

        Waking late is made up for, up to ``WAKING_S``; not what a machine that stands still takes beyond that: a reader
        in haste would let the network hold more.
        """
        enough = False

        async def reads() -> None:
            due = time.monotonic()
            while not enough and self.ended is None:
                woken = time.monotonic()
                if (late := woken - due - WAKING_S) > 0:
                    self.lost.append((self.taken, late))
                came = await self.takes(0.05)
                # What it waits for the server is no time that it could make up for.
                waited = time.monotonic() - woken
                due = max(due, woken - WAKING_S) + waited + (came or 0) / bytes_per_s
                await asyncio.sleep(due - time.monotonic())  # the pace

        reading = meanwhile(self.stage, reads())
        try:
            yield
        finally:
            enough = True
            reading()

    def refuse_a_late_reader(self, held: int) -> None:
        """Raise :class:`Inconclusive` when the connection may have ended for want of a pong, because the machine did
        not let this reader keep its pace while it took as much as the network and the server ``held`` for it, twice:
        what came before a ping, and before the end.  A server that says that it was too slow means it."""
        lost_s = sum(late for taken, late in self.lost if taken >= self.taken - 2 * held)
        if lost_s > heartbeat_s(self.stage)[1] / 4 and not self.was_told(TOO_SLOW):
            raise Inconclusive(f"the machine let the reader fall {lost_s * 1000:.0f} ms behind its pace")

    def was_told(self, code: int) -> bool:
        """Whether the connection ended with this close code."""
        return self.ended is not None and self.ended.data.get("code") == code

    def ended_before_a_pong_was_late(self) -> bool:
        """Whether the end was read so early that it was not for want of a pong: what was sent before ``abreast_at``
        has been read, so that no ping which was not answered is older."""
        return self.ended is not None and self.ended.at / 1e9 < self.abreast_at + heartbeat_s(self.stage)[1]

    def goes_on_for(self, for_s: float) -> None:
        """Do for so long what is being done."""
        self.stage.loop.run(asyncio.sleep(for_s))

    def reads_on(self, until: str = "") -> list[Event]:
        """Read as fast as can be, up to the end, or a message, or until no more events come for ``settle_ms``.

        Returns everything that was read, up to the end.
        """

        def holds_it(events: Sequence[Event]) -> bool:
            return bool(until) and any(event.frame.get("message_id") == until for event in events)

        async def all_of_it() -> None:
            lately, looked = time.monotonic(), len(self.wire.socket.events)
            if holds_it(self.wire.socket.events):
                return
            while (left := lately + self.stage.settle_s - time.monotonic()) > 0 and self.ended is None:
                await self.takes(left)
                fresh = self.wire.socket.events[looked:]
                looked += len(fresh)
                if any(event.kind == "received" for event in fresh):
                    lately = time.monotonic()
                if holds_it(fresh):
                    return

        self.stage.loop.run(all_of_it())
        ended, found = self.ended, self.events
        return found if ended is None else found[: found.index(ended) + 1]


def _hears(wire: Wire, talk: Crowd, text: str) -> int:
    """Read up to a line that is said now; so many bytes it takes, as it is sent."""
    said, within_s = talk.says(1, text).body["message_id"], talk.stage.settle_s
    heard = wire.reads(lambda event: event.frame.get("message_id") == said, within_s)
    if heard is None:
        talk.stage.judge("DLV-OTHERS-01", m.nothing_came, wire.events, awaited=f"message {said}",
                         within_ms=within_s * 1000)  # fmt: skip
    assert heard is not None
    return int(heard.data["size"])


@contextmanager
def slow_reader(person: Person, talk: Crowd) -> Iterator[SlowReader]:
    """Somebody with a small window who hears two short lines, and reads on when told to.

    They are short, and tell how large a long one is: the other side's kernel holds the more for a reader, the more
    they have read (38 KiB before the first byte, 270 KiB after 24 of them).
    """
    stage = person.stage
    wire = Wire(person, talk.room, receive_buffer=RECEIVE_BUFFER, seat="slow")
    try:
        more = min(SHORT, len(talk.text) - 1)
        shortest = _hears(wire, talk, WIDE)
        abreast_at = time.monotonic()
        short = _hears(wire, talk, WIDE * (1 + more))
        line = shortest + (short - shortest) * (len(talk.text) - 1) // max(1, more)
        reader = SlowReader(wire, stage, wire.events[0].frame["current_sequence_id"], line, talk.said, abreast_at)
        # A ping may have come while the two lines were awaited: who leaves it unanswered is closed for that.
        stage.loop.run(reader.answers())
        yield reader
    finally:
        wire.lets_go()


def overflows(talk: Crowd, reader: SlowReader, listening: Tab) -> None:
    """Say more than the declared queue and the network hold, while the reader takes little of it, and wait until
    somebody else has heard the last: a server may take its time with all of them, and may cut off who takes nothing
    before the queue is full."""
    stage = talk.stage
    with reader.reading_slowly(trickle(stage)):
        while reader.ended is None and (missing := beyond_the_queue(stage) - reader.unread(talk)) > 0:
            has_heard(listening, talk.says(reader.lines_for(missing)))


def has_heard(listening: Tab, answer: Event) -> None:
    """Wait until somebody hears what was answered so."""
    wanted = {"type": "message", "message_id": answer.body["message_id"]}
    listening.until("DLV-OTHERS-01", m.frame_has, awaited="the last line", fields=wanted)


def refuse_if_still_open(found: Sequence[Event]) -> None:
    """Raise :class:`Inconclusive` when the connection is still open: a server has ``settle_ms`` to end it."""
    if not any(event.kind in ENDS for event in found):
        raise Inconclusive("the reader had caught up before the server ended the connection (it has settle_ms)")


@contextmanager
def stopped_readers(people: Sequence[Person], room: Room, each: int) -> Iterator[None]:
    """So many connections of each of them that read nothing but the greeting."""
    wires: list[Wire] = []
    try:
        for person in people:
            for seat in range(each):
                wires.append(Wire(person, room, receive_buffer=RECEIVE_BUFFER, seat=f"stopped-{seat}"))
        yield
    finally:
        for wire in wires:
            wire.lets_go()
