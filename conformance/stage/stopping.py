"""What a story needs around the end and the beginning of a server's life."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from conformance.client.http import NoAnswer
from conformance.history import reading
from conformance.recorder.events import Event
from conformance.stage.limits import queue_limit
from conformance.stage.outcome import Inconclusive
from conformance.stage.people import Person, Room, Tab, fresh_id
from conformance.stage.stage import Stage
from conformance.stage.workload import history, lines_for, speaks_steadily, together, within_rate

ASKINGS = 100
"""How often a restarted server is asked, at most, within ``settle_ms`` of its first answer: what is wrong for a
thirtieth of that time is met by requests of each kind."""

START_WITHIN_S = 60.0
"""How long a server that is being started is asked before it is given up."""

_POLL_S = 0.01


def knocks_at(person: Person, room: Room) -> list[Event]:
    """A handshake and a request over a new connection, at a server that may be going; what came of each."""
    found = person.knocks(room)
    shake = found.handshake if isinstance(found, Tab) else found
    try:
        answer = person.request("GET", "/chat/my-conversations", headers={"Connection": "close"}).event
    except NoAnswer as silence:
        answer = silence.event
    return [shake, answer]


def goodbye(stage: Stage, within_s: float) -> tuple[Event, Event]:
    """The record of SIGTERM, and one of whether the server's processes had ended so many seconds after it."""
    told = next(event for event in reversed(stage.recorder.events()) if event.kind == "fault")
    left = within_s - (time.monotonic_ns() - told.at) / 1e9
    gone = stage.server.gone_within(max(0.0, left))
    return told, stage.recorder.record("server_gone", gone=gone, within_s=within_s)


async def asks_from_the_first_moment(person: Person, room: Room) -> list[Event]:
    """Ask for a conversation, at one door after the other, until a server that is being started has served it for
    ``settle_ms``; every answer that came.

    No more sockets are opened than the person may have at once: how soon the place of one that was closed is free is
    left to the server for just that time.
    """
    answers: list[Event] = []
    begun, first, entered = time.monotonic(), None, 0
    settle_s, places = person.stage.settle_s, int(person.stage.limits.get("max_connections_per_participant", 5))
    for door in itertools.cycle((_resource, _events, _handshake)):
        passed_s = time.monotonic() - (first or begun)
        if passed_s >= (settle_s if first else START_WITHIN_S):
            break
        if door is _handshake and entered > (places - 1) * (passed_s / settle_s if first else 0):
            continue
        answer = await door(person, room)
        entered += answer.data.get("status") == 101
        if answer.kind != "no_answer":  # recorded either way: nobody listens yet
            answers.append(answer)
            if first is None and answer.data["status"] != 503:
                first = time.monotonic()
        await asyncio.sleep(settle_s / ASKINGS if first else _POLL_S)
    return answers


async def _resource(person: Person, room: Room) -> Event:
    return await _asks(person, f"/chat/conversations/{quote(room.id, safe='')}")


async def _events(person: Person, room: Room) -> Event:
    return await _asks(person, room.path("/events?after=0"))


async def _asks(person: Person, path: str) -> Event:
    """One request on a connection of its own; the record of its answer, or that none came."""
    headers = {"Authorization": f"Bearer {person.token}", "Connection": "close"}
    try:
        return (await person.stage.http.exchange(person.name, "GET", path, headers=headers)).event
    except NoAnswer as silence:
        return silence.event


async def _handshake(person: Person, room: Room) -> Event:
    """One handshake; the record of its answer, or that none came."""
    found = await person.knocking(room, seat=fresh_id())
    if isinstance(found, Event):
        return found
    await found.socket.close()
    return found.handshake


async def talks_to_the_end(tab: Tab) -> None:
    """Say one line after the other, as fast as half of the declared rate allows, until the connection ends."""
    stage = tab.person.stage
    rate = stage.limits.get("rate")
    every_s = 2 * float(rate["per_seconds"]) / int(rate["messages"]) if isinstance(rate, Mapping) else 0.0
    while tab.socket.ended is None:
        for frame in lines_for(stage, 1):
            await tab.socket.send(frame)
        await asyncio.sleep(max(_POLL_S, every_s))  # the schedule


def bursts(stage: Stage, tabs: Sequence[Tab]) -> None:
    """Everybody sends at once what the queue takes of all of them, and half of the rate of each; nobody waits."""
    each = within_rate(stage, max(1, queue_limit(stage) // len(tabs)))
    together(stage, *(speaks_steadily(tab, lines_for(stage, each), 0.0) for tab in tabs))


def was_idle(stage: Stage, told: Event) -> bool:
    """Whether no line lacked its answer at SIGTERM."""
    before = [one for one in reading.attempts(history(stage)) if one.sent.at < told.at]
    return all(one.answer is not None and one.answer.at < told.at for one in before)


def refuse_idle(stage: Stage, told: Event) -> None:
    """Raise :class:`Inconclusive` when the last SIGTERM met an idle server, too."""
    if was_idle(stage, told):
        raise Inconclusive("every line had been answered when the server was told to go")
