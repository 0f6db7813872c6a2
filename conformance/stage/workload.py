"""People who talk at once: several of them, on several connections and both transports, from a seeded schedule.

Everything happens in the suite's event loop, so that sends really overlap.  What comes of it is judged afterwards by
the checkers of :mod:`conformance.history` over what was recorded.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import statistics
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from conformance.client.http import Answer, NoAnswer
from conformance.history import reading
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import history as pages_of_history
from conformance.stage.conversations import refuse_cleared
from conformance.stage.limits import queue_limit
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage

Speaker = Tab | Person
"""A tab speaks on its socket, a person over REST."""

A_LONG_TALK = 30
"""Lines of each of three people.  What goes wrong only where lines of two become visible together shows about once in
eight lines of each."""
MOST_UNDER_WAY = 100
"""A queue may be declared as larger; how long such a crowd waits for its answers is a matter of throughput."""


def history(stage: Stage) -> list[Event]:
    """What this check has recorded so far, as the checkers read it."""
    return reading.of_check(stage.recorder.events(), stage.check)


def usual_ack_s(stage: Stage) -> float:
    """How long a message of this check was under way so far, from its sending to its answer: the median."""
    tries = [one for one in reading.attempts(history(stage)) if one.connection is not None]
    return statistics.median((one.answer.at - one.sent.at) / 1e9 for one in tries if one.answer is not None)


def within_rate(stage: Stage, lines: int) -> int:
    """So many lines, or as many as the declared queue holds, and as one person may send twice in one window of the
    declared rate."""
    lines = min(lines, queue_limit(stage))
    rate = stage.limits.get("rate")
    return min(lines, max(1, int(rate["messages"]) // 2)) if isinstance(rate, Mapping) else lines


def lines_for(stage: Stage, lines: int, length: int = 0, **more: Any) -> list[dict[str, Any]]:
    """Message frames, each with an id of its own, which is its ``ref`` too: an error need not name the message.  Each
    line has at least so many characters."""
    names = [stage.fresh("msg") for _ in range(lines)]
    said = [f"line {stage.fresh(str(number))}".ljust(length, ".") for number in range(lines)]
    return [
        {"type": "message", "message_id": name, "ref": name, "content": line, **more}
        for name, line in zip(names, said, strict=True)
    ]


async def post(person: Person, room: Room, body: Mapping[str, Any]) -> Answer:
    """One message over REST."""
    headers = {"Authorization": f"Bearer {person.token}"}
    body = {key: value for key, value in body.items() if key not in ("type", "ref")}
    path = room.path("/messages")
    return await person.stage.http.exchange(person.name, "POST", path, headers=headers, json_body=body)


async def _speaks(speaker: Speaker, room: Room, frames: Sequence[Mapping[str, Any]], chance: random.Random) -> None:
    for frame in frames:
        if isinstance(speaker, Tab):
            await speaker.socket.send(frame)
        else:
            with contextlib.suppress(NoAnswer):  # recorded as such: an outcome that is not known
                await post(speaker, room, frame)
        if chance.random() < 0.5:
            await asyncio.sleep(chance.random() * 0.002)  # the schedule: who speaks when


async def speaks_steadily(tab: Tab, frames: Sequence[Mapping[str, Any]], every_s: float = 0.004) -> None:
    """Send frames one by one, whether or not earlier ones were answered."""
    for frame in frames:
        await tab.socket.send(frame)
        await asyncio.sleep(every_s)  # the schedule


async def come_and_go(guests: Sequence[Person], room: Room, times: int) -> None:
    """Each of these people joins an open conversation and leaves it again, so many times."""

    async def one(guest: Person) -> None:
        for _ in range(times):
            if not (await _joins(guest, room) and await _leaves(guest, room)):
                return

    await asyncio.gather(*(one(guest) for guest in guests))


async def come_at_once(guests: Sequence[Person], room: Room) -> None:
    """All of these people join an open conversation in the same moment."""
    await asyncio.gather(*(_joins(guest, room) for guest in guests))


async def go_at_once(guests: Sequence[Person], room: Room) -> None:
    """All of these people leave a conversation in the same moment."""
    await asyncio.gather(*(_leaves(guest, room) for guest in guests))


async def _joins(guest: Person, room: Room) -> bool:
    return await _is_answered(guest, "POST", room.path("/join"), {})


async def _leaves(guest: Person, room: Room) -> bool:
    return await _is_answered(guest, "DELETE", room.path("/leave"), None)


async def _is_answered(guest: Person, method: str, path: str, body: Any) -> bool:
    headers = {"Authorization": f"Bearer {guest.token}"}
    try:
        await guest.stage.http.exchange(guest.name, method, path, headers=headers, json_body=body)
    except NoAnswer:
        return False  # recorded; the timeline says what became of it
    return True


def talk(stage: Stage, room: Room, speakers: Sequence[Speaker], lines: int, **more: Any) -> list[list[dict[str, Any]]]:
    """All of them say so many lines at once, and every line that was sent on a socket gets its ack.

    They speak in waves, so that no more lines are under way at a time than the declared queue takes, nor so many that
    the last waits for its ack for as long as all the others are delivered.  Returns the frames of each speaker.
    """
    said = [lines_for(stage, lines, **more) for _ in speakers]
    queue = min(queue_limit(stage), MOST_UNDER_WAY)
    wave = max(1, queue // len(speakers))
    everybody = list(zip(speakers, said, strict=True))
    for start in range(0, lines, wave):
        for first in range(0, len(speakers), queue):
            _wave(
                stage, room, [(who, frames[start : start + wave]) for who, frames in everybody[first : first + queue]]
            )
    return said


def _wave(stage: Stage, room: Room, lines: Sequence[tuple[Speaker, Sequence[Mapping[str, Any]]]]) -> None:
    schedule = [
        _speaks(speaker, room, frames, random.Random(stage.random.random()))  # noqa: S311
        for speaker, frames in lines
    ]
    together(stage, *schedule)
    for speaker, frames in lines:
        if isinstance(speaker, Tab):
            for frame in frames:
                answered(speaker, frame["message_id"])


def together(stage: Stage, *work: Coroutine[Any, Any, Any]) -> list[Any]:
    """Run coroutines at the same time, to the end of the last one."""

    async def all_of_it() -> list[Any]:
        return list(await asyncio.gather(*work))

    return stage.loop.run(all_of_it())


def meanwhile(stage: Stage, work: Coroutine[Any, Any, Any]) -> Callable[[], Any]:
    """Begin a coroutine beside the story; calling what is returned waits for its end and gives its result."""

    async def begin() -> asyncio.Task[Any]:
        return asyncio.get_running_loop().create_task(work)

    task = stage.loop.run(begin())

    async def end() -> Any:
        return await task

    return lambda: stage.loop.run(end())


def answered(tab: Tab, message_id: str, clause: str = "MSG-ACK-01") -> Event:
    """Wait for the ack of a message."""
    wanted = {"type": "message_ack", "message_id": message_id}
    return tab.until(clause, m.frame_has, awaited=f"message_ack of {message_id}", fields=wanted)


async def dies_with_the_ack(stage: Stage, tab: Tab, message_id: str) -> None:
    """Kill the server in the moment in which the ack of a message is read, on the very thread that reads it: a commit
    takes less time than it takes to wake another one.  Without an ack it is killed when it should have come."""

    def is_the_ack(event: Event) -> bool:
        return event.frame.get("type") == "message_ack" and event.frame.get("message_id") == message_id

    await tab.socket.wait_for(is_the_ack, 0, stage.settle_s)
    stage.server.kill()


def closing_line(room: Room, speaker: Person, listening: Sequence[Tab], *, clause: str | None = None) -> int:
    """One more line, said when all is quiet, that every listener hears: what they have not got by then was not
    delivered.  ``clause`` is what is broken where it does not come.  Returns its number."""
    last = speaker.says(room, "that was all", via="ws")
    for tab in listening:
        tab.hears(last, clause)
    return last.sequence_id


def timeline(person: Person, room: Room, after: int = 0, *, clause: str = "HIST-EVENTS-01") -> list[Event]:
    """The whole timeline over REST, or what comes after a number of it, page by page; ``clause`` is what is broken when
    it is not there, as after a crash that took the whole conversation."""
    pages, start = [], after
    while True:
        answer = person.reads_events(room, clause=clause, after=after)
        # "With `after=N` a page MUST begin with event N+1": what lies before that says nothing of the numbering.
        person.stage.judge("HIST-PAGE-02", pages_of_history.page_lies_behind, answer.event, number=after)
        pages.append(answer.event)
        events = m.events_of(answer.event)
        if not events or answer.body.get("has_more") is not True:
            head = answer.body.get("current_sequence_id")
            refuse_cleared(person.stage, pages, start, head if isinstance(head, int) else 0)
            return pages
        after = events[-1]["sequence_id"]


def declares(stage: Stage, capability: str) -> bool:
    """Whether the server declares a capability."""
    document = stage.stranger().request("GET", "/chat/capabilities").body
    found = document.get("capabilities") if isinstance(document, Mapping) else None
    return isinstance(found, Mapping) and capability in found
