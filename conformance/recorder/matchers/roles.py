"""Who has which role, and to whom a conversation falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, events_of, shown


def _entries(resource: Event, participant: str) -> list[Mapping[str, Any]] | None:
    listed = at(resource.data, "body/participants")
    if not isinstance(listed, list):
        return None
    return [one for one in listed if isinstance(one, Mapping) and one.get("participantId") == participant]


@matcher
def listed_with_role(resource: Event, *, participant: str, role: str) -> str | None:
    """A conversation's resource lists this participant once, with this role."""
    found = _entries(resource, participant)
    if not found:
        return f"expected {participant} to be a member with the role {role}, but the conversation does not list them"
    if len(found) > 1:
        return f"{participant} is listed {len(found)} times"
    given = found[0].get("role", ABSENT)
    return None if given == role else f"expected {participant} to have the role {role}, got {shown(given)}"


@matcher
def no_longer_listed(resource: Event, *, participant: str) -> str | None:
    """A conversation's resource does not list this participant."""
    found = _entries(resource, participant)
    if found is None:
        return f"expected a list of participants, got {describe(resource)}"
    return f"{participant} is still listed, as {shown(found[0].get('role', ABSENT))}" if found else None


@matcher
def is_going_of(event: Event, *, participant: str) -> str | None:
    """A frame is the ``participant_left`` of this person."""
    if event.frame.get("type") == "participant_left" and at(event.frame, "participant/participantId") == participant:
        return None
    return f"not the participant_left of {participant}, but {describe(event)}"


def _crowned(event: Mapping[str, Any], leaver: str) -> bool:
    return event.get("type") == "role_changed" and event.get("role") == "owner" and event.get("participantId") != leaver


def _before_leave(pages: Sequence[Event], leaver: str) -> tuple[list[Mapping[str, Any]], int] | None:
    """The events of these pages up to somebody's going, by number, and the number of that going."""
    numbered = [one for one in events_of(pages) if isinstance(one.get("sequence_id"), int)]
    timeline = sorted(numbered, key=lambda one: one["sequence_id"])
    for one in timeline:
        if one.get("type") == "participant_left" and at(one, "participant/participantId") == leaver:
            number: int = one["sequence_id"]
            return [earlier for earlier in timeline if earlier["sequence_id"] < number], number
    return None


@matcher
def new_owner_before_leave(pages: Sequence[Event], *, leaver: str, among: Sequence[str]) -> str | None:
    """Before the ``participant_left`` of the last owner a ``role_changed`` names one of these as an owner."""
    found = _before_leave(pages, leaver)
    if found is None:
        return f"no participant_left of {leaver} stands in the timeline"
    earlier, number = found
    crowned = [one for one in earlier if _crowned(one, leaver)]
    if not crowned:
        return f"the last owner left as event {number}, and no role_changed to owner stands before it: nobody owns it"
    heir = crowned[-1].get("participantId")
    return None if heir in among else f"expected {' or '.join(among)} to become the owner, got {shown(heir)}"


@matcher
def leave_follows_succession(pages: Sequence[Event], *, leaver: str) -> str | None:
    """The ``participant_left`` of the last owner has the number right above that of the ``role_changed``."""
    found = _before_leave(pages, leaver)
    if found is None:
        return f"no participant_left of {leaver} stands in the timeline"
    earlier, number = found
    crowned = [one["sequence_id"] for one in earlier if _crowned(one, leaver)]
    if not crowned:
        return f"the last owner left as event {number}, and no role_changed to owner stands before it"
    if crowned[-1] == number - 1:
        return None
    return (
        f"the new owner was named in event {crowned[-1]} and the old one left in event {number}: "
        f"{number - crowned[-1] - 1} event(s) stand between"
    )


@matcher
def succession_is_whole(pages: Sequence[Event], *, leaver: str) -> str | None:
    """The pages of a timeline hold both events of a succession, or neither."""
    for page in pages:
        if not isinstance(at(page.data, "body/events"), list):
            return f"expected a page of events, got {describe(page)}"
    events = events_of(pages)
    crowned = any(_crowned(one, leaver) for one in events)
    left = any(
        one.get("type") == "participant_left" and at(one, "participant/participantId") == leaver for one in events
    )
    if crowned == left:
        return None
    if crowned:
        return f"after the crash a new owner is named, but the participant_left of {leaver} is not there"
    return f"after the crash {leaver} has left, but the role_changed that names a new owner is not there"


@matcher
def no_more_than_accepted(answers: Sequence[Event], *, most: int, expected: int) -> str | None:
    """Of several attempts at the same time no more than this many were accepted, with this status."""
    accepted = [answer for answer in answers if answer.data.get("status") == expected]
    if len(accepted) <= most:
        return None
    return f"{len(accepted)} of {len(answers)} attempts at the same time were accepted with {expected}, at most {most}"
