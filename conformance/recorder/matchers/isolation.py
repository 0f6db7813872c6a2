"""What a stranger, a former member, or the people next door can tell from what they are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import at, describe, shown

_TIMELINE = ("message", "participant_joined", "participant_left", "role_changed")
_EPHEMERAL = ("typing", "participant_update", "read")
_OF_THE_REQUEST = "instance"
"""The member of a problem that names the request: it may differ where the requests do."""


@matcher
def hides_existence(hidden: Event, unknown: Event, control: Event, *, what: str, ids: Sequence[str]) -> str | None:
    """What is asked of a conversation that one cannot access is refused with 404, and in the same words as what is
    asked of one that does not exist.

    ``ids`` are those of the conversations: an answer may repeat the one that it was asked about.  ``control`` is
    another refusal of the kind of ``unknown``: what differs between these two, as the number of a request does, tells
    nothing.
    """
    statuses = {answer.data.get("status") for answer in (hidden, unknown, control)}
    told, *not_there = (_without(one.body, own) for one, own in zip((hidden, unknown, control), ids, strict=True))
    if statuses == {404} and _constant(told, *not_there) == _constant(not_there[0], *not_there):
        return None
    return (
        f"{what}, of a conversation that one cannot access: {describe(hidden)}; "
        f"of one that does not exist: {describe(unknown)}"
    )


def _without(body: Any, own_id: str) -> Any:
    """A body without what may differ from one request to the next."""
    if isinstance(body, Mapping):
        body = {name: value for name, value in body.items() if name != _OF_THE_REQUEST and not name.startswith("x_")}
    text = json.dumps(body)
    for spelled in (json.dumps(own_id)[1:-1], quote(own_id, safe="")):
        text = text.replace(spelled, "{id}")
    return json.loads(text)


def _constant(value: Any, one: Any, other: Any) -> Any:
    """A body without the members in which two bodies of one kind differ."""
    if not all(isinstance(body, Mapping) for body in (value, one, other)):
        return value if one == other else None
    varying = {name for name in {*one, *other} if not isinstance(one.get(name), Mapping)}
    varying = {name for name in varying if (name in one, one.get(name)) != (name in other, other.get(name))}
    return {
        name: _constant(item, one.get(name), other.get(name)) for name, item in value.items() if name not in varying
    }


@matcher
def nothing_above(received: Sequence[Event], *, sequence_id: int) -> str | None:
    """No timeline event with a larger number came on a connection that something else came on."""
    for event in received:
        number = at(event.frame, "sequence_id")
        if at(event.frame, "type") in _TIMELINE and isinstance(number, int) and number > sequence_id:
            return f"their participant_left has number {sequence_id}, and then they were sent {describe(event)}"
    return None if any(event.from_server for event in received) else "nothing at all came on this connection"


@matcher
def no_whisper_about(received: Sequence[Event], *, participant: str) -> str | None:
    """No ephemeral frame that came on a connection is about this participant."""
    for event in received:
        if at(event.frame, "type") in _EPHEMERAL and participant in _named_in(event):
            return f"what {participant} did at that moment was shown here: {describe(event)}"
    return None if any(event.from_server for event in received) else "nothing at all came on this connection"


def _named_in(event: Event) -> list[Any]:
    """The participants whom an ephemeral frame is about."""
    listed = at(event.frame, "participants")
    each = listed if isinstance(listed, list) else [at(event.frame, "participant"), event.frame]
    return [one.get("participantId") for one in each if isinstance(one, Mapping)]


@matcher
def only_of(received: Sequence[Event], *, conversation_id: str) -> str | None:
    """Every frame of a connection belongs to its own conversation."""
    for event in received:
        told = event.frame.get("conversation_id", conversation_id)
        if told != conversation_id:
            return f"on a connection to {conversation_id} came a frame of {shown(told)}: {describe(event)}"
    return None if any(event.frame for event in received) else "no frame at all came on this connection"


@matcher
def lists_none_of(pages: Sequence[Event], *, ids: Sequence[str]) -> str | None:
    """No page of a list of conversations holds one of these."""
    for page in pages:
        listed = at(page.data, "body/conversations")
        for entry in listed if isinstance(listed, list) else []:
            if isinstance(entry, Mapping) and entry.get("id") in ids:
                return f"the list holds a conversation that its reader is no member of: {shown(entry)}"
    return None if pages else "no page was read"


@matcher
def takes_equally_long(
    hidden: Sequence[Event], unknown: Sequence[Event], control: Sequence[Event], *, what: str
) -> str | None:
    """The times of the answers do not tell a conversation that one cannot access from two that do not exist.

    They do when its middle half of times lies apart from that of both others, on the same side, and farther than
    those lie from each other: what differs between two conversations that do not exist is noise.
    """
    times = [sorted(event.data["elapsed_ms"] for event in answers) for answers in (hidden, unknown, control)]
    (low, middle, high), *others = (_quartiles(one) for one in times)
    noise = abs(others[0][1] - others[1][1])
    slower = low - max(other[2] for other in others)
    faster = min(other[0] for other in others) - high
    if max(slower, faster) <= noise:
        return None
    return (
        f"{what} takes {middle:.1f} ms (median of {len(hidden)}) of a conversation that one cannot access, and "
        f"{others[0][1]:.1f} and {others[1][1]:.1f} ms of two that do not exist"
    )


def _quartiles(times: Sequence[float]) -> tuple[float, float, float]:
    last = len(times) - 1
    return times[last // 4], times[last // 2], times[last - last // 4]
