"""Things of an exact size, rooms that are full, and connections that say nothing."""

from __future__ import annotations

import json
import string
from collections.abc import Coroutine, Mapping
from functools import partial
from typing import Any

from conformance.client.http import Answer, NoAnswer
from conformance.client.raw import RawConnection, head, open_raw
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.stage import credentials
from conformance.stage.outcome import NotRun
from conformance.stage.people import Person, Room, Tab
from conformance.stage.settling import BETWEEN_LOOKS_S, looks_until
from conformance.stage.stage import Stage

MOST_CONNECTIONS = 500
"""More at once are not opened only to find a limit."""

MOST_TRIED = 2**24
"""More bytes or characters than so many are not brought forth only to find a limit."""

MOST_WAITED_MS = 3_600_000
"""Longer is not waited for a limit."""

UNDECLARED_QUEUE = 256
"""Taken for the ``queue_limit`` of a server that declares none, though it must: its queues are judged all the same."""


def limit(stage: Stage, name: str) -> int:
    """A limit as declared, or by default; a server that declares none of those without a default cannot be probed at
    it."""
    found = stage.limits.get(name)
    if not isinstance(found, int):
        raise NotRun(f"the server does not declare {name}")
    return found


def reachable(stage: Stage, name: str) -> int:
    """The same, for whoever brings forth as much as that: no more than this suite does."""
    found = limit(stage, name)
    if found > MOST_TRIED:
        raise NotRun(f"the server declares a {name} of {found}, and this suite tries no more than {MOST_TRIED}")
    return found


def seconds(stage: Stage, name: str) -> float:
    """A declared limit in milliseconds, in seconds; no longer than this suite waits."""
    found = limit(stage, name)
    if found > MOST_WAITED_MS:
        raise NotRun(f"the server declares a {name} of {found}, and this suite waits no more than {MOST_WAITED_MS}")
    return found / 1000


def heartbeat_s(stage: Stage) -> tuple[float, float]:
    """The declared interval and time-out of the heartbeat, in seconds."""
    heartbeat: Any = stage.limits.get("heartbeat")
    if heartbeat is None:
        raise NotRun("the server does not declare heartbeat")
    interval_ms, timeout_ms = int(heartbeat["interval_ms"]), int(heartbeat["timeout_ms"])
    whole_ms = interval_ms + timeout_ms
    if whole_ms > MOST_WAITED_MS:
        raise NotRun(f"the declared heartbeat takes {whole_ms} ms, and this suite waits no more than {MOST_WAITED_MS}")
    return interval_ms / 1000, timeout_ms / 1000


def queue_limit(stage: Stage) -> int:
    """How many messages of one conversation may wait, as declared."""
    found = stage.limits.get("queue_limit")
    return found if isinstance(found, int) else UNDECLARED_QUEUE


def oldest_kept(stage: Stage) -> int:
    """The number of the first event that a server promises to keep; 1 where it promises all."""
    found = stage.limits.get("oldest_sequence_id_kept")
    return found if isinstance(found, int) else 1


