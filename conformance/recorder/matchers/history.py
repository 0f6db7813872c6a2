"""The past as pages show it: which part, how much, in which direction, and always the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, events_of, shown

NUMBERED_ANSWERS = ("message_ack", "read")
"""Frames that name a number without being the event of that number."""


def numbers_of(page: Event) -> list[Any]:
    """The ``sequence_id`` of each event of a page, as listed."""
    return [item.get("sequence_id") for item in events_of(page)]


def timeline_of(pages: Sequence[Event]) -> dict[Any, Mapping[str, Any]]:
    """The events of several pages by number, ascending."""
    found = {_number_of(item): item for page in pages for item in events_of(page)}
    return {number: found[number] for number in in_order(found)}


def _number_of(item: Mapping[str, Any]) -> Any:
    number = item.get("sequence_id")
    return shown(number) if isinstance(number, list | dict) else number


def in_order(numbers: Iterable[Any]) -> list[Any]:
    """Ascending; what is no number, though it should be, comes last."""
    return sorted(numbers, key=lambda number: (not isinstance(number, int), number if isinstance(number, int) else 0))


@matcher
def page_lists(page: Event, *, numbers: Sequence[int]) -> str | None:
    """A page holds the events with exactly these numbers, in this order."""
    found = numbers_of(page)
    if found == list(numbers):
        return None
    return f"expected a page with the sequence_ids {shown(list(numbers))}, got {shown(found)}"


@matcher
def page_begins_with(page: Event, *, numbers: Sequence[int]) -> str | None:
    """A page begins with the first of these numbers and goes on with the others, as far as it goes."""
    found = numbers_of(page)
    if found and found == list(numbers[: len(found)]):
        return None
    return f"expected a page that begins with the sequence_ids {shown(list(numbers))}, got {shown(found)}"


@matcher
def page_lies_behind(page: Event, *, number: int) -> str | None:
    """No event of a page is the one with this number, or one before it."""
    early = [found for found in numbers_of(page) if isinstance(found, int) and found <= number]
    return f"expected events behind {number} only, got the sequence_ids {shown(early)} too" if early else None


@matcher
def pages_reach(pages: Sequence[Event], *, number: int) -> str | None:
    """The last event of several pages is not one before this number."""
    found = in_order(timeline_of(pages))
    newest = found[-1] if found else None
    if isinstance(newest, int) and newest >= number:
        return None
    return f"event {number} was told to somebody, and the pages, which promise no more, end at {shown(newest)}"


@matcher
def pages_begin_by(pages: Sequence[Event], *, number: int) -> str | None:
    """The first event of several pages is not one behind this number."""
    found = in_order(timeline_of(pages))
    if found and isinstance(found[0], int) and found[0] <= number:
        return None
    return f"event {number} and what follows it are declared to be kept, and the pages begin at {shown(found[:1])}"


@matcher
def page_ends_with(page: Event, *, numbers: Sequence[int]) -> str | None:
    """A page ends with the last of these numbers, behind the others, as many as it holds."""
    found = numbers_of(page)
    if found and found == list(numbers[-len(found) :]):
        return None
    return f"expected a page that ends with the sequence_ids {shown(list(numbers))}, got {shown(found)}"


@matcher
def more_is_told(page: Event, *, first: int | None = None, last: int | None = None) -> str | None:
    """``has_more`` says whether a page ends before the last number, or begins behind the first, of a timeline."""
    found, told = numbers_of(page), at(page.data, "body/has_more")
    if not found:
        return "the page is empty"
    end = found[0] if last is None else found[-1]
    if not isinstance(end, int):
        return f"expected a page of numbers, got {shown(found)}"
    more = end < last if last is not None else first is not None and end > first
    return None if told is more else f"expected has_more {shown(more)} on a page of {shown(found)}, got {shown(told)}"


@matcher
def page_holds_at_most(page: Event, *, most: int) -> str | None:
    """A page holds events, and no more of them than were asked for."""
    count = len(events_of(page))
    return None if 0 < count <= most else f"expected 1 to {most} events in the page, got {count}"


@matcher
def page_has_newest(page: Event, *, newest: int) -> str | None:
    """A page ends with the newest event there is, whatever its size."""
    found = numbers_of(page)
    if found and found == list(range(newest - len(found) + 1, newest + 1)):
        return None
    return f"expected a page that ends with the newest event, {newest}; it holds {shown(found)}"


@matcher
def head_reaches(answer: Event, *, number: int) -> str | None:
    """An answer tells a head of the timeline that is not below a number that others were told before."""
    found = at(answer.data, "body/current_sequence_id")
    if isinstance(found, int) and found >= number:
        return None
    return f"event {number} was acknowledged or shown to others, and the timeline is read only up to {shown(found)}"


@matcher
def walk_ends(pages: Sequence[Event]) -> str | None:
    """A walk came to the page that says that there are no more."""
    last = at(pages[-1].data, "body/has_more")
    return None if last is False else f"after {len(pages)} pages has_more is still {shown(last)}"


@matcher
def walks_agree(forward: Sequence[Event], backward: Sequence[Event]) -> str | None:
    """The events of a walk forward and of a walk backward are the same, member for member."""
    one, other = timeline_of(forward), timeline_of(backward)
    if one == other:
        return None
    only_forward, only_backward = in_order(one.keys() - other.keys()), in_order(other.keys() - one.keys())
    if only_forward or only_backward:
        return (
            f"of {len(one | other)} events, walking backward lacks {shown(only_forward)}, "
            f"walking forward lacks {shown(only_backward)}"
        )
    number = next(key for key in one if one[key] != other[key])
    return f"event {number} is {shown(one[number])} forward and {shown(other[number])} backward"


@matcher
def read_again_the_same(before: Sequence[Event], after: Sequence[Event]) -> str | None:
    """Every event of the earlier pages is in the later ones, with equal members."""
    later = timeline_of(after)
    for number, event in timeline_of(before).items():
        if number not in later:
            return f"event {number}, {shown(event)}, is missing when it is read again"
        again = later[number]
        for member in sorted({*event, *again}):
            if at(event, member) != at(again, member):
                return f"{member} of event {number} was {shown(at(event, member))} and is {shown(at(again, member))}"
    return None


@matcher
def holds_only_messages_of(messages: Sequence[Event], events: Sequence[Event]) -> str | None:
    """Pages of messages hold exactly those events of the timeline that are messages, unchanged."""
    expected = {number: event for number, event in timeline_of(events).items() if event.get("type") == "message"}
    found = timeline_of(messages)
    if expected == found:
        return None
    strange = [event.get("type") for number, event in found.items() if number not in expected]
    if strange:
        return f"among the messages are events of the types {shown(strange)}"
    if lost := in_order(expected.keys() - found.keys()):
        return f"the messages numbered {shown(lost)} are missing among the messages"
    number = next(key for key in expected if expected[key] != found[key])
    return f"message {number} is {shown(expected[number])} in the timeline and {shown(found[number])} here"


@matcher
def timeline_counts(
    pages: Sequence[Event], *, event_type: str, participant: str, count: int, fields: Mapping[str, Any] | None = None
) -> str | None:
    """The timeline holds so many events of this type about this person, each with these values at these paths."""
    events = timeline_of(pages).values()
    about = [item for item in events if item.get("type") == event_type and about_whom(item) == participant]
    if len(about) != count:
        types = [item.get("type") for item in events]
        return f"expected {count} {event_type} of {participant}, found {len(about)}; the timeline: {shown(types)}"
    for item in about:
        for path, expected in (fields or {}).items():
            if at(item, path) != expected:
                return f"expected {path} of {event_type} to be {shown(expected)}, got {shown(at(item, path))}"
    return None


def about_whom(event: Mapping[str, Any]) -> Any:
    """Whose event it is."""
    own = event.get("participantId", ABSENT)
    return at(event, "participant/participantId") if own == ABSENT else own


@matcher
def silent_between(pages: Sequence[Event], *, participant: str) -> str | None:
    """No message of this person is numbered after their going and before their next coming."""
    present = True
    for number, event in timeline_of(pages).items():
        if about_whom(event) != participant:
            continue
        if event.get("type") == "message" and not present:
            return f"message {number}, {shown(event.get('content'))}, was numbered after its author had gone"
        if event.get("type") in ("participant_joined", "participant_left"):
            present = event.get("type") == "participant_joined"
    return None


@matcher
def lists_nothing_of(pages: Sequence[Event], *, message_ids: Sequence[str]) -> str | None:
    """None of these messages became part of the timeline."""
    found = [item.get("message_id") for page in pages for item in events_of(page)]
    there = [name for name in message_ids if name in found]
    return f"the timeline holds {shown(there)}, which must not be there" if there else None


@matcher
def rise_by_one(said: Sequence[Event], *, paths: Sequence[str]) -> str | None:
    """The numbers given to one event after the other rise by exactly 1 (one path for each)."""
    numbers = [at(event.data, path) for event, path in zip(said, paths, strict=True)]
    first = numbers[0]
    if isinstance(first, int) and numbers == list(range(first, first + len(numbers))):
        return None
    return f"expected numbers that rise by exactly 1, got {', '.join(map(shown, numbers))}"


@matcher
def same_timeline(pages: Sequence[Event], live: Sequence[Event], others: Sequence[Event]) -> str | None:
    """What one person read and then heard is, number for number, what others saw live from the start."""
    mine = dict(timeline_of(pages))
    mine.update(live_of(live))
    for number, event in live_of(others).items():
        if number not in mine:
            return f"event {number}, {shown(event)}, reached those who were there from the start, but not the newcomer"
        if mine[number] != event:
            return f"event {number} is {shown(mine[number])} for the newcomer and {shown(event)} for the others"
    unknown = in_order(mine.keys() - live_of(others).keys())
    return f"the newcomer has events {shown(unknown)} that nobody else saw" if unknown else None


def live_of(frames: Sequence[Event]) -> dict[Any, Mapping[str, Any]]:
    """The timeline events among the frames that came on a connection, by number; those of unknown types count too."""
    return {
        _number_of(frame.frame): frame.frame
        for frame in frames
        if frame.kind == "received" and frame.frame.get("type") not in NUMBERED_ANSWERS and "sequence_id" in frame.frame
    }


@matcher
def numbers_keep_their_events(connected: Event, live: Sequence[Event], pages: Sequence[Event]) -> str | None:
    """As long as ``stream_id`` is the same, a number names the event that somebody once saw under it, or none."""
    if any(at(page.data, "body/stream_id") != at(connected.frame, "stream_id") for page in pages):
        return None
    stored = timeline_of(pages)
    for number, event in live_of(live).items():
        if number in stored and stored[number] != event:
            return f"under one stream_id number {number} named {shown(event)}, and now names {shown(stored[number])}"
    return None
