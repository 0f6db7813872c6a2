"""The matchers of the connection itself, each both ways."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import answer, event, received

from conformance.recorder.events import Event
from conformance.recorder.matchers import websocket as w

CLOSED = event("close_received", code=1002, reason="")
DROPPED = event("dropped", reason="gone")
TYPED = event("sent", frame={"type": "typing", "isTyping": True})


def typing(who: str, says: Any, **more: Any) -> Any:
    return received({"type": "typing", "participant": {"participantId": who}, "isTyping": says}, **more)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (
            w.greets(received({"type": "connected", "stream_id": "s", "current_sequence_id": 0})),
            w.greets(received({"type": "connected", "stream_id": "s"})),
        ),
        (
            w.selects(
                event("answer", status=101, headers={"sec-websocket-protocol": "chat.v1"}), subprotocol="chat.v1"
            ),
            w.selects(event("answer", status=101, headers={}), subprotocol="chat.v1"),
        ),
        (
            w.selects_nothing_foreign(event("answer", status=400, headers={})),
            w.selects_nothing_foreign(event("answer", status=101, headers={"sec-websocket-protocol": "x"})),
        ),
        (
            w.is_another_connection(received({"connection_id": "a"}), received({"connection_id": "b"})),
            w.is_another_connection(received({"connection_id": "a"}), received({"connection_id": "a"})),
        ),
        (
            w.connection_ended([CLOSED], codes=[1002], within_ms=1),
            w.connection_ended([CLOSED], codes=[1009], within_ms=1),
        ),
        (w.connection_ended([DROPPED], codes=[], within_ms=1), w.connection_ended([], codes=[1002], within_ms=1)),
        (w.nothing_after_close([CLOSED, DROPPED]), w.nothing_after_close([CLOSED, received({"type": "message"})])),
        (w.closed_then_ended([CLOSED, DROPPED], within_ms=1), w.closed_then_ended([DROPPED], within_ms=1)),
        (w.closes(CLOSED), w.closes(DROPPED)),
        (
            w.is_pong_of(event("pong_received", payload="00"), payload="00"),
            w.is_pong_of(event("pong_received", payload="01"), payload="00"),
        ),
        (
            w.answers_stay_home([received({"type": "pong", "nonce": "n"})], message_ids=["m"], refs=["r"]),
            w.answers_stay_home([received({"type": "error", "ref": "r"})], message_ids=["m"], refs=["r"]),
        ),
        (
            w.typing_of(typing("a", True), participant="a", typing=True),
            w.typing_of(typing("a", 1), participant="a", typing=True),
        ),
        (
            w.not_told_of_typing([typing("b", True)], participant="a"),
            w.not_told_of_typing([typing("a", True)], participant="a"),
        ),
        (w.is_ping(event("ping_received", payload="00")), w.is_ping(received({"type": "ping"}))),
        (w.has_no(received({"type": "error"}), member="ref"), w.has_no(received({"ref": None}), member="ref")),
        (w.ended([received({"type": "pong"}), DROPPED]), w.ended([DROPPED, received({"type": "pong"})])),
        (w.ended([received({"type": "pong"}), CLOSED]), w.ended([])),
        (
            w.typing_is_spaced(TYPED, [typing("a", True), typing("a", False)], participant="a", interval_ms=10),
            w.typing_is_spaced(TYPED, [typing("a", True), typing("a", True)], participant="a", interval_ms=10),
        ),
        (
            w.typing_is_spaced(TYPED, [typing("a", True), typing("b", True)], participant="a", interval_ms=10),
            w.typing_is_spaced(TYPED, [typing("b", True)], participant="a", interval_ms=10),
        ),
        (w.nothing_refused([received({"type": "pong"})]), w.nothing_refused([received({"type": "error"})])),
    ],
)
def test_each_holds_and_breaks(good: str | None, bad: str | None) -> None:
    assert good is None
    assert bad


def test_limits_are_compared_by_name() -> None:
    heartbeat = {"interval_ms": 1}
    document = event("answer", body={"limits": {"queue_limit": 1, "heartbeat": heartbeat}})
    assert w.names_as_declared(received({"limits": {"queue_limit": 1}, "heartbeat": heartbeat}), document) is None
    assert w.names_as_declared(received({"limits": {"queue_limit": 2}, "heartbeat": heartbeat}), document)
    assert w.names_as_declared(received({"limits": {"queue_limit": 1}, "heartbeat": {"interval_ms": 2}}), document)


def test_a_limit_that_is_not_declared_has_its_default() -> None:
    document = event("answer", body={"limits": {"heartbeat": {"interval_ms": 1}}})

    def greeting(**limits: int) -> Event:
        return received({"limits": limits, "heartbeat": {"interval_ms": 1}})

    assert w.names_as_declared(greeting(sync_page=500, typing_interval_ms=3000), document) is None
    assert w.names_as_declared(greeting(sync_page=501), document) == (
        "sync_page is 501 in connected and 500 where it is declared, or by default"
    )
    assert w.names_as_declared(greeting(queue_limit=32), document), "it has no default"
    assert w.names_as_declared(greeting(x_reactions=12), document) is None, "the contract says nothing of it"


def test_a_list_holds_who_joined_up_to_its_position() -> None:
    joins = [
        received({"sequence_id": 1, "participant": {"participantId": "b"}}),
        received({"sequence_id": 2, "participant": {"participantId": "c"}}),
    ]
    people = [{"participantId": "a"}, {"participantId": "b"}]
    greeting = received({"current_sequence_id": 1, "participants": people})
    assert w.list_is_of_its_moment(greeting, joins, before=["a"]) is None
    late = received({"current_sequence_id": 2, "participants": people})
    assert w.list_is_of_its_moment(late, joins, before=["a"])


def test_pages_hold_only_messages() -> None:
    assert w.holds_only_messages(answer(200, {"events": [{"type": "message"}]})) is None
    assert w.holds_only_messages(answer(200, {"events": [{"type": "typing"}]}))
    assert w.holds_only_messages(answer(200, {"events": []}))
