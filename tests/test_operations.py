"""Which operations of the contract a record shows to work, and which to be missing."""

from __future__ import annotations

from typing import Any

from helpers import event

from conformance.contract import registry
from conformance.recorder.events import Event
from conformance.report import operations

JOIN = "POST /chat/{conversation_id}/join"


def row(name: str, *events: Event) -> dict[str, Any]:
    """What is said of one operation."""
    return next(one for one in operations.seen(events) if one["name"] == name)


def asked(method: str, path: str, status: int | None, owed: tuple[int, ...] = ()) -> list[Event]:
    """A request, what came, and the evaluation that found that a success was owed."""
    request = event("request", "a check", who="bob", method=method, path=path, body=None)
    kind, said = ("answer", {"status": status}) if status is not None else ("no_answer", {"reason": "time-out"})
    came = event(kind, "a check", request=request.id, who="bob", headers={}, body=None, **said)
    judged = event("evaluation", "a check", matcher="basic.status_is", arguments={"expected": list(owed)},
                   events=[came.id], holds=status in owed)  # fmt: skip
    return [request, came, *([judged] if owed else [])]


def test_every_operation_of_both_documents_is_listed_with_its_purpose() -> None:
    document = registry.parsed(registry.documents() / "openapi.yaml")
    expected = sum(method in operations.METHODS for entries in document["paths"].values() for method in entries)
    rows = operations.seen([])
    assert [one["name"].startswith(("socket", "frame ")) for one in rows].count(False) == expected
    assert {one["name"] for one in rows} >= {JOIN, "socket", "frame message", "frame auth"}
    assert {one["status"] for one in rows} == {"not asked"}
    assert all(one["purpose"] and one["requirements"] for one in rows)


def test_an_operation_works_where_one_request_was_answered_with_its_success() -> None:
    found = row(JOIN, *asked("POST", "/chat/c_1/join", 404), *asked("POST", "/chat/c_2/join", 200, (200,)))
    assert (found["status"], found["asked"], found["answers"]) == ("working", 2, {"200": 1, "404": 1})
    assert (found["shown_by"]["sent"], found["shown_by"]["said"]) == ("POST /chat/c_2/join", 200)


def test_an_operation_is_missing_where_what_was_owed_does_not_exist() -> None:
    for status in (404, 405, 501):
        found = row(JOIN, *asked("POST", "/chat/c_2/join", status, (200,)))
        assert (found["status"], found["shown_by"]["said"]) == ("missing", status)


def test_an_operation_is_refused_where_something_else_came_than_what_was_owed() -> None:
    assert row(JOIN, *asked("POST", "/chat/c_2/join", 500, (200,)))["status"] == "refused"
    assert row(JOIN, *asked("POST", "/chat/c_2/join", None, (200,)))["shown_by"]["said"] is None


def test_an_operation_that_owed_nobody_a_success_was_not_asked() -> None:
    """A stranger who is told that there is no such conversation shows nothing."""
    found = row(JOIN, *asked("POST", "/chat/c_2/join", 404), *asked("POST", "/chat/c_2/join", 404, (404,)))
    assert (found["status"], found["asked"], found["shown_by"]) == ("not asked", 2, None)


def test_paths_are_told_apart_whatever_their_ids_are() -> None:
    for path in ("/chat/%2F%3F/join", "/chat/c_1/join?invite=x"):
        assert row(JOIN, *asked("POST", path, 200))["status"] == "working"
    for path in ("/chat/c_1/joined", "/chat/c/1/join", "/v1/chat/c_1/join"):
        assert row(JOIN, *asked("POST", path, 200))["asked"] == 0


def opened(status: int) -> list[Event]:
    opening = event("opening", who="bob", connection="bob/1", path="/chat/ws/c_1?after=3", headers={})
    shake = event("handshake", who="bob", connection="bob/1", status=status, headers={}, subprotocol=None)
    judged = event("evaluation", matcher="basic.status_is", arguments={"expected": [101]}, events=[shake.id],
                   holds=status == 101)  # fmt: skip
    return [opening, shake, judged]


