"""What a story needs around the end and the beginning of a server's life."""

from __future__ import annotations

import asyncio
import time

from conformance.client.http import NoAnswer
from conformance.recorder.events import Event
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage

AFTER_THE_FIRST_S = 0.5
"""How long a restarted server is watched after its first answer."""

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
    """Ask for a conversation until a server that is being started has served it for a while; every answer that came."""
    stage, answers = person.stage, []
    headers = {"Authorization": f"Bearer {person.token}", "Connection": "close"}
    path = f"/chat/conversations/{room.id}"
    begun = time.monotonic()
    first = None
    while time.monotonic() - (first or begun) < (AFTER_THE_FIRST_S if first else 60.0):
        try:
            answer = await stage.http.exchange(person.name, "GET", path, headers=headers)
            answers.append(answer.event)
            if answer.status != 503:
                first = first or time.monotonic()
        except NoAnswer:
            pass  # recorded: nobody listens yet
        await asyncio.sleep(_POLL_S)
    return answers
