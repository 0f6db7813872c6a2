"""The matchers of guarantees, catching up, backpressure and stopping, each both ways and in its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from helpers import answer, event, one_line, received

from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees as g

Row = tuple[Callable[..., str | None], list[Event | list[Event]], dict[str, Any]]


def message(number: int, name: str, content: str = "hello") -> dict[str, Any]:
    return {"type": "message", "sequence_id": number, "message_id": name, "content": content}


def page(*events: dict[str, Any], head: int | None = None, **more: Any) -> Event:
    head = len(events) if head is None else head
    return received({"type": "sync", "events": list(events), "current_sequence_id": head, "has_more": False, **more})


def rest(*events: dict[str, Any]) -> Event:
    return answer(body={"events": list(events), "current_sequence_id": len(events), "has_more": False})


def sent(name: str, who: str = "alice") -> Event:
    return event(
        "sent", who=who, connection="alice/1", frame={"type": "message", "message_id": name, "content": "hello"}
    )


def acked(name: str, number: int) -> Event:
    return received({"type": "message_ack", "message_id": name, "sequence_id": number})


def refused(name: str, code: str) -> Event:
    return received({"type": "error", "code": code, "message_id": name})


SNAPSHOT = {
    "stream_id": "s",
    "current_sequence_id": 2,
    "conversation": {"id": "c", "title": None, "access": "open", "created_at": "2026-05-04T09:00:00Z"},
    "participants": [
        {"participantId": "a", "displayName": "A", "type": "human", "role": "owner", "joinedAt": "2026-05-04T09:00:00Z"}
    ],
}
LOST = received({"type": "sync", "events": [], "recovered": False, "snapshot": SNAPSHOT})
CLOSED = event("close_received", connection="alice/1", who="alice", code=1012, reason="")
NOBODY = event("no_answer", who="alice", reason="the connection was refused")
TOLD = event("fault", what="SIGTERM")


def guests(*names: str) -> Event:
    people = [{"participantId": name} for name in names]
    return received({"type": "sync", "snapshot": {"current_sequence_id": 1, "participants": people}})


JOINED = {"type": "participant_joined", "sequence_id": 1, "participant": {"participantId": "carol"}}

HOLD: list[Row] = [
    (g.answers_message, [refused("m", "QUEUE_FULL")], {"message_id": "m"}),
    (g.more_exactly_below_the_head, [page(message(1, "a"), head=2, has_more=True)], {"after": 0}),
    (g.more_exactly_below_the_head, [page(head=3)], {"after": 3}),
    (g.holds_at_most, [page(message(1, "a"))], {"most": 1}),
    (g.brings_something, [page(message(1, "a"))], {}),
    (g.walk_is_whole, [[page(message(1, "a")), page(message(2, "b"))]], {"after": 0, "head": 2}),
    (g.could_not_recover, [LOST], {"head": 2}),
    (g.is_recovered, [page(recovered=True)], {}),
    (g.nothing_was_missed, [page(recovered=True)], {}),
    (g.snapshots_are_of_one_moment, [[guests("alice", "carol")], [page(JOINED)]], {"initial": ["alice"]}),
    (g.page_repeats_live, [[received(message(1, "a"))], page(message(1, "a"), message(2, "b"))], {}),
    (g.holds_no_ephemeral, [page(message(1, "a"))], {}),
    (g.holds_no_ephemeral, [page({"type": []})], {}),
    (g.everything_seen_is_kept, [[received(message(1, "a"))], [rest(message(1, "a"))]], {}),
    (g.everything_read_is_kept, [[rest(message(1, "a"))], [rest(message(1, "a"))]], {"room": "c"}),
    (
        g.members_are,
        [answer(body={"participants": [{"participantId": "a", "role": "owner"}]})],
        {"expected": {"a": "owner"}},
    ),
    (g.stored_means_answered, [[sent("a"), acked("a", 1), sent("b")], [rest(message(1, "a"))]], {}),
    (g.nobody_is_let_in, [CLOSED, NOBODY], {}),
    (g.nobody_is_let_in, [CLOSED, answer(503)], {}),
    (g.was_gone_in_time, [CLOSED, TOLD, event("server_gone", gone=True)], {"within_s": 10}),
    (
        g.serves_or_says_503,
        [[answer(503), event("handshake", status=101), answer(body={"current_sequence_id": 3})]],
        {"position": 3},
    ),
    (
        g.every_message_is_answered,
        [[sent("a"), sent("b"), acked("a", 1), refused("b", "QUEUE_FULL")]],
        {"codes": ["QUEUE_FULL"]},
    ),
    (g.refused_is_not_stored, [[sent("a"), refused("a", "QUEUE_FULL")], [rest()]], {"code": "QUEUE_FULL"}),
    (g.none_refused_with, [[sent("a"), acked("a", 1)]], {"code": "RATE_LIMITED", "people": ["alice"]}),
    (
        g.newcomer_is_heard,
        [[sent("a"), acked("a", 1), sent("b"), refused("b", "RATE_LIMITED")]],
        {"code": "RATE_LIMITED", "who": "alice"},
    ),
    (
        g.some_refused_with,
        [[sent("a"), refused("a", "RATE_LIMITED")]],
        {"code": "RATE_LIMITED", "sent": 1, "within_s": 1},
    ),
    (
        g.got_through,
        [[sent("a"), refused("a", "QUEUE_FULL"), sent("a"), acked("a", 1)]],
        {"message_ids": ["a"], "rounds": 1},
    ),
    (g.holds_none_of, [answer(body={"status": "healthy"})], {"canaries": ["alice"]}),
    (g.status_agrees_with_health, [answer(503, {"status": "unhealthy"})], {}),
    (g.connections_are, [answer(body={"checks": {"websocket": {"connections": 2}}})], {"expected": 2}),
    (g.lacks, [answer(body={"participants": [{"role": "owner"}]})], {"path": "body", "names": ["isOnline"]}),
    (g.matches_pattern, [answer(body={"v": "1.0"})], {"path": "body/v", "pattern": r"1\.[0-9]+"}),
    (g.is_a, [answer(body={"c": {"roles": {}}})], {"path": "body/c", "kind": "object", "of": "object"}),
]

MISS: list[tuple[Callable[..., str | None], list[Event | list[Event]], dict[str, Any], str]] = [
    (g.answers_message, [acked("n", 1)], {"message_id": "m"}, "no answer to m"),
    (g.more_exactly_below_the_head, [page(message(1, "a"), has_more=True)], {"after": 0}, "has_more is true"),
    (g.brings_something, [page(has_more=True)], {}, "expected a page with events"),
    (g.holds_at_most, [page(message(1, "a"), message(2, "b"))], {"most": 1}, "at most 1 events in the page, got 2"),
    (g.walk_is_whole, [[page(message(1, "a")), page()]], {"after": 0, "head": 2}, "where 2 was due"),
    (g.walk_is_whole, [[page(message(1, "a"), message(1, "a"))]], {"after": 0, "head": 1}, "where the end was due"),
    (g.could_not_recover, [page(recovered=True)], {"head": 2}, "expected recovered to be false, got true"),
    (g.could_not_recover, [LOST], {"head": 3}, "the snapshot is of position 2, the head is 3"),
    (g.is_recovered, [page()], {}, "got (absent)"),
    (g.nothing_was_missed, [page(recovered=False)], {}, '"recovered": false'),
    (g.snapshots_are_of_one_moment, [[guests("alice")], [page(JOINED)]], {"initial": ["alice"]}, 'lacks ["carol"]'),
    (g.page_repeats_live, [[received(message(1, "a", "x"))], page(message(1, "a", "y"))], {}, "content of event 1"),
    (g.page_repeats_live, [[], page(message(1, "a"))], {}, "no event of the page had come live"),
    (g.holds_no_ephemeral, [page({"type": "typing"})], {}, "typing"),
    (g.everything_seen_is_kept, [[received(message(2, "b"))], [rest(message(1, "a"))]], {}, "up to 1"),
    (
        g.everything_read_is_kept,
        [[answer(body={"current_sequence_id": 2})], [rest(message(1, "a"))]],
        {"room": "c"},
        "the head is 2; later it is 1",
    ),
    (g.members_are, [answer(body={"participants": []})], {"expected": {"a": "owner"}}, 'expected a to be "owner"'),
    (g.stored_means_answered, [[sent("a")], [rest(message(1, "a"))]], {}, "1 of 1 messages are stored"),
    (g.nobody_is_let_in, [CLOSED, answer(200)], {}, "expected no connection, or 503"),
    (g.was_gone_in_time, [CLOSED, TOLD, event("server_gone", gone=False)], {"within_s": 10}, "10 s after SIGTERM"),
    (g.serves_or_says_503, [[answer(404)]], {"position": 3}, "expected the conversation at 3, or 503, got status 404"),
    (
        g.serves_or_says_503,
        [[event("handshake", status=404)]],
        {"position": 3},
        "expected a handshake with 101, or 503",
    ),
    (g.serves_or_says_503, [[answer(503)]], {"position": 3}, "never served"),
    (g.every_message_is_answered, [[sent("a")]], {"codes": []}, "1 of 1 messages got no answer"),
    (
        g.every_message_is_answered,
        [[sent("a"), refused("a", "FORBIDDEN")]],
        {"codes": ["QUEUE_FULL"]},
        "with FORBIDDEN",
    ),
    (
        g.refused_is_not_stored,
        [[sent("a"), refused("a", "QUEUE_FULL")], [rest(message(1, "a"))]],
        {"code": "QUEUE_FULL"},
        "was refused with QUEUE_FULL, and is event 1",
    ),
    (
        g.newcomer_is_heard,
        [[sent("a"), refused("a", "RATE_LIMITED"), sent("b"), acked("b", 1)]],
        {"code": "RATE_LIMITED", "who": "alice"},
        "the very first message of alice was refused with RATE_LIMITED",
    ),
    (
        g.newcomer_is_heard,
        [[sent("a")]],
        {"code": "RATE_LIMITED", "who": "alice"},
        "no message was answered",
    ),
    (
        g.none_refused_with,
        [[sent("a"), refused("a", "RATE_LIMITED")]],
        {"code": "RATE_LIMITED", "people": ["alice"]},
        "1 of 1 messages were refused",
    ),
    (
        g.some_refused_with,
        [[sent("a"), acked("a", 1)]],
        {"code": "RATE_LIMITED", "sent": 1, "within_s": 1},
        "1 were accepted and none was refused",
    ),
    (g.got_through, [[sent("a"), refused("a", "QUEUE_FULL")]], {"message_ids": ["a"], "rounds": 3}, "after 3 waits"),
    (g.holds_none_of, [answer(body={"who": "alice"})], {"canaries": ["alice"]}, 'it holds "alice"'),
    (g.status_agrees_with_health, [answer(200, {"status": "unhealthy"})], {}, "comes with 200, not 503"),
    (g.connections_are, [answer(body={})], {"expected": 2}, "expected 2 connections"),
    (g.lacks, [answer(body=[{"isOnline": False}])], {"path": "body", "names": ["isOnline"]}, "the member isOnline"),
    (g.matches_pattern, [answer(body={"v": "2.0"})], {"path": "body/v", "pattern": r"1\.[0-9]+"}, 'got "2.0"'),
    (
        g.is_a,
        [answer(body={"c": {"roles": True}})],
        {"path": "body/c", "kind": "object", "of": "object"},
        "body/c/roles",
    ),
    (g.is_a, [answer(body={"c": []})], {"path": "body/c", "kind": "object"}, "to be an object"),
]


@pytest.mark.parametrize(("match", "readings", "arguments"), HOLD)
def test_it_matches(match: Callable[..., str | None], readings: list[Any], arguments: dict[str, Any]) -> None:
    assert match(*readings, **arguments) is None


@pytest.mark.parametrize(("match", "readings", "arguments", "words"), MISS)
def test_it_says_what_is_wrong(
    match: Callable[..., str | None], readings: list[Any], arguments: dict[str, Any], words: str
) -> None:
    found = match(*readings, **arguments)
    assert found is not None
    one_line(found, words)
