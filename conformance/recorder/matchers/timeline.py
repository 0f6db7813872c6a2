"""The timeline as pages and live events show it."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, events_of, same, shown


@matcher
def content_is_exactly(event: Event, *, path: str, code_points: str) -> str | None:
    """A text came back exactly: same code points, same order, none normalised, trimmed, escaped or lost."""
    found = at(event.data, path)
    if found == code_points:
        return None
    if not isinstance(found, str):
        return f"expected the content as sent, got {shown(found)}"
    place = next((i for i, (a, b) in enumerate(zip(found, code_points, strict=False)) if a != b), None)
    if place is None:
        return f"sent {len(code_points)} code points, got back {len(found)}: {shown(found)}"
    return (
        f"code point {place} was sent as U+{ord(code_points[place]):04X} and came back as U+{ord(found[place]):04X}; "
        f"sent {shown(code_points)}, got {shown(found)}"
    )


@matcher
def same_event_everywhere(live: Event, read: Event, *, sequence_id: int) -> str | None:
    """The event with this number is equal, member for member, on the socket and in a REST page."""
    listed = [item for item in events_of(read) if item.get("sequence_id") == sequence_id]
    if len(listed) != 1:
        return f"the page holds {len(listed)} events with sequence_id {sequence_id}, expected exactly one"
    stored, shown_live = listed[0], live.frame
    for member in sorted({*stored, *shown_live}):
        told, kept = shown_live.get(member, ABSENT), stored.get(member, ABSENT)
        if not same(told, kept):
            # The name is the server's own choice.
            name = member if member.isidentifier() else shown(member)
            return f"{name} is {shown(told)} on the socket and {shown(kept)} in the page"
    return None


@matcher
def page_is_contiguous(page: Event, *, after: int) -> str | None:
    """A page starts right after a position and rises by exactly 1, up to the head when it claims to be the last."""
    numbers = [item.get("sequence_id") for item in events_of(page)]
    whole = page.frame or page.body or {}
    last = at(whole, "current_sequence_id") if at(whole, "has_more") is False else after + len(numbers)
    if type(last) is not int:
        return f"expected the sequence_ids {shown(ABSENT)} after {after}, got {shown(numbers)}"
    # The head is whatever the server claims: no list may become as long as that.
    shortened = min(last, after + len(numbers) + 1)
    expected = list(range(after + 1, shortened + 1))
    if numbers and shortened == last and same(numbers, expected):
        return None
    on = f" and on to {last}" if shortened < last else ""
    return f"expected the sequence_ids {shown(expected)}{on} after {after}, got {shown(numbers)}"


@matcher
def pages_are_contiguous(pages: Sequence[Event]) -> str | None:
    """Pages that were read one after the other hold the timeline from 1 on, without a number left out."""
    after = 0
    for page in pages:
        if reason := page_is_contiguous(page, after=after):
            return reason
        after += len(events_of(page))
    return None if pages else "no page was read"


@matcher
def page_holds(page: Event | Sequence[Event], *, message_ids: Sequence[str]) -> str | None:
    """A page, or several that follow each other, holds each of these messages exactly once."""
    found = [item.get("message_id") for item in events_of(page)]
    wrong = {name: found.count(name) for name in message_ids if found.count(name) != 1}
    if not wrong:
        return None
    lost = [name for name, count in wrong.items() if count == 0]
    doubled = [name for name, count in wrong.items() if count > 1]
    return f"of {len(message_ids)} messages, lost: {shown(lost)}, doubled: {shown(doubled)}"
