"""One order, the same for everybody, that agrees with real time and with the order of each connection."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.history import reading
from conformance.history.reading import Attempt
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, same, shown


@matcher
def all_agree(history: Sequence[Event]) -> str | None:
    """Whoever was shown the event with a given number, by whatever way, was shown the same event."""
    first: dict[str, tuple[Event, Mapping[str, Any]]] = {}
    for event in history:
        for told in reading.shown_events(event) if event.from_server else ():
            number = shown(told.get("sequence_id"))
            where, known = first.setdefault(number, (event, told))
            for member in sorted({*known, *told}):
                one, other = known.get(member, ABSENT), told.get(member, ABSENT)
                if not same(one, other):
                    # The name is the server's own choice.
                    name = member if member.isidentifier() else shown(member)
                    return (
                        f"event {number} has {name} {shown(one)} for {_way(where)} and {shown(other)} for {_way(event)}"
                    )
    return None if first else "nobody was shown any event"


def _way(event: Event) -> str:
    how = "over REST" if event.kind == "answer" else f"on connection {event.data.get('connection', '')[-2:]}"
    return f"{event.data.get('who')} {how} ({event.id})"


@matcher
def numbers_are_whole(pages: Sequence[Event], history: Sequence[Event]) -> str | None:
    """A timeline that was read from its beginning to its head rises by exactly 1, holds its numbers once, and no two
    different messages were answered with one number."""
    numbers = [told.get("sequence_id") for page in pages for told in reading.shown_events(page)]
    for place, number in enumerate(numbers, start=1):
        if number != place:
            before = numbers[place - 2] if place > 1 else 0
            return f"after {before} comes {shown(number)}, not {place}: the timeline has a gap or a number twice"
    given: dict[int, Attempt] = {}
    for attempt in reading.attempts(history):
        if isinstance(attempt.sequence_id, int):
            other = given.setdefault(attempt.sequence_id, attempt)
            if (other.who, other.message_id) != (attempt.who, attempt.message_id):
                return f"{other.message_id} and {attempt.message_id} were both answered with {attempt.sequence_id}"
    return None if numbers else "the timeline is empty"


def first_tries(history: Sequence[Event]) -> list[tuple[Attempt, Event, int]]:
    """Each accepted message once: its first try, its first answer, its number."""
    begun: dict[tuple[str, str], Attempt] = {}
    done: dict[tuple[str, str], tuple[Attempt, Event, int]] = {}
    for attempt in reading.attempts(history):
        key = (attempt.who, attempt.message_id)
        begun.setdefault(key, attempt)
        if attempt.answer is not None and isinstance(attempt.sequence_id, int):
            known = done.get(key)
            if known is None or attempt.answer.at < known[1].at:
                done[key] = (begun[key], attempt.answer, attempt.sequence_id)
    return list(done.values())


@matcher
def order_agrees_with_time(history: Sequence[Event]) -> str | None:
    """A message that was sent after another one's answer had come has the larger number."""
    messages = first_tries(history)
    answered = sorted(messages, key=lambda one: one[1].at)
    highest: tuple[Attempt, Event, int] | None = None
    position = 0
    for later in sorted(messages, key=lambda one: one[0].sent.at):
        while position < len(answered) and answered[position][1].at < later[0].sent.at:
            if highest is None or answered[position][2] > highest[2]:
                highest = answered[position]
            position += 1
        if highest is not None and highest[2] >= later[2]:
            apart = (later[0].sent.at - highest[1].at) / 1e6
            return (
                f"{highest[0].who}'s {highest[0].message_id} was answered with {highest[2]}; {apart:.1f} ms later "
                f"{later[0].who} sent {later[0].message_id}, and it got {later[2]}"
            )
    return None if messages else "no message was accepted"


def _by_connection(history: Sequence[Event]) -> dict[str, list[tuple[Attempt, Event, int]]]:
    found: dict[str, list[tuple[Attempt, Event, int]]] = defaultdict(list)
    for message in first_tries(history):
        if message[0].connection is not None:
            found[message[0].connection].append(message)
    return found


@matcher
def numbers_follow_the_sender(history: Sequence[Event]) -> str | None:
    """The messages of one connection have rising numbers in the order they were sent."""
    connections = _by_connection(history)
    for messages in connections.values():
        for one, other in itertools.pairwise(messages):
            if one[2] >= other[2]:
                return (
                    f"{one[0].who} sent {shown(one[0].content)} and then {shown(other[0].content)} on one connection; "
                    f"they got the numbers {one[2]} and {other[2]}"
                )
    return None if connections else "no message was accepted on a socket"


@matcher
def acks_follow_the_sender(history: Sequence[Event]) -> str | None:
    """The acknowledgements of one connection come in the order in which its messages were sent, duplicates too."""
    connections: dict[str, list[tuple[Attempt, Event]]] = defaultdict(list)
    for attempt in reading.attempts(history):
        if attempt.connection is not None and attempt.answer is not None and attempt.sequence_id is not None:
            connections[attempt.connection].append((attempt, attempt.answer))
    for messages in connections.values():
        for (one, first), (other, second) in itertools.pairwise(messages):
            if first.at > second.at:
                return (
                    f"{one.who} sent {one.message_id} and then {other.message_id} on one connection; "
                    f"the ack of the second came before the ack of the first"
                )
    return None if connections else "no message was accepted on a socket"


@matcher
def sync_follows_messages(history: Sequence[Event]) -> str | None:
    """A sync that was sent behind a message on one connection reflects that message, if it was accepted."""
    messages = _by_connection(history)
    judged = 0
    for read in reading.reads(history):
        if read.answer.frame.get("type") != "sync":
            continue
        for attempt, _, number in messages.get(read.asked.data["connection"], []):
            if attempt.sent.at < read.asked.at:
                judged += 1
                if number > read.position:
                    return (
                        f"{read.who} sent {attempt.message_id} and then a sync on one connection; the message got "
                        f"{number}, and the sync says that the head is {read.position}"
                    )
    return None if judged else "no sync was answered behind an accepted message"


@matcher
def everybody_saw(history: Sequence[Event], *, message_ids: Sequence[str], people: Sequence[str]) -> str | None:
    """Each of these people was shown each of these messages once, live, and all of them in one order."""
    orders: dict[str, list[str]] = {}
    for events in reading.live_by_connection(history).values():
        ids = [str(event.frame.get("message_id")) for event in events]
        orders.setdefault(events[0].data["who"], []).extend(name for name in ids if name in message_ids)
    for name in people:
        seen = orders.get(name, [])
        for wanted in message_ids:
            if seen.count(wanted) != 1:
                return f"{name} saw {wanted} {seen.count(wanted)} times"
    reference = orders[people[0]]
    for name in people[1:]:
        for place, (one, other) in enumerate(zip(reference, orders[name], strict=True), start=1):
            if one != other:
                return f"line {place} is {one} for {people[0]} and {other} for {name}"
    return None
