"""Catching up: the sync frame, the resuming handshake, and rooms long enough that it takes several pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from conformance.client.endpoint import Endpoint
from conformance.faults.relay import Relay
from conformance.history import reading
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees
from conformance.stage.limits import limit, oldest_kept
from conformance.stage.outcome import NotRun
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage
from conformance.stage.workload import talk, together, within_rate

MOST_EVENTS = 2500
"""More are not written for one check."""


def syncs(tab: Tab, position: Any, **more: Any) -> Event:
    """Ask for what comes after a position and wait for the answer."""
    since = len(tab.events)
    tab.sends({"type": "sync", "last_sequence_id": position, **more})
    return tab.until("SYNC-PAGE-01", m.frame_has, since=since, awaited="sync page", fields={"type": "sync"})


def page_behind(tab: Tab, position: int, **more: Any) -> Event:
    """The page behind a position that the timeline has: whoever does not know it there can give no page."""
    page = syncs(tab, position, **more)
    recovers(tab.person.stage, "SYNC-TRUE-01", page, position)
    return page


def recovers(stage: Stage, clause: str, answer: Event, position: int) -> None:
    """Judge that an answer goes on from a position; raises :class:`NotRun` where what came next may be cleared."""
    oldest = oldest_kept(stage)
    if position + 1 < oldest and answer.frame.get("recovered") is False:
        raise NotRun(f"needs what comes after {position}; what lies before {oldest} is cleared, as the limits say")
    stage.judge(clause, guarantees.is_recovered, answer)


def syncs_to_the_head(tab: Tab, position: int) -> list[Event]:
    """Page after page, until one says that there is no more or brings nothing."""
    pages = [page_behind(tab, position)]
    while pages[-1].frame.get("has_more") is True and m.events_of(pages[-1]):
        pages.append(syncs(tab, m.events_of(pages[-1])[-1]["sequence_id"]))
    return pages


def connected(tab: Tab) -> Event:
    """The first frame of a connection."""
    return tab.events[0]


def last_heard(tab: Tab) -> int:
    """The last number that came live on a connection, or the position where it began."""
    live = [event.frame["sequence_id"] for event in tab.events if reading.is_live(event)]
    return int(live[-1] if live else connected(tab).frame["current_sequence_id"])


def resume_query(before: Tab, after: int | None = None) -> str:
    """The query of a handshake that goes on where another connection ended."""
    position = last_heard(before) if after is None else after
    return f"?after={position}&stream_id={quote(str(connected(before).frame['stream_id']), safe='')}"


def page_size(stage: Stage) -> int:
    """How many events a sync page may hold, as the server declares it."""
    return limit(stage, "sync_page")


def long_room(stage: Stage, events: int) -> tuple[Person, Room]:
    """A conversation with at least so many events, said by as many people as the declared rate demands."""
    if events > MOST_EVENTS:
        raise NotRun(f"it would take {events} messages to fill the declared page")
    each = within_rate(stage, events)
    authors = [stage.person(f"author{number}") for number in range(math.ceil(events / each))]
    if len(authors) > limit(stage, "max_participants"):
        return _monologue(authors[0], events)
    room = authors[0].creates(*authors[1:])
    talk(stage, room, [author.connects(room) for author in authors], math.ceil(events / len(authors)))
    for author in authors:
        author.tabs[0].closes()
    return authors[0], room


def _monologue(author: Person, events: int) -> tuple[Person, Room]:
    room = author.creates()
    tab = author.connects(room)
    for number in range(events):
        tab.says(f"line {number}")
    tab.closes()
    return author, room


def reopen_at_once(room: Room, queries: Sequence[tuple[Person, str]]) -> list[Tab | Event]:
    """Several people's handshakes at the same moment; each gives an open connection or the record of its refusal."""
    return together(queries[0][0].stage, *(person.knocking(room, query=query) for person, query in queries))


@contextmanager
def relay(stage: Stage) -> Iterator[tuple[Relay, Endpoint]]:
    """A network between client and server that can be held up and cut."""
    between = Relay(stage.endpoint)
    try:
        yield between, stage.loop.run(between.start())
    finally:
        stage.loop.run(_end(between))


async def _end(between: Relay) -> None:
    between.reset()
    between.let_go()  # so that nothing waits for ever for what is held back
    await between.close()
