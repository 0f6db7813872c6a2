"""What a stranger, a former member, or the people next door can tell from what they are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import at, describe, shown

_TIMELINE = ("message", "participant_joined", "participant_left", "role_changed")
_OF_THE_REQUEST = "instance"
"""The member of a problem that names the request: it may differ where the requests do."""


@matcher
def hides_existence(hidden: Event, unknown: Event, *, what: str, ids: Sequence[str]) -> str | None:
    """What is asked of a conversation that one cannot access is refused with 404, and in the same words as what is
    asked of one that does not exist.

    ``ids`` are those of the two conversations: an answer may repeat the one that it was asked about.
    """
    statuses = hidden.data.get("status"), unknown.data.get("status")
    if statuses == (404, 404) and _without(hidden.body, ids[0]) == _without(unknown.body, ids[1]):
        return None
    return (
        f"{what}, of a conversation that one cannot access: {describe(hidden)}; "
        f"of one that does not exist: {describe(unknown)}"
    )


def _without(body: Any, own_id: str) -> Any:
    """A body without what may differ from one request to the next."""
    if isinstance(body, Mapping):
        body = {name: value for name, value in body.items() if name != _OF_THE_REQUEST and not name.startswith("x_")}
    return json.loads(json.dumps(body).replace(own_id, "{id}"))


@matcher
def nothing_above(received: Sequence[Event], *, sequence_id: int) -> str | None:
    """No timeline event with a larger number came on a connection that something else came on."""
    for event in received:
        number = at(event.frame, "sequence_id")
        if at(event.frame, "type") in _TIMELINE and isinstance(number, int) and number > sequence_id:
            return f"their participant_left has number {sequence_id}, and then they were sent {describe(event)}"
    return None if any(event.from_server for event in received) else "nothing at all came on this connection"


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
