"""Delivery: every open connection, gapless, each event once; or the connection is closed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.history import reading
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import shown


def _positions(history: Sequence[Event]) -> dict[str, int]:
    """The position that each connection began at, as its ``connected`` said."""
    first: dict[str, int] = {}
    for event in history:
        position = event.frame.get("current_sequence_id")
        if event.kind == "received" and event.frame.get("type") == "connected" and isinstance(position, int):
            first[event.data["connection"]] = position
    return first


@matcher
def begins_right_after_position(history: Sequence[Event]) -> str | None:
    """The first timeline event on each connection is numbered one above the position of its ``connected``."""
    live = reading.live_by_connection(history)
    for connection, begun in _positions(history).items():
        for event in live.get(connection, [])[:1]:
            number = event.frame["sequence_id"]
            if number != begun + 1:
                return (
                    f"{event.data['who']}'s connection began at position {shown(begun)}, "
                    f"and the first event on it has the number {number}, not {begun + 1}"
                )
    return None if live else "no event came on any connection"


@matcher
def rises_by_one(history: Sequence[Event]) -> str | None:
    """From its first event to its end each connection gets numbers that rise by exactly 1."""
    live = reading.live_by_connection(history)
    for events in live.values():
        for one, other in itertools.pairwise(events):
            before, after = one.frame["sequence_id"], other.frame["sequence_id"]
            if after != before + 1:
                return f"on one connection of {one.data['who']} event {before} is followed by event {after}"
    return None if live else "no event came on any connection"


@matcher
def no_gap_and_no_overlap(history: Sequence[Event], *, up_to: int) -> str | None:
    """Each connection gets every event from the one after its ``connected`` to a given one, or to the last that it got
    where its person closed it, without a gap."""
    live, closed = reading.live_by_connection(history), reading.closed_by_us(history)
    for connection, begun in _positions(history).items():
        numbers = [event.frame["sequence_id"] for event in live.get(connection, [])]
        end = begun + len(numbers) if connection in closed else up_to
        for place, number in enumerate(range(begun + 1, end + 1)):
            if numbers[place : place + 1] != [number]:
                found = numbers[place] if place < len(numbers) else "nothing more"
                return f"a connection that began at {begun} got {found} where event {number} was due"
    return None if live else "no event came on any connection"


@matcher
def never_twice(history: Sequence[Event]) -> str | None:
    """No live event comes twice on one connection."""
    live = reading.live_by_connection(history)
    for events in live.values():
        seen = set()
        for event in events:
            number = event.frame["sequence_id"]
            if number in seen:
                return f"event {number} came twice on one connection of {event.data['who']}"
            seen.add(number)
    return None if live else "no event came on any connection"


@matcher
def holds_everything_once(
    live: Sequence[Event], pages: Sequence[Event], later: Sequence[Event], *, after: int, up_to: int
) -> str | None:
    """Live events before a cut, the pages that were asked for from the last of them, and live events afterwards
    together hold every event of a stretch; none is missing from both, and none is offered twice by one way.

    An event may come once live and once in a page, since live delivery goes on during a sync.
    """
    by_way = [
        ("live before the cut", [told for event in live for told in reading.shown_events(event)]),
        ("in the pages", [told for page in pages for told in reading.shown_events(page)]),
        ("live after it", [told for event in later for told in reading.shown_events(event)]),
    ]
    held: dict[int, Mapping[str, Any]] = {}
    for way, events in by_way:
        numbers = [number for told in events if isinstance(number := told.get("sequence_id"), int)]
        doubled = next((number for number in numbers if numbers.count(number) > 1), None)
        if doubled is not None:
            return f"event {doubled} came twice {way}"
        held.update({number: told for told in events if isinstance(number := told.get("sequence_id"), int)})
    # Up to where is whatever the server claims: no list may become as long as that.
    lost = max(up_to - after, 0) - sum(after < number <= up_to for number in held)
    if lost:
        first = next(number for number in range(after + 1, up_to + 1) if number not in held)
        counts = ", ".join(f"{len(events)} {way}" for way, events in by_way)
        return f"of the events {after + 1} to {up_to}, {lost} never came, the first is {first} ({counts})"
    ids = [told.get("message_id") for told in held.values() if told.get("message_id") is not None]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    return f"message {twice} stands at two numbers" if twice is not None else None