def printable(length: int, start: str) -> str:
    """So many printable ASCII characters, every kind of them, beginning with ``start``."""
    every = "".join(map(chr, range(0x20, 0x7F)))
    return (start + every * (length // len(every) + 1))[:length]


def compact(value: Any) -> str:
    """Compact JSON, in ASCII."""
    return json.dumps(value, separators=(",", ":"))


def padded(value: Mapping[str, Any], size: int, name: str = "x_pad") -> dict[str, Any]:
    """The same object with one member more, so that it takes exactly ``size`` bytes as compact JSON."""
    missing = size - len(compact({**value, name: ""}))
    return {**value, name: "x" * missing}


def metadata_of(size: int) -> dict[str, Any]:
    """Metadata of exactly so many bytes, in many members, so that spaces between them would count."""
    return padded({f"{letter}{number}": number for letter in string.ascii_lowercase for number in range(8)}, size)


def creates_from(person: Person, body: Mapping[str, Any]) -> Answer:
    """Try to create a conversation from this body."""
    return person.request("POST", "/chat/create", dict(body))


def named(stage: Stage, name: str, sub: str) -> Person:
    """A person with exactly this subject."""
    token = stage.tokens.token(sub, claims={"name": name})
    credentials.learn(stage.recorder, stage.tokens, token, name)
    return Person(stage, name, sub, token)


def body_with_others(stage: Stage, others: int) -> dict[str, Any]:
    """The body of an open conversation with so many others, who are names only."""
    if others * len('{"participantId":""}') <= min(limit(stage, "max_frame_bytes"), MOST_TRIED):
        body = {"access": "open", "participants": [{"participantId": stage.fresh("extra")} for _ in range(others)]}
        if len(compact(body)) <= limit(stage, "max_frame_bytes"):
            return body
    raise NotRun(f"{others} participants do not fit into one request body")


def room_with_places(owner: Person, places: int) -> Room:
    """An open conversation into which just so many more people fit."""
    others = limit(owner.stage, "max_participants") - 1 - places
    if others < 0:
        raise NotRun("max_participants is too small to leave places in a conversation")
    answer = creates_from(owner, body_with_others(owner.stage, others))
    owner.stage.judge("CONV-CREATE-01", m.status_is, answer.event, expected=[201])
    return Room(answer.body["id"], answer)


def tries_to_join(person: Person, room: Room) -> Event:
    """Try to join an open conversation."""
    return person.request("POST", room.path("/join"), {"displayName": person.name}).event


def posts_bytes(person: Person, path: str, content: bytes) -> Event:
    """A request with this body, as it is; the record of its answer, or that none came."""
    try:
        return person.request("POST", path, content=content, headers={"Content-Type": "application/json"}).event
    except NoAnswer as silence:
        return silence.event


def most_connections(stage: Stage) -> int:
    """How many connections one participant may have to a conversation."""
    most = limit(stage, "max_connections_per_participant")
    if most > MOST_CONNECTIONS:
        raise NotRun(f"{most} connections are more than this suite opens to find a limit")
    return most


def fills_up(person: Person, room: Room, clause: str, *, but: int = 0) -> list[Tab]:
    """Open as many connections as one participant may have, or so many less; all of them have been greeted."""
    tabs = []
    for _ in range(most_connections(person.stage) - but):
        found = person.knocks(room)
        handshake = found.handshake if isinstance(found, Tab) else found
        person.stage.judge(clause, m.status_is, handshake, expected=[101])
        tabs.append(person.tabs[-1])
    for tab in tabs:
        tab.until(clause, m.is_first_frame, awaited="first frame")
    return tabs


def stays_in(person: Person, room: Room, **how: Any) -> Event | Tab:
    """Attempt a handshake, and wait until it is answered with a first frame or turned away.

    A server may learn late that a connection is one too many; it then closes it after the handshake.
    """
    found = person.knocks(room, **how)
    if isinstance(found, Event):
        return found
    telling = ("received", "close_received", "dropped")
    first = person.stage.loop.run(found.socket.wait_for(lambda event: event.kind in telling, 0, person.stage.settle_s))
    return found if first is not None and first.kind == "received" else (found.socket.ended or found.handshake)


def comes_in_within(
    person: Person, room: Room, seconds: float, *, every_s: float = BETWEEN_LOOKS_S, **how: Any
) -> Event:
    """Knock until a handshake succeeds, no longer than this; the record of the last one."""
    knock = partial(stays_in, person, room, **how)
    found = looks_until(person.stage, lambda one: isinstance(one, Tab), knock, seconds, every_s=every_s)
    return found.handshake if isinstance(found, Tab) else found


def raw_connection(stage: Stage, name: str) -> RawConnection:
    """A TCP connection on which nothing has been said yet."""
    endpoint, recorder = stage.endpoint, stage.recorder
    return stage.loop.run(open_raw(endpoint, endpoint.url, recorder, stage.throttle, f"raw/{stage.check}/{name}", name))


def head_of(stage: Stage, method: str, path: str, **headers: str) -> bytes:
    """The head of a request to this server; names of headers are written with underscores."""
    spelled = {name.replace("_", "-"): value for name, value in headers.items()}
    return head(stage.endpoint.url, method, path, {**stage.endpoint.headers, **spelled})


def posts_on(stage: Stage, raw: RawConnection, person: Person, path: str, body: bytes, **framing: str) -> Event:
    """A request with this body, framed as these headers say, on a raw connection; its answer, or the record that none
    came.  The answer may come before the end of the body."""
    credential = f"Bearer {person.token}"
    head = head_of(stage, "POST", path, Authorization=credential, Content_Type="application/json", **framing)
    return _answer(stage, raw.exchange(head + body, stage.http.within_s))


def chunk(content: bytes) -> bytes:
    """One chunk of a body."""
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


def answer_on(stage: Stage, raw: RawConnection, request: Event) -> Event:
    """The answer on a raw connection, or the record that none came."""
    return _answer(stage, raw.answer(request, stage.http.within_s))


def _answer(stage: Stage, answering: Coroutine[Any, Any, Event]) -> Event:
    try:
        return stage.loop.run(answering)
    except NoAnswer as silence:
        return silence.event
