"""Answers, pages and documents, as the guarantees, catching up, backpressure and stopping are judged by them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.contract import schemas
from conformance.history import reading
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, events_of, shown

EPHEMERAL = ("typing", "participant_update", "read", "agent_chunk", "tool_progress")


@matcher
def answers_message(event: Event, *, message_id: str) -> str | None:
    """A frame that answers a message: its acknowledgement, or an error that names it, or its ``ref``, which is the
    same: to name the message is advice (ERR-MSGID-01)."""
    frame = event.frame
    if frame.get("type") in ("message_ack", "error") and message_id in (frame.get("message_id"), frame.get("ref")):
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
def brings_something(page: Event) -> str | None:
    """A page holds an event."""
    return None if events_of(page) else f"expected a page with events, got {describe(page)}"


@matcher
def holds_at_most(page: Event, *, most: int) -> str | None:
    """A page holds no more events than are allowed."""
    found = len(events_of(page))
    return None if found <= most else f"expected at most {most} events in the page, got {found}"


@matcher
def walk_is_whole(pages: Sequence[Event], *, after: int, head: int) -> str | None:
    """Pages that were asked for one after the other hold every event of a stretch, each once and in order."""
    found = [item.get("sequence_id") for page in pages for item in events_of(page)]
    # The head is whatever the server claims: no list may become as long as that.
    wanted = max(head - after, 0)
    right = next((place for place, number in enumerate(found) if number != after + 1 + place), len(found))
    if right == len(found) == wanted:
        return None
    place = min(right, wanted)
    due = after + 1 + place if place < wanted else "the end"
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
    timeline = _by_number(pages)
    for frame in snapshots:
        position, people = (at(frame.frame, f"snapshot/{name}") for name in ("current_sequence_id", "participants"))
        if not isinstance(position, int) or not isinstance(people, list):
            return f"expected a snapshot with a position and participants, got {describe(frame)}"
        members = set(initial)
        for number, event in timeline.items():
            if number <= position and event.get("type") == "participant_joined":
                members.add(str(at(event, "participant/participantId")))
            if number <= position and event.get("type") == "participant_left":
                members.discard(str(at(event, "participant/participantId")))
        listed = {str(at(item, "participantId")) for item in people}
        if listed != members:
            return (
                f"a snapshot of position {position} lacks {shown(sorted(members - listed))} "
                f"and has {shown(sorted(listed - members))} beyond the members of that position"
            )
    return None if snapshots else "no snapshot came"


def _by_number(pages: Sequence[Event]) -> dict[int, Mapping[str, Any]]:
    """The events of some pages by their numbers; what carries none is judged by its shape."""
    return {
        number: item for page in pages for item in events_of(page) if isinstance(number := item.get("sequence_id"), int)
    }


@matcher
def page_repeats_live(live: Sequence[Event], page: Event) -> str | None:
    """Each event of a page that also came live equals it, member for member."""
    known = {number: event.frame for event in live if isinstance(number := event.frame.get("sequence_id"), int)}
    compared = 0
    for item in events_of(page):
        number = item.get("sequence_id")
        one = known.get(number) if isinstance(number, int) else None
        if one is None:
            continue
        compared += 1
        for member in sorted({*one, *item}):
            if at(one, member) != at(item, member):
                return (
                    f"{member} of event {number} was {shown(at(one, member))} live "
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


@matcher
def everything_seen_is_kept(seen: Sequence[Event], pages: Sequence[Event]) -> str | None:
    """Each timeline event that anybody was shown, live or in a page, is in the timeline that was read later."""
    kept = _by_number(pages)
    looked = 0
    for event in seen:
        for told in reading.shown_events(event) if event.from_server else ():
            looked += 1
            number = told.get("sequence_id")
            number = number if isinstance(number, int) else 0  # no event has it
            if kept.get(number, {}).get("message_id") != told.get("message_id"):
                return (
                    f"{event.data.get('who')} was shown {shown(told.get('content', told.get('type')))} as {number}; "
                    f"later the timeline, up to {max(kept, default=0)}, holds {shown(kept.get(number, ABSENT))} there"
                )
    return None if looked else "nobody was shown any event"


@matcher
def everything_read_is_kept(answers: Sequence[Event], pages: Sequence[Event], *, room: str) -> str | None:
    """Each position, count, preview and event that was read over REST is in the timeline that was read later."""
    kept = _by_number(pages)
    head, contents = max(kept, default=0), [str(item.get("content", "")) for item in kept.values()]
    for answer in answers:
        body = answer.body if isinstance(answer.body, Mapping) else {}
        listed = body.get("conversations")
        views = [one for one in listed if at(one, "id") == room] if isinstance(listed, list) else [body]
        for view in views:
            position, unread = view.get("current_sequence_id"), view.get("unread_count")
            preview = view.get("last_message_preview")
            if isinstance(position, int) and position > head:
                return f"{answer.data.get('who')} read that the head is {position}; later it is {head}"
            if isinstance(unread, int) and unread > len(kept):
                return f"{answer.data.get('who')} read of {unread} unread messages; later there are {len(kept)} events"
            if isinstance(preview, str) and not any(content.startswith(preview) for content in contents):
                return f"{answer.data.get('who')} read the preview {shown(preview)}; later there is no such message"
    return everything_seen_is_kept(answers, pages) if any(reading.shown_events(one) for one in answers) else None


@matcher
def members_are(answer: Event, *, expected: Mapping[str, str]) -> str | None:
    """A conversation has exactly these members, in these roles."""
    listed = at(answer.body, "participants")
    found = {str(at(item, "participantId")): at(item, "role") for item in (listed if isinstance(listed, list) else ())}
    for name in sorted({*found, *expected}):
        if found.get(name) != expected.get(name):
            return (
                f"expected {name} to be {shown(expected.get(name, 'no member'))}, "
                f"found {shown(found.get(name, 'no member'))}"
            )
    return None


@matcher
def stored_means_answered(history: Sequence[Event], pages: Sequence[Event]) -> str | None:
    """Every message that is in the timeline was answered on the connection that sent it, before that was closed."""
    kept = {item.get("message_id") for page in pages for item in events_of(page)}
    tries = [one for one in reading.attempts(history) if one.connection is not None]
    open_ends = [one for one in tries if one.message_id in kept and one.answer is None]
    if open_ends:
        first = open_ends[0]
        return (
            f"{len(open_ends)} of {len(tries)} messages are stored and were not answered before the close, "
            f"the first is {first.who}'s {first.message_id}"
        )
    return None


@matcher
def nobody_is_let_in(closed: Event, attempt: Event) -> str | None:
    """After a goodbye a new connection or handshake is refused, by the network or with 503."""
    if closed.kind not in ("close_received", "dropped"):
        return f"the connection was not closed: {describe(closed)}"
    if attempt.kind == "no_answer" or attempt.data.get("status") == 503:
        return None
    later = (attempt.at - closed.at) / 1e6
    return f"expected no connection, or 503, got {describe(attempt)}, {later:.0f} ms after the goodbye"


@matcher
def was_gone_in_time(goodbye: Event, told: Event, gone: Event, *, within_s: float) -> str | None:
    """The server's processes had ended so many seconds after SIGTERM."""
    if gone.data.get("gone") is True:
        return None
    return f"{within_s:g} s after SIGTERM the server was still there; it had said goodbye with {describe(goodbye)}"