def test_the_socket_is_an_operation_too() -> None:
    assert row("socket", *opened(101))["status"] == "working"
    assert row("socket", *opened(404))["status"] == "missing"
    assert row("socket", *opened(500))["status"] == "refused"


def frame(kind: str, connection: str, **members: Any) -> Event:
    return event(kind, who=connection[:-2], connection=connection, frame=members)


def test_a_frame_works_where_its_own_answer_came() -> None:
    said = frame("sent", "bob/1", type="message", message_id="m1", content="x")
    found = row("frame message", said, frame("received", "bob/1", type="message_ack", message_id="m1"))
    assert (found["status"], found["answers"]) == ("working", {"message_ack": 1})


def in_vain(**fields: Any) -> Event:
    """A rule waited for a frame that a success owed, and it did not come."""
    wanted = {"matcher": "basic.frame_has", "arguments": {"fields": fields}}
    return event("evaluation", matcher="basic.nothing_came", arguments={"awaited": "it", "wanted": wanted},
                 events=[[]], holds=False)  # fmt: skip


def test_a_frame_is_refused_where_what_came_answers_another_one() -> None:
    said = frame("sent", "bob/1", type="message", message_id="m1", content="x")
    for other in (
        frame("received", "bob/1", type="message_ack", message_id="m2"),
        frame("received", "eve/1", type="message_ack", message_id="m1"),
        frame("received", "eve/1", type="error", code="INVALID_FRAME", message_id="m1"),
        frame("received", "bob/1", type="error", code="INVALID_FRAME", message_id="m2"),
    ):
        found = row("frame message", said, other, in_vain(type="message_ack", message_id="m1"))
        assert (found["status"], found["answers"], found["shown_by"]["answer"]) == ("refused", {"no answer": 1}, None)


def test_a_frame_is_refused_where_an_error_came_and_a_success_was_owed() -> None:
    said = frame("sent", "bob/1", type="message", message_id="m1", ref="r", content="x")
    error = frame("received", "bob/1", type="error", code="INTERNAL", ref="r")
    found = row("frame message", said, error, in_vain(type="message_ack", message_id="m1"))
    assert (found["status"], found["shown_by"]["said"]) == ("refused", "error INTERNAL")
    assert found["shown_by"]["answer"] == error.id


def test_a_frame_that_owed_nobody_a_success_was_not_asked() -> None:
    """Frames are sent to be refused, and right before a connection ends."""
    wrong = frame("sent", "bob/1", type="auth", ref="r")
    error = frame("received", "bob/1", type="error", code="INVALID_FRAME", ref="r")
    for events, said in (([wrong, error], "error INVALID_FRAME"), ([wrong], "no answer")):
        found = row("frame auth", *events, in_vain(type="pong", nonce="n"), in_vain(type="message_ack"))
        assert (found["status"], found["answers"], found["shown_by"]) == ("not asked", {said: 1}, None)


def test_of_several_frames_the_one_owed_a_success_that_the_rule_waited_for() -> None:
    one, other = (frame("sent", "bob/1", type="ping", nonce=nonce) for nonce in "ab")
    assert row("frame ping", one, other, in_vain(type="pong", nonce="a"))["shown_by"]["request"] == one.id
    assert row("frame ping", one, other, in_vain(type="pong"))["shown_by"]["request"] == other.id


def test_what_comes_before_a_frame_does_not_answer_it() -> None:
    ack = frame("received", "bob/1", type="message_ack", message_id="m1")
    said = frame("sent", "bob/1", type="message", message_id="m1", content="x")
    assert row("frame message", ack, said)["status"] == "not asked"


def test_a_frame_that_nothing_answers_works_where_somebody_else_sees_it() -> None:
    typing = frame("sent", "bob/1", type="typing", isTyping=True)
    seen = frame("received", "eve/1", type="typing", isTyping=True, participantId="bob")
    assert row("frame typing", typing, seen)["status"] == "working"
