"""Conversations, their members and the lists of them, as answers and frames show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.history import in_order, timeline_of
from conformance.recorder.matchers.reading import ABSENT, at, describe, shown


def people_at(event: Event, path: str) -> list[Mapping[str, Any]]:
    """The participants listed at a path."""
    found = at(event.data, path)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


@matcher
def members_are(event: Event, *, path: str, expected: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The participants listed at a path are exactly these, each once, with these values of theirs."""
    listed = people_at(event, path)
    ids = [item.get("participantId") for item in listed]
    if missing := [name for name in expected if name not in ids]:
        return f"{shown(missing)} should be among the participants; listed are {shown(ids)}"
    if strange := [name for name in ids if name not in expected]:
        return f"{shown(strange)} should not be among the participants"
    if len(ids) != len(expected):
        return f"expected each participant once, got {shown(ids)}"
    for item in listed:
        for field, value in expected[str(item["participantId"])].items():
            if item.get(field, ABSENT) != value:
                return f"expected {field} of {item['participantId']} to be {shown(value)}, got {shown(item.get(field))}"
    return None


@matcher
def member_has(event: Event, *, path: str, participant: str, fields: Mapping[str, Any]) -> str | None:
    """One of the participants listed at a path has these values."""
    item = next((one for one in people_at(event, path) if one.get("participantId") == participant), None)
    if item is None:
        return f"{participant} is not among the participants in {describe(event)}"
    for field, value in fields.items():
        if item.get(field, ABSENT) != value:
            return f"expected {field} of {participant} to be {shown(value)}, got {shown(item.get(field, ABSENT))}"
    return None


@matcher
def one_is_accepted(answers: Sequence[Event]) -> str | None:
    """Of several requests at the same time exactly one succeeds, and the others are refused."""
    statuses = [answer.data.get("status") for answer in answers]
    accepted = [status for status in statuses if status in (200, 201)]
    refused = [status for status in statuses if isinstance(status, int) and 400 <= status < 500]
    if len(accepted) == 1 and len(refused) == len(statuses) - 1:
        return None
    return f"expected one success and {len(statuses) - 1} refusals, got the statuses {shown(statuses)}"


@matcher
def refused_or_closed(event: Event, *, code: str) -> str | None:
    """A frame is answered with this error, or the connection has ended."""
    if event.kind in ("close_received", "dropped"):
        return None
    if event.frame.get("type") == "error" and event.frame.get("code") == code:
        return None
    return f"expected the error {code} or the end of the connection, got {describe(event)}"


# Lists of conversations


def entries_of(pages: Sequence[Event]) -> list[Mapping[str, Any]]:
    """The entries of several pages of a list, in order."""
    found = [at(page.data, "body/conversations") for page in pages]
    return [item for page in found if isinstance(page, list) for item in page if isinstance(item, Mapping)]


@matcher
def lists_once(pages: Sequence[Event] | Event, *, ids: Sequence[str]) -> str | None:
    """Over all pages each of these conversations is listed exactly once."""
    found = [item.get("id") for item in entries_of([pages] if isinstance(pages, Event) else pages)]
    if missing := [name for name in ids if name not in found]:
        return f"of {len(ids)} conversations, {len(missing)} are not in the list: {shown(missing)}"
    if doubled := [name for name in ids if found.count(name) > 1]:
        return f"more than once in the list: {shown(doubled)}"
    return None


@matcher
def does_not_list(page: Event, *, id: str) -> str | None:
    """A list is given, and this conversation is not in it."""
    if not isinstance(at(page.data, "body/conversations"), list):
        return f"expected a list of conversations, got {describe(page)}"
    return f"{id} is still listed" if any(item.get("id") == id for item in entries_of([page])) else None


@matcher
def listed_in_order(page: Event, *, ids: Sequence[str]) -> str | None:
    """These conversations are listed in this order."""
    found = [item.get("id") for item in entries_of([page]) if item.get("id") in ids]
    return None if found == list(ids) else f"expected the order {shown(list(ids))}, got {shown(found)}"


@matcher
def entry_has(page: Event, *, id: str, fields: Mapping[str, Any]) -> str | None:
    """The entry of a conversation in a list has these values."""
    entry = next((item for item in entries_of([page]) if item.get("id") == id), None)
    if entry is None:
        return f"{id} is not in the list"
    for field, value in fields.items():
        found = entry.get(field, ABSENT)
        if found != value or type(found) is not type(value):
            return f"expected {field} of the entry to be {shown(value)}, got {shown(found)}"
    return None


@matcher
def list_holds_at_most(page: Event, *, most: int) -> str | None:
    """A page is a list of no more conversations than this."""
    if not isinstance(at(page.data, "body/conversations"), list):
        return f"expected a page of conversations, got {describe(page)}"
    count = len(entries_of([page]))
    return None if count <= most else f"expected at most {most} conversations in the page, got {count}"