@matcher
def serves_or_says_503(answers: Sequence[Event], *, position: int) -> str | None:
    """Each answer of a server that has just been started is the conversation as it was left, or 503; a handshake is
    accepted, or refused with 503."""
    first = answers[0].at if answers else 0
    for answer in answers:
        status, opened = answer.data.get("status"), answer.kind == "handshake"
        head = answer.body.get("current_sequence_id") if isinstance(answer.body, Mapping) else None
        if status == 503 or (status == 101 if opened else status == 200 and head == position):
            continue
        later = (answer.at - first) / 1e6
        due = "a handshake with 101" if opened else f"the conversation at {position}"
        return f"expected {due}, or 503, got {describe(answer)}, {later:.0f} ms after the first answer"
    return None if any(answer.data.get("status") == 200 for answer in answers) else "it never served the conversation"


@matcher
def every_message_is_answered(history: Sequence[Event], *, codes: Sequence[str]) -> str | None:
    """Each message was acknowledged, or refused with one of these codes."""
    tries = reading.attempts(history)
    silent = [one for one in tries if one.answer is None]
    if silent:
        first = silent[0]
        return f"{len(silent)} of {len(tries)} messages got no answer, the first is {first.who}'s {first.message_id}"
    wrong = [one for one in tries if one.refusal is not None and one.refusal not in codes]
    if wrong:
        return f"{wrong[0].message_id} was refused with {wrong[0].refusal}, not one of {', '.join(codes)}"
    return None if tries else "nothing was sent"


@matcher
def refused_is_not_stored(history: Sequence[Event], pages: Sequence[Event], *, code: str) -> str | None:
    """No message that was refused with this code is in the timeline, or was shown to anybody."""
    refused = {one.message_id: one for one in reading.attempts(history) if one.refusal == code}
    for event in [*history, *pages]:
        for told in reading.shown_events(event) if event.from_server else ():
            one = refused.get(str(told.get("message_id")))
            if one is not None:
                return (
                    f"{one.who}'s {one.message_id} was refused with {code}, and is event {told.get('sequence_id')} "
                    f"({len(refused)} were refused)"
                )
    return None if refused else f"nothing was refused with {code}"


