"""Read markers: people who write and people who read, and where the server says that they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage


def reader_and_writer(stage: Stage, lines: int) -> tuple[Tab, Tab, list[int]]:
    """Alice who reads, bob who writes, and the numbers of the lines that he has written."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    reader, writer = alice.connects(room), bob.connects(room)
    return reader, writer, writes_lines(writer, lines)


def writes_lines(writer: Tab, lines: int) -> list[int]:
    """Say so many lines; their numbers."""
    return [writer.says(f"line {number}").sequence_id for number in range(lines)]


def reads(tab: Tab, clause: str, number: Any, **more: Any) -> Event:
    """Send a ``read`` and wait for its answer, which carries the reader's marker; none breaks the clause."""
    ref = tab.person.stage.fresh("ref")
    tab.sends({"type": "read", "sequence_id": number, "ref": ref, **more})
    wanted = {"type": "read", "participantId": tab.person.id, "ref": ref}
    return tab.until(clause, m.frame_has, awaited=f"the answer to read {number}", fields=wanted)


def asks_for_marker(tab: Tab, low: int) -> Callable[[], Event]:
    """A look at somebody's marker on the socket: a ``read`` so low that it moves nothing is answered with it."""
    return lambda: reads(tab, "READ-SET-01", low)


def looks_at(person: Person, room: Room) -> Event:
    """The conversation as its resource shows it to this person."""
    answer = person.request("GET", room.resource)
    person.stage.judge("CONV-GET-01", m.status_is, answer.event, expected=[200])
    return answer.event


def looks_at_list(person: Person) -> Event:
    """The person's list of conversations, the latest first."""
    answer = person.request("GET", "/chat/my-conversations")
    person.stage.judge("CONV-LIST-01", m.status_is, answer.event, expected=[200])
    return answer.event
