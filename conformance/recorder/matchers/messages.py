"""Answers to what somebody sent, on either transport, and messages as others find them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, events_of, shown


def same_json(one: Any, other: Any) -> bool:
    """Equality of JSON values: 1 and 1.0 are one number, true and 1 are not, the order of members is no matter."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_json(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    return bool(one == other)


def _described(reading: Event | Sequence[Event]) -> str:
    return describe(reading) if isinstance(reading, Event) else f"{len(reading)} pages"


def event_in(reading: Event | Sequence[Event], message_id: str) -> Mapping[str, Any] | str:
    """The one message of this id in a live frame, an HTTP answer or a page, or in several pages; a sentence where
    there is not one."""
    whole = {"events": ()} if not isinstance(reading, Event) else reading.frame or reading.body
    found = events_of(reading) if isinstance(whole, Mapping) and "events" in whole else [whole]
    mine = [item for item in found if isinstance(item, Mapping) and item.get("message_id") == message_id]
    if len(mine) == 1:
        return mine[0]
    return f"expected message {message_id} once, found it {len(mine)} times in {_described(reading)}"


@matcher
def is_frame_of(event: Event, *, types: Sequence[str]) -> str | None:
    """A received frame has one of these types."""
    if event.kind == "received" and event.frame.get("type") in types:
        return None
    return f"expected a frame of type {' or '.join(types)}, got {describe(event)}"


@matcher
def accepted(answer: Event, *, statuses: Sequence[int] = (200, 201)) -> str | None:
    """What was sent was taken: one of these statuses over REST, anything but an ``error`` on the socket."""
    if answer.kind == "received" and answer.frame.get("type", "error") != "error":
        return None
    if answer.kind == "answer" and answer.data.get("status") in statuses:
        return None
    return f"expected it to be accepted, got {describe(answer)}"


@matcher
def refused(
    answer: Event, *, statuses: Sequence[int], codes: Sequence[str], rest_codes: Sequence[str] = ()
) -> str | None:
    """What was sent was refused: with one of these statuses (and, where given, codes) over REST, with an ``error``
    of one of these codes on the socket."""
    if answer.kind == "received":
        if answer.frame.get("type") == "error" and answer.frame.get("code") in codes:
            return None
        return f"expected an error of code {' or '.join(codes)}, got {describe(answer)}"
    wanted = " or ".join(map(str, statuses))
    if answer.data.get("status") not in statuses:
        return f"expected status {wanted}, got {describe(answer)}"
    if rest_codes and at(answer.data, "body/code") not in rest_codes:
        return f"expected status {wanted} with code {' or '.join(rest_codes)}, got {describe(answer)}"
    return None


@matcher
def message_has(reading: Event, *, message_id: str, members: Mapping[str, Any]) -> str | None:
    """A live message, or the one of this id in a page, has these members, equal as JSON values."""
    event = event_in(reading, message_id)
    if isinstance(event, str):
        return event
    for name, expected in members.items():
        found = event.get(name, ABSENT)
        if not same_json(found, expected):
            return f"expected {name} of the message to be {shown(expected)}, got {shown(found)}"
    return None


@matcher
def message_content_is(reading: Event, *, message_id: str, content: str) -> str | None:
    """The content of a message came back code point by code point."""
    event = event_in(reading, message_id)
    if isinstance(event, str):
        return event
    found = event.get("content", ABSENT)
    if found == content:
        return None
    if not isinstance(found, str):
        return f"expected content to be {shown(content)}, got {shown(found)}"
    place = next((i for i, (a, b) in enumerate(zip(content, found, strict=False)) if a != b), None)
    where = (
        f"{len(content)} code points were sent, {len(found)} came back"
        if place is None
        else f"code point {place} was U+{ord(content[place]):04X} and came back as U+{ord(found[place]):04X}"
    )
    return f"{where}: sent {shown(content)}, got {shown(found)}"


@matcher
def came_once(seen: Sequence[Event], *, message_id: str) -> str | None:
    """One connection was sent the live event of a message exactly once."""
    live = [event for event in seen if event.frame.get("type") == "message"]
    numbers = [event.frame.get("sequence_id") for event in live if event.frame.get("message_id") == message_id]
    if len(numbers) == 1:
        return None
    return f"expected message {message_id} once, it came {len(numbers)} times (as {shown(numbers)})"


@matcher
def number_is_new(first: Event, second: Event) -> str | None:
    """Two messages were given two different numbers, or stand in different conversations."""
    one, other = (
        [at(event.frame or event.body, name) for name in ("conversation_id", "sequence_id")]
        for event in (first, second)
    )
    if ABSENT not in one and ABSENT not in other and one != other:
        return None
    return f"expected two messages, but both were answered with number {shown(other[1])} of {shown(other[0])}"


@matcher
def numbered_right_after(first: Event, second: Event) -> str | None:
    """The second message was given the number right after the first one's: nothing took a number between them."""
    before, after = (at(event.frame or event.body, "sequence_id") for event in (first, second))
    if isinstance(before, int) and after == before + 1:
        return None
    return f"the message before was number {shown(before)}, so this one must be the next; it got {shown(after)}"


@matcher
def all_acknowledged(seen: Sequence[Event], *, message_ids: Sequence[str]) -> str | None:
    """Each of these messages was acknowledged."""
    told = [event.frame.get("message_id") for event in seen if event.frame.get("type") == "message_ack"]
    acks = {name for name in told if isinstance(name, str)}
    missing = [name for name in message_ids if name not in acks]
    return f"of {len(message_ids)} messages {len(missing)} were not acknowledged: {shown(missing)}" if missing else None


@matcher
def same_number_as_live(answer: Event, live: Event) -> str | None:
    """The number that a sender was told is the one under which somebody else got the message."""
    told, got = at(answer.frame or answer.body, "sequence_id"), live.frame.get("sequence_id", ABSENT)
    if told is not ABSENT and told == got:
        return None
    return f"the sender was told number {shown(told)}, another member got the message as number {shown(got)}"