@matcher
def none_refused_with(history: Sequence[Event], *, code: str, people: Sequence[str]) -> str | None:
    """None of these people's messages was refused with this code."""
    tries = [one for one in reading.attempts(history) if one.who in people]
    refused = [one for one in tries if one.refusal == code]
    if refused:
        place = tries.index(refused[0]) + 1
        return f"{len(refused)} of {len(tries)} messages were refused with {code}, the first as number {place}"
    return None if any(one.sequence_id is not None for one in tries) else "no message was accepted"


@matcher
def newcomer_is_heard(history: Sequence[Event], *, code: str, who: str) -> str | None:
    """The first message that somebody ever sent was not refused with this code: it cannot be one too many of theirs."""
    first = next((one for one in reading.attempts(history) if one.who == who), None)
    if first is None or first.answer is None:
        return "no message was answered"
    return f"the very first message of {who} was refused with {code}" if first.refusal == code else None


@matcher
def some_refused_with(history: Sequence[Event], *, code: str, sent: int, within_s: float) -> str | None:
    """At least one of these messages was refused with this code."""
    tries = reading.attempts(history)
    if any(one.refusal == code for one in tries):
        return None
    accepted = sum(one.sequence_id is not None for one in tries)
    return f"of {sent} messages in {within_s:.2f} s {accepted} were accepted and none was refused with {code}"


@matcher
def got_through(history: Sequence[Event], *, message_ids: Sequence[str], rounds: int) -> str | None:
    """Each of these messages was accepted in the end."""
    accepted = {one.message_id for one in reading.attempts(history) if one.sequence_id is not None}
    waiting = [name for name in message_ids if name not in accepted]
    if not waiting:
        return None
    return f"{len(waiting)} of {len(message_ids)} refused messages were still refused after {rounds} waits as told"


@matcher
def holds_none_of(answer: Event, *, canaries: Sequence[str]) -> str | None:
    """An answer holds none of these texts."""
    text = json.dumps(answer.body, ensure_ascii=False) if not isinstance(answer.body, str) else answer.body
    found = next((canary for canary in canaries if canary in text), None)
    return f"it holds {shown(found)}: {shown(answer.body, 300)}" if found is not None else None


@matcher
def status_agrees_with_health(answer: Event) -> str | None:
    """A health document comes with 503 when it says ``unhealthy``, and with 200 otherwise."""
    says, status = at(answer.data, "body/status"), answer.data.get("status")
    expected = 503 if says == "unhealthy" else 200
    return None if status == expected else f"the document says {shown(says)} and comes with {status}, not {expected}"


@matcher
def connections_are(answer: Event, *, expected: int) -> str | None:
    """The health document counts so many open connections."""
    found = at(answer.data, "body/checks/websocket/connections")
    return None if found == expected else f"expected {expected} connections, the health document counts {shown(found)}"


@matcher
def lacks(event: Event, *, path: str, names: Sequence[str]) -> str | None:
    """What lies at a path has none of these members, at any depth."""
    found = _named(at(event.data, path), names)
    return None if found is None else f"{path} has the member {found}, which no declared capability brings"


def _named(value: object, names: Sequence[str]) -> str | None:
    if isinstance(value, Mapping):
        here = next((name for name in names if name in value), None)
        return here or next((hit for item in value.values() if (hit := _named(item, names))), None)
    if isinstance(value, list):
        return next((hit for item in value if (hit := _named(item, names))), None)
    return None


@matcher
def matches_pattern(event: Event, *, path: str, pattern: str) -> str | None:
    """A text at a path matches a regular expression as a whole."""
    found = at(event.data, path)
    if isinstance(found, str) and re.fullmatch(pattern, found):
        return None
    return f"expected {path} to match {pattern}, got {shown(found)}"


@matcher
def is_a(event: Event, *, path: str, kind: str, of: str | None = None) -> str | None:
    """What lies at a path is an object or an array, and all that it holds are of a kind too."""
    kinds: dict[str, Any] = {"object": dict, "array": list, "text": str}
    found: Any = at(event.data, path)
    if not isinstance(found, kinds[kind]):
        return f"expected {path} to be an {kind}, got {shown(found)}"
    keys = list(found) if kind == "object" else list(range(len(found)))
    wrong = next((key for key in keys if of and not isinstance(found[key], kinds[of])), None)
    return None if wrong is None else f"expected {path}/{wrong} to be of kind {of}, got {shown(found[wrong])}"
