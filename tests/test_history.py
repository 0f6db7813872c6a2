"""The checkers of recorded histories, each both ways: a history that holds, and the smallest one that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from helpers import answer, event, one_line

from conformance.history import delivery, messages, order, reading, sessions
from conformance.recorder.events import Event

Checker = Callable[..., str | None]


def said(who: str, name: str, *, on: str = "1", content: str = "hello", mentions: list[str] | None = None) -> Event:
    frame = {"type": "message", "message_id": name, "content": content, "mentions": mentions or []}
    return event("sent", who=who, connection=f"{who}/{on}", frame=frame)


def got(who: str, frame: dict[str, Any], on: str = "1") -> Event:
    return event("received", who=who, connection=f"{who}/{on}", frame=frame)


def acked(who: str, name: str, number: Any, on: str = "1") -> Event:
    return got(who, {"type": "message_ack", "message_id": name, "sequence_id": number}, on)


def refused(who: str, name: str, code: str = "INVALID_FRAME") -> Event:
    return got(who, {"type": "error", "code": code, "message_id": name})


def line(number: int, name: Any, author: str = "alice", content: str = "hello") -> dict[str, Any]:
    author_of = {"participantId": f"id-{author}"}
    return {"type": "message", "sequence_id": number, "message_id": name, "participant": author_of,
            "content": content, "mentions": []}  # fmt: skip


def began(who: str, position: int, on: str = "1") -> list[Event]:
    opening = event("opening", who=who, connection=f"{who}/{on}", path="/chat/ws/c")
    return [opening, got(who, {"type": "connected", "current_sequence_id": position}, on)]


def closed(who: str, on: str = "1") -> Event:
    return event("close_sent", who=who, connection=f"{who}/{on}", code=1000, reason="")


def page(*lines: dict[str, Any], who: str = "alice", head: int | None = None) -> list[Event]:
    request = event("request", name=f"r:{id(lines)}:{len(lines)}:{head}", who=who, method="GET", path="/chat/c/events")
    body = {"events": list(lines), "current_sequence_id": len(lines) if head is None else head, "has_more": False}
    return [request, answer(body=body, who=who, request=request.id)]


def pages(*lines: dict[str, Any]) -> list[Event]:
    return page(*lines)[1:]


def synced(who: str, head: int) -> list[Event]:
    asked = event("sent", who=who, connection=f"{who}/1", frame={"type": "sync", "last_sequence_id": 0})
    return [asked, got(who, {"type": "sync", "events": [], "current_sequence_id": head})]


HELD: list[tuple[Checker, list[list[Event]], dict[str, Any]]] = [
    (order.all_agree, [[got("alice", line(1, "m1")), got("bob", line(1, "m1")), *page(line(1, "m1"))]], {}),
    (order.numbers_are_whole, [pages(line(1, "m1")), [said("alice", "m1"), acked("alice", "m1", 1)]], {}),
    (order.numbers_are_whole, [pages(line(1, "m1")), [said("alice", "m1"), acked("alice", "m1", {})]], {}),
    (
        order.order_agrees_with_time,
        [[said("alice", "a"), acked("alice", "a", 1), said("bob", "b"), acked("bob", "b", 2)]],
        {},
    ),
    # Two that overlap may stand in either order.
    (
        order.order_agrees_with_time,
        [[said("alice", "a"), said("bob", "b"), acked("alice", "a", 2), acked("bob", "b", 1)]],
        {},
    ),
    # A message that is sent again keeps its number, however late.
    (
        order.order_agrees_with_time,
        [
            [
                said("alice", "a"),
                acked("alice", "a", 1),
                said("bob", "b"),
                acked("bob", "b", 2),
                said("alice", "a"),
                acked("alice", "a", 1),
            ]
        ],
        {},
    ),
    (
        order.numbers_follow_the_sender,
        [[said("alice", "a"), said("alice", "b"), acked("alice", "a", 1), acked("alice", "b", 3)]],
        {},
    ),
    (
        order.acks_follow_the_sender,
        [[said("alice", "a"), said("alice", "b"), acked("alice", "a", 1), acked("alice", "b", 3)]],
        {},
    ),
    (order.sync_follows_messages, [[said("alice", "a"), *synced("alice", 1), acked("alice", "a", 1)]], {}),
    (
        order.everybody_saw,
        [[got("alice", line(1, "m1")), got("bob", line(1, "m1"))]],
        {"message_ids": ["m1"], "people": ["alice", "bob"]},
    ),
    (
        sessions.own_writes_are_read,
        [[said("alice", "a"), acked("alice", "a", 1), *page(line(1, "a"))]],
        {"kind": "rest"},
    ),
    (
        sessions.own_writes_are_read,
        [[said("alice", "a"), acked("alice", "a", 1), *began("alice", 1, "2")]],
        {"kind": "socket"},
    ),
    # What was asked for before the answer came need not know of it.
    (
        sessions.reads_never_go_back,
        [[page(head=0)[0], got("bob", line(1, "m1")), *page(line(1, "m1"), who="bob")]],
        {},
    ),
    (delivery.begins_right_after_position, [[*began("bob", 2), got("bob", line(3, "m3"))]], {}),
    (delivery.rises_by_one, [[got("bob", line(3, "m3")), got("bob", line(4, "m4"))]], {}),
    (delivery.no_gap_and_no_overlap, [[*began("bob", 2), got("bob", line(3, "m3"))]], {"up_to": 3}),
    (delivery.no_gap_and_no_overlap, [[*began("bob", 2), got("bob", line(3, "m3")), closed("bob")]], {"up_to": 4}),
    (delivery.never_twice, [[got("bob", line(3, "m3")), got("bob", line(3, "m3"), "2")]], {}),
    # An event may come once live and once in a page.
    (
        delivery.holds_everything_once,
        [[got("bob", line(1, "m1"))], pages(line(2, "m2"), line(3, "m3")), [got("bob", line(3, "m3"))]],
        {"after": 0, "up_to": 3},
    ),
    (messages.no_id_twice, [pages(line(1, "m1"), line(2, "m1", "bob"))], {}),
    (
        messages.nothing_invented,
        [[said("alice", "m1"), said("alice", "m1", on="2", content="again"), got("bob", line(1, "m1"))]],
        {"people": {"id-alice": "alice"}},
    ),
    (
        messages.refused_is_never_seen,
        [
            [
                said("alice", "m1"),
                refused("alice", "m1"),
                said("alice", "m2"),
                acked("alice", "m2", 1),
                got("bob", line(1, "m2")),
            ]
        ],
        {"later": "m2"},
    ),
    (
        messages.one_number_for_all,
        [
            [said("alice", "m1"), said("alice", "m1", on="2"), acked("alice", "m1", 1), acked("alice", "m1", 1, "2")],
            pages(line(1, "m1")),
        ],
        {"message_id": "m1"},
    ),
    (messages.all_there_once, [pages(line(1, "m1"), line(2, "m2"))], {"message_ids": ["m1", "m2"]}),
]

BROKEN: list[tuple[Checker, list[list[Event]], dict[str, Any], list[str]]] = [
    (
        order.all_agree,
        [[got("alice", line(1, "m1")), got("bob", line(1, "m2"))]],
        {},
        ["event 1", "message_id", "alice", "bob"],
    ),
    (order.all_agree, [[said("alice", "a")]], {}, ["nobody was shown"]),
    (order.numbers_are_whole, [pages(line(1, "m1"), line(3, "m3")), []], {}, ["after 1 comes 3, not 2"]),
    (order.numbers_are_whole, [pages(line(1, "m1"), line(1, "m2")), []], {}, ["after 1 comes 1, not 2"]),
    (
        order.numbers_are_whole,
        [
            pages(line(1, "m1")),
            [said("alice", "a"), said("alice", "b"), acked("alice", "a", 1), acked("alice", "b", 1)],
        ],
        {},
        ["a and b were both answered with 1"],
    ),
    (
        order.order_agrees_with_time,
        [[said("alice", "a"), acked("alice", "a", 2), said("bob", "b"), acked("bob", "b", 1)]],
        {},
        ["alice's a was answered with 2", "bob sent b, and it got 1"],
    ),
    (
        order.numbers_follow_the_sender,
        [
            [
                said("alice", "a", content="one"),
                said("alice", "b", content="two"),
                acked("alice", "a", 2),
                acked("alice", "b", 1),
            ]
        ],
        {},
        ['"one"', '"two"', "2 and 1"],
    ),
    (
        order.acks_follow_the_sender,
        [[said("alice", "a"), said("alice", "b"), acked("alice", "b", 2), acked("alice", "a", 1)]],
        {},
        ["the ack of the second came before"],
    ),
    (
        order.acks_follow_the_sender,
        [
            [
                said("alice", "a"),
                acked("alice", "a", 1),
                said("alice", "b"),
                said("alice", "a"),
                acked("alice", "a", 1),
                acked("alice", "b", 2),
            ]
        ],
        {},
        ["sent b and then a", "the ack of the second came before"],
    ),
    (
        order.sync_follows_messages,
        [[said("alice", "a"), *synced("alice", 0), acked("alice", "a", 1)]],
        {},
        ["the message got 1", "the head is 0"],
    ),
    (
        order.everybody_saw,
        [
            [
                got("alice", line(1, "m1")),
                got("alice", line(2, "m2")),
                got("bob", line(2, "m2")),
                got("bob", line(1, "m1")),
            ]
        ],
        {"message_ids": ["m1", "m2"], "people": ["alice", "bob"]},
        ["line 1 is m1 for alice and m2 for bob"],
    ),
    (
        order.everybody_saw,
        [[got("alice", line(1, "m1"))]],
        {"message_ids": ["m1"], "people": ["alice", "bob"]},
        ["bob saw m1 0 times"],
    ),
    (
        sessions.own_writes_are_read,
        [[said("alice", "a"), acked("alice", "a", 1), *page()]],
        {"kind": "rest"},
        ["alice knew of position 1 (by message_ack)", "reflects 0 only"],
    ),
    (
        sessions.reads_never_go_back,
        [[got("bob", line(1, "m1")), *page(who="bob")]],
        {},
        ["bob knew of position 1 (by message)", "reflects 0 only"],
    ),
    (sessions.reads_never_go_back, [[]], {}, ["nobody read anything"]),
    (
        delivery.begins_right_after_position,
        [[*began("bob", 2), got("bob", line(4, "m4"))]],
        {},
        ["began at position 2", "the number 4, not 3"],
    ),
    (
        delivery.rises_by_one,
        [[got("bob", line(3, "m3")), got("bob", line(5, "m5"))]],
        {},
        ["event 3 is followed by event 5"],
    ),
    (
        delivery.no_gap_and_no_overlap,
        [[*began("bob", 2), got("bob", line(3, "m3"))]],
        {"up_to": 4},
        ["nothing more where event 4"],
    ),
    (
        delivery.no_gap_and_no_overlap,
        [[*began("bob", 2), got("bob", line(4, "m4")), closed("bob")]],
        {"up_to": 4},
        ["got 4 where event 3 was due"],
    ),
    (delivery.never_twice, [[got("bob", line(3, "m3")), got("bob", line(3, "m3"))]], {}, ["event 3 came twice"]),
    (
        delivery.holds_everything_once,
        [[got("bob", line(1, "m1"))], pages(line(3, "m3")), []],
        {"after": 0, "up_to": 3},
        ["of the events 1 to 3, 1 never came, the first is 2"],
    ),
    (messages.no_id_twice, [pages(line(1, "m1"), line(2, "m1"))], {}, ["m1 of one sender stands at 1 and at 2"]),
    (
        messages.nothing_invented,
        [[said("alice", "m1", content="yes"), got("bob", line(1, "m1", content="no"))]],
        {"people": {"id-alice": "alice"}},
        ['says that alice sent "no"', 'alice sent "yes"'],
    ),
    (
        messages.nothing_invented,
        [[said("alice", "m1"), got("bob", {**line(1, "m1"), "content": {}, "mentions": 5})]],
        {"people": {"id-alice": "alice"}},
        ["says that alice sent {} to 5"],
    ),
    (
        messages.nothing_invented,
        [[said("alice", "m1"), said("alice", "m1", content="no"), got("bob", line(1, []))]],
        {"people": {"id-alice": "alice"}},
        ["alice's [], which alice never sent"],
    ),
    (messages.no_id_twice, [pages(line(1, []), line(2, []))], {}, ["[] of one sender stands at 1 and at 2"]),
    (
        messages.nothing_invented,
        [[got("bob", line(1, "m1"))]],
        {"people": {"id-alice": "alice"}},
        ["alice's m1, which alice never sent"],
    ),
    (
        messages.refused_is_never_seen,
        [[said("alice", "m1"), refused("alice", "m1"), got("bob", line(1, "m1"))]],
        {"later": "m2"},
        ["alice was told INVALID_FRAME for m1", "bob was shown it as event 1"],
    ),
    (
        messages.refused_is_never_seen,
        [[said("alice", "m1"), acked("alice", "m1", 1)]],
        {"later": "m1"},
        ["no message was refused"],
    ),
    (
        messages.one_number_for_all,
        [
            [said("alice", "m1"), said("alice", "m1", on="2"), acked("alice", "m1", 1), acked("alice", "m1", 2, "2")],
            pages(line(1, "m1")),
        ],
        {"message_id": "m1"},
        ["the numbers [1, 2]"],
    ),
    (
        messages.one_number_for_all,
        [[said("alice", "m1"), acked("alice", "m1", 1)], pages(line(1, "m1"), line(2, "m1"))],
        {"message_id": "m1"},
        ["holds it at [1, 2]"],
    ),
    (
        messages.one_number_for_all,
        [
            [said("alice", "m1"), said("alice", "m1", on="2"), acked("alice", "m1", 1), acked("alice", "m1", [], "2")],
            [],
        ],
        {"message_id": "m1"},
        ["the numbers [1, []]"],
    ),
    (
        messages.refused_is_never_seen,
        [[said("alice", "m1"), refused("alice", "m1"), got("bob", line(1, []))]],
        {"later": "m2"},
        ["m2, which was accepted after the refusals, was shown to nobody"],
    ),
    (messages.all_there_once, [pages(line(1, "m1"))], {"message_ids": ["m1", "m2"]}, ["m2 is there 0 times"]),
]


@pytest.mark.parametrize(("checker", "readings", "arguments"), HELD)
def test_a_history_that_holds(checker: Checker, readings: list[list[Event]], arguments: dict[str, Any]) -> None:
    assert checker(*readings, **arguments) is None


@pytest.mark.parametrize(("checker", "readings", "arguments", "words"), BROKEN)
def test_the_smallest_history_that_does_not_and_what_is_said_of_it(
    checker: Checker, readings: list[list[Event]], arguments: dict[str, Any], words: list[str]
) -> None:
    found = checker(*readings, **arguments)
    assert found is not None
    one_line(found, *words)


def test_an_answer_belongs_to_the_try_on_its_own_connection() -> None:
    history = [said("alice", "m"), said("alice", "m", on="2"), acked("alice", "m", 1, "2"), refused("alice", "m")]
    first, second = reading.attempts(history)
    assert (first.sequence_id, first.refusal) == (None, "INVALID_FRAME")
    assert (second.sequence_id, second.refusal) == (1, None)


@pytest.mark.parametrize("status", [500, 502, 504])
def test_an_indefinite_answer_is_no_answer(status: int) -> None:
    request = event("request", who="alice", method="POST", path="/chat/c/messages", body={"message_id": "m"})
    (attempt,) = reading.attempts([request, answer(status, {"code": "INTERNAL"}, request=request.id)])
    assert attempt.answer is None
    assert attempt.refusal is None


def test_a_greeting_counts_as_talked_through_only_in_a_talk_without_a_pause() -> None:
    asked, greeted = (replace(one, at=at) for one, at in zip(began("bob", 1), (1000, 1100), strict=True))

    def spoken(*times: int) -> list[Event]:
        return [one for at in times for one in (replace(said("alice", f"m{at}"), at=at), acked("alice", f"m{at}", at))]

    def found(*history: Event, who: str = "bob", pause: int = 0) -> int:
        return reading.talked_through(history, who, longest_pause_s=pause / 1e9)

    for times, surrounded in (
        ((950, 1050, 1150), 1),
        ((1000, 1100, 1200), 1),  # no pause is longer than the greeting took
        ((950, 1051, 1150), 0),
        ((950, 1050, 1151), 0),
        ((1050, 1150), 0),
        ((950, 1050), 0),
        ((950, 1150), 0),
    ):
        assert found(asked, *spoken(*times), greeted) == surrounded, times
    assert found(asked, *spoken(950, 1150), greeted, pause=200) == 1
    assert found(asked, *spoken(950, 1151), greeted, pause=200) == 0
    assert found(asked, *spoken(950, 1050, 1150), greeted, who="carol") == 0
    unanswered = replace(said("alice", "m1050"), at=1050)
    assert found(asked, *spoken(950, 1150), unanswered, greeted) == 0


def test_a_join_counts_beside_a_line_that_was_under_way_with_it() -> None:
    asked = event("request", at=100, name="join", who="bob", method="POST", path="/chat/c/join")
    joined = answer(who="bob", request="join", at=200)

    def spoken(sent: int, taken: int) -> list[Event]:
        return [replace(said("alice", "m"), at=sent), replace(acked("alice", "m", 1), at=taken)]

    for (sent, taken), found in (((50, 99), 0), ((50, 100), 1), ((150, 300), 1), ((201, 300), 0)):
        assert reading.joins_beside_lines([asked, *spoken(sent, taken), joined]) == found, (sent, taken)
    refused_join = answer(409, who="bob", request="join", at=200)
    assert reading.joins_beside_lines([asked, *spoken(150, 300), refused_join]) == 0
