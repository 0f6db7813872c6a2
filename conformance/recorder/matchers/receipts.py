"""Read markers and unread counts, and presence that is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.presence import updates
from conformance.recorder.matchers.reading import ABSENT, at, describe, events_of, same, shown


@matcher
def marker_is(answer: Event, *, reader: str, expected: int) -> str | None:
    """The answer to a ``read``, or a resource, carries this marker of the reader who asked for it."""
    found = at(answer.data, "body/read_sequence_id") if answer.kind == "answer" else at(answer.frame, "sequence_id")
    if same(found, expected):
        return None
    return f"expected the marker of {reader} at {expected}, got {shown(found)}"


@matcher
def never_goes_back(seen: Sequence[Event], *, reader: str) -> str | None:
    """The ``read`` frames about one reader, in the order in which they came on a connection, never go backward."""
    about = [event for event in seen if _tells_of(event, reader)]
    if not about:
        return f"no read of {reader} came here"
    markers = [event.frame.get("sequence_id", ABSENT) for event in about]
    for before, after in pairwise([0, *markers]):
        if type(after) is not int:
            return f"a read of {reader} carries the number {shown(after)}"
        if after < before:
            return f"the marker of {reader} went back from {before} to {after}; told here, in this order: {markers}"
    return None


def _tells_of(event: Event, reader: str) -> bool:
    return event.frame.get("type") == "read" and event.frame.get("participantId") == reader


@matcher
def unread_is(answer: Event, *, room: str, expected: int) -> str | None:
    """The resource of a conversation, or its entry in the list, counts so many messages as unread."""
    body = answer.body if isinstance(answer.body, Mapping) else {}
    listed: Any = body.get("conversations", [body])
    rows = listed if isinstance(listed, list) else []
    entries = [one for one in rows if isinstance(one, Mapping) and one.get("id") == room]
    where = "the list" if "conversations" in body else "the resource"
    if len(entries) != 1:
        return f"{where} shows the conversation {len(entries)} times, expected once"
    found = entries[0].get("unread_count", ABSENT)
    return None if same(found, expected) else f"expected unread_count {expected} in {where}, got {shown(found)}"


@matcher
def never_called_online(seen: Sequence[Event], *, participant: str) -> str | None:
    """No ``participant_update`` here lists this participant, who has gone, as online."""
    for event in seen:
        if updates(event, participant=participant, online=True) is None:
            return f"{participant} had gone before this connection was opened, and came as online: {describe(event)}"
    return None if any(event.from_server for event in seen) else "nothing came here at all"


@matcher
def holds_nothing_but(page: Event | Sequence[Event], *, message_ids: Sequence[str]) -> str | None:
    """What was read from the beginning of a timeline on holds these messages and nothing else (but for what is named
    ``x_``), and no number is taken by anything else."""
    events = events_of(page)
    strange = [one for one in events if one.get("message_id") not in message_ids and not _is_extension(one)]
    if strange:
        return f"nobody said this, and it stands in the timeline: {shown(strange[0])}"
    lost = [name for name in message_ids if name not in [one.get("message_id") for one in events]]
    if lost:
        return f"the page lacks {shown(lost)}"
    numbers = [one.get("sequence_id") for one in events]
    if same(numbers, list(range(1, len(numbers) + 1))):
        return None
    return f"numbers are taken by what is no event: the timeline holds {shown(numbers)}"


def _is_extension(event: Mapping[str, Any]) -> bool:
    return str(event.get("type")).startswith("x_")
