"""Who is shown as online, and read markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, shown


def _online(listed: Any, participant: str) -> Any:
    people = listed if isinstance(listed, list) else []
    found = [one for one in people if isinstance(one, Mapping) and one.get("participantId") == participant]
    return found[0].get("isOnline", ABSENT) if found else ABSENT


@matcher
def lists_as(event: Event, *, path: str, participant: str, online: bool) -> str | None:
    """A list of participants shows this one as online, or as offline."""
    found = _online(at(event.data, path), participant)
    return None if found is online else f"expected isOnline {shown(online)} of {participant}, got {shown(found)}"


@matcher
def updates(event: Event, *, participant: str, online: bool) -> str | None:
    """A ``participant_update`` lists this participant as online, or as offline."""
    if event.frame.get("type") != "participant_update":
        return f"not participant_update, but {describe(event)}"
    found = _online(event.frame.get("participants"), participant)
    return None if found is online else f"expected isOnline {shown(online)} of {participant}, got {shown(found)}"


@matcher
def never_called_offline(seen: Sequence[Event], *, participant: str) -> str | None:
    """No ``participant_update`` here lists this participant as offline."""
    for event in seen:
        if updates(event, participant=participant, online=False) is None:
            return f"{participant} has an open connection, and was called offline: {describe(event)}"
    return None if any(event.from_server for event in seen) else "nothing came here at all"


@matcher
def not_left_offline(seen: Sequence[Event], *, participant: str) -> str | None:
    """The last ``participant_update`` here that lists this participant does not list them as offline."""
    told = [event for event in seen if _online_in(event, participant) is not ABSENT]
    if told and _online_in(told[-1], participant) is False:
        return f"{participant} has an open connection, and was last called offline: {describe(told[-1])}"
    return None if any(event.from_server for event in seen) else "nothing came here at all"


def _online_in(event: Event, participant: str) -> Any:
    is_update = event.frame.get("type") == "participant_update"
    return _online(event.frame.get("participants"), participant) if is_update else ABSENT


@matcher
def marker_is_at_most(answer: Event, *, head: int) -> str | None:
    """The answer to a ``read`` carries a marker that is not past the head."""
    marker = answer.frame.get("sequence_id", ABSENT)
    if type(marker) is int and marker <= head:
        return None
    return f"the head is {head}, and the marker {shown(marker)}"