@matcher
def list_ends(pages: Sequence[Event]) -> str | None:
    """A walk through a list came to the page whose cursor is null."""
    cursor = at(pages[-1].data, "body/next_cursor")
    return None if cursor is None else f"after {len(pages)} pages next_cursor is still {shown(cursor)}"


@matcher
def own_list_or_refusal(answer: Event, *, own: Sequence[str]) -> str | None:
    """An answer is a refusal with 400, or lists nothing but these conversations."""
    if answer.data.get("status") == 400:
        return None
    if not isinstance(at(answer.data, "body/conversations"), list):
        return f"expected status 400 or a list of one's own conversations, got {describe(answer)}"
    strange = [item.get("id") for item in entries_of([answer]) if item.get("id") not in own]
    return f"the list holds {shown(strange)}, which belong to somebody else" if strange else None


# What an answer must not show


@matcher
def shows_none_of(answer: Event, *, names: Sequence[str], texts: Sequence[str]) -> str | None:
    """An answer has no member with one of these names, at any depth, and holds none of these texts."""
    if found := sorted(names_in(answer.body) & set(names)):
        return f"the answer has the members {shown(found)}, which are not for its reader"
    if told := [text for text in texts if text in answer.line()]:
        return f"the answer tells {shown(told)}, which is not for its reader: {describe(answer)}"
    return None


def names_in(value: Any) -> set[str]:
    """The names of all members of a JSON value."""
    if isinstance(value, Mapping):
        return {str(name) for name in value}.union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


@matcher
def is_not(event: Event, *, path: str, forbidden: Any) -> str | None:
    """What lies at a path is not this value."""
    return f"{path} is {shown(forbidden)}, which it must not be" if at(event.data, path) == forbidden else None


# Members as the timeline tells of them


@matcher
def fold_gives(created: Event, pages: Sequence[Event], resource: Event) -> str | None:
    """The participants of the resource are those of the creation, folded with every event up to its head."""
    members = _roles(people_at(created, "body/participants"))
    head = at(resource.data, "body/current_sequence_id")
    if not isinstance(head, int):
        return f"expected current_sequence_id of the resource to be a number, got {shown(head)}"
    timeline = {
        number: event for number, event in timeline_of(pages).items() if not (isinstance(number, int) and number > head)
    }
    numbers = in_order(timeline)
    # The head is whatever the server claims: no list may become as long as that.
    if len(numbers) != head or numbers != list(range(1, len(numbers) + 1)):
        return f"expected the events 1 to {head} in the pages, got {shown(numbers)}"
    for event in timeline.values():
        kind, person = event.get("type"), str(at(event, "participant/participantId"))
        if kind == "participant_joined":
            members[person] = at(event, "participant/role")
        elif kind == "participant_left":
            members.pop(person, None)
        elif kind == "role_changed":
            members[str(event.get("participantId"))] = event.get("role")
    found = _roles(people_at(resource, "body/participants"))
    if found == members:
        return None
    differing = {name for name in {*found, *members} if found.get(name) != members.get(name)}
    told = "; ".join(
        f"{name} is {shown(found.get(name))} in the resource and {shown(members.get(name))} by the events"
        for name in sorted(differing)
    )
    return f"resource and timeline disagree: {told} (null: no member)"


def _roles(people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The role of each of these participants, by their ids."""
    return {str(item.get("participantId")): item.get("role") for item in people}


# The resource


@matcher
def newest_messages(event: Event, *, path: str, said: Sequence[str], most: int) -> str | None:
    """What lies at a path is the end of what was said, ascending, no longer than allowed and not empty."""
    listed = at(event.data, path)
    found = [item.get("message_id") for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    if found and len(found) <= most and found == list(said[-len(found) :]):
        return None
    places = [said.index(name) + 1 if name in said else name for name in found]
    return f"expected the newest of {len(said)} messages, at most {most}, ascending; got these: {shown(places)}"


@matcher
def moves_forward(earlier: Event, later: Event, *, path: str) -> str | None:
    """A time is later in the second event than in the first."""
    one, other = at(earlier.data, path), at(later.data, path)
    if isinstance(one, str) and isinstance(other, str) and instant(one) < instant(other):
        return None
    return f"{path} was {shown(one)} and is {shown(other)}; it should have moved forward"


def instant(text: str) -> tuple[str, str]:
    """An RFC 3339 time in UTC as something that sorts as times do, however many digits its seconds have."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    return whole, fraction.rstrip("0")


@matcher
def has_header(answer: Event, *, name: str) -> str | None:
    """An answer carries a header with something in it."""
    found = at(answer.data, f"headers/{name}")
    return None if isinstance(found, str) and found else f"expected a header {name}, got {shown(found)}"
