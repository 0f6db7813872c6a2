"""Answers, pages and documents, as the guarantees, catching up, backpressure and stopping are judged by them."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.contract import schemas
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, events_of, shown

EPHEMERAL = frozenset({"typing", "participant_update", "read", "agent_chunk", "tool_progress"})


@matcher
def answers_message(event: Event, *, message_id: str) -> str | None:
    """A frame that answers a message: its acknowledgement, or an error that names it."""
    frame = event.frame
    if frame.get("type") in ("message_ack", "error") and frame.get("message_id") == message_id:
        return None
    return f"no answer to {message_id}, but {describe(event)}"


@matcher
def more_exactly_below_the_head(page: Event, *, after: int) -> str | None:
    """``has_more`` of a page is true exactly if the page ends below the head that it names."""
    numbers = [item.get("sequence_id") for item in events_of(page)]
    last, head, more = (
        numbers[-1] if numbers else after,
        at(page.frame, "current_sequence_id"),
        page.frame.get("has_more"),
    )
    if isinstance(last, int) and isinstance(head, int) and more is (last < head):
        return None
    return f"the page ends at {shown(last)}, the head is {shown(head)}, and has_more is {shown(more)}"


@matcher
def holds_at_most(page: Event, *, most: int) -> str | None:
    """A page holds no more events than are allowed."""
    found = len(events_of(page))
    return None if found <= most else f"expected at most {most} events in the page, got {found}"


@matcher
def walk_is_whole(pages: Sequence[Event], *, after: int, head: int) -> str | None:
    """Pages that were asked for one after the other hold every event of a stretch, each once and in order."""
    found = [item.get("sequence_id") for page in pages for item in events_of(page)]
    expected = list(range(after + 1, head + 1))
    if found == expected:
        return None
    place = next(
        (i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), min(len(found), len(expected))
    )
    due = expected[place] if place < len(expected) else "the end"
    came = found[place] if place < len(found) else f"nothing (has_more is {shown(pages[-1].frame.get('has_more'))})"
    return f"after {len(pages)} pages from {after} towards {head}: where {due} was due, there was {shown(came)}"


@matcher
def could_not_recover(frame: Event, *, head: int) -> str | None:
    """A sync or a resume that cannot go on says so: ``recovered`` false, no events, and a snapshot of the present."""
    body = frame.frame
    if body.get("recovered") is not False:
        return f"expected recovered to be false, got {shown(body.get('recovered', ABSENT))}"
    if body.get("events") != []:
        return f"expected no events, got {shown(body.get('events', ABSENT))}"
    complaint = schemas.complaint("asyncapi:Snapshot", body.get("snapshot"))
    if complaint is not None:
        return f"expected a snapshot, but {complaint}"
    position = at(body, "snapshot/current_sequence_id")
    return None if position == head else f"the snapshot is of position {shown(position)}, the head is {head}"


@matcher
def is_recovered(frame: Event) -> str | None:
    """A sync or a resume goes on where its client stood."""
    found = frame.frame.get("recovered", ABSENT)
    return None if found is True else f"expected recovered to be true, got {shown(found)}, in {describe(frame)}"


@matcher
def nothing_was_missed(frame: Event) -> str | None:
    """A sync from the head: no events, recovered, and no more."""
    found = {name: frame.frame.get(name, ABSENT) for name in ("events", "recovered", "has_more")}
    if found == {"events": [], "recovered": True, "has_more": False}:
        return None
    return f"expected no events, recovered true and has_more false, got {shown(found)}"


@matcher
def snapshots_are_of_one_moment(
    snapshots: Sequence[Event], pages: Sequence[Event], *, initial: Sequence[str]
) -> str | None:
    """The members in each snapshot are the initial ones folded with all events up to its position."""
    events = [item for page in pages for item in events_of(page)]
    for frame in snapshots:
        position = at(frame.frame, "snapshot/current_sequence_id")
        members = set(initial)
        for event in events:
            if event["sequence_id"] <= position and event["type"] == "participant_joined":
                members.add(event["participant"]["participantId"])
            if event["sequence_id"] <= position and event["type"] == "participant_left":
                members.discard(event["participant"]["participantId"])
        listed = {item["participantId"] for item in frame.frame["snapshot"]["participants"]}
        if listed != members:
            return (
                f"a snapshot of position {position} lacks {shown(sorted(members - listed))} "
                f"and has {shown(sorted(listed - members))} beyond the members of that position"
            )
    return None if snapshots else "no snapshot came"


@matcher
def page_repeats_live(live: Sequence[Event], page: Event) -> str | None:
    """Each event of a page that also came live equals it, member for member."""
    known = {event.frame.get("sequence_id"): event.frame for event in live}
    compared = 0
    for item in events_of(page):
        one = known.get(item.get("sequence_id"))
        if one is None:
            continue
        compared += 1
        for member in sorted({*one, *item}):
            if at(one, member) != at(item, member):
                return (
                    f"{member} of event {item.get('sequence_id')} was {shown(at(one, member))} live "
                    f"and is {shown(at(item, member))} in the page"
                )
    return None if compared else "no event of the page had come live"


@matcher
def holds_no_ephemeral(page: Event) -> str | None:
    """A page holds events of the timeline and nothing that is only of the moment."""
    events = events_of(page)
    for item in events:
        if item.get("type") in EPHEMERAL:
            return f"the page holds {shown(item)}"
    return None if events else "the page is empty"
