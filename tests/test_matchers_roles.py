"""The matchers of roles, invites, limits and attempts: each seen to hold, and to fail with the words a vendor reads."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.recorder.events import Event
from conformance.recorder.matchers import attempts, invites, limits, roles
from conformance.stage.invites import bits_at_most, mistyped


def event(kind: str, **data: Any) -> Event:
    return Event("s:1", 0, kind, None, data)


def frame(**members: Any) -> Event:
    return event("received", frame=members)


def answer(status: int, body: Any = None, kind: str = "answer") -> Event:
    return event(kind, status=status, body=body)


def left(number: int, who: str = "alice") -> dict[str, Any]:
    return {"type": "participant_left", "sequence_id": number, "participant": {"participantId": who}}


def crowned(number: int, who: str, role: str = "owner") -> dict[str, Any]:
    return {"type": "role_changed", "sequence_id": number, "participantId": who, "role": role}


def pages(*events: dict[str, Any]) -> list[Event]:
    """A timeline, one event on each page."""
    return [answer(200, {"events": [one]}) for one in events]


def member(role: str) -> Event:
    return answer(200, {"participants": [{"participantId": "bob", "role": role}]})


def test_a_member_has_a_role() -> None:
    assert roles.listed_with_role(member("owner"), participant="bob", role="owner") is None
    wrong = roles.listed_with_role(member("member"), participant="bob", role="owner")
    assert wrong == 'expected bob to have the role owner, got "member"'
    assert "does not list them" in str(roles.listed_with_role(member("owner"), participant="carol", role="owner"))
    assert "does not list them" in str(roles.listed_with_role(answer(200), participant="bob", role="owner"))
    twice = answer(200, {"participants": [{"participantId": "bob"}] * 2})
    assert roles.listed_with_role(twice, participant="bob", role="owner") == "bob is listed 2 times"


def test_somebody_is_no_member() -> None:
    assert roles.no_longer_listed(member("member"), participant="carol") is None
    assert roles.no_longer_listed(member("member"), participant="bob") == 'bob is still listed, as "member"'
    assert "expected a list" in str(roles.no_longer_listed(answer(200), participant="carol"))


def test_a_frame_is_somebodys_going() -> None:
    assert roles.is_going_of(frame(**left(3)), participant="alice") is None
    assert "not the participant_left of bob" in str(roles.is_going_of(frame(**left(3)), participant="bob"))


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([crowned(1, "bob"), left(2)], None),
        ([left(2), crowned(1, "bob")], None),
        ([left(1)], "nobody owns it"),
        ([left(1), crowned(2, "bob")], "nobody owns it"),
        ([crowned(1, "bob", "moderator"), left(2)], "nobody owns it"),
        ([crowned(1, "alice"), left(2)], "nobody owns it"),
        ([crowned(1, "carol"), left(2)], 'expected bob to become the owner, got "carol"'),
        ([crowned(1, "bob")], "no participant_left of alice stands in the timeline"),
    ],
)
def test_a_new_owner_comes_before_the_leave(events: list[dict[str, Any]], reason: str | None) -> None:
    found = roles.new_owner_before_leave(pages(*events), leaver="alice", among=["bob"])
    assert found is None if reason is None else reason in str(found)


def test_the_leave_follows_the_succession() -> None:
    assert roles.leave_follows_succession(pages(crowned(4, "bob"), left(5)), leaver="alice") is None
    between = roles.leave_follows_succession(pages(crowned(4, "bob"), left(7)), leaver="alice")
    assert between is not None
    assert between.endswith("event 4 and the old one left in event 7: 2 event(s) stand between")
    assert "no role_changed" in str(roles.leave_follows_succession(pages(left(5)), leaver="alice"))
    assert "no participant_left" in str(roles.leave_follows_succession(pages(crowned(4, "bob")), leaver="alice"))


def test_a_succession_is_whole() -> None:
    both = [crowned(1, "bob"), left(2)]
    for whole in (both, []):
        assert roles.succession_is_whole([answer(200, {"events": whole})], leaver="alice") is None
    half = roles.succession_is_whole([answer(200, {"events": both[:1]})], leaver="alice")
    assert half == "after the crash a new owner is named, but the participant_left of alice is not there"
    half = roles.succession_is_whole([answer(200, {"events": both[1:]})], leaver="alice")
    assert "alice has left, but the role_changed" in str(half)
    assert "expected a page" in str(roles.succession_is_whole([answer(404)], leaver="alice"))


def test_no_more_are_accepted_than_may_be() -> None:
    answers = [answer(200), answer(410), answer(200)]
    assert roles.no_more_than_accepted(answers, most=2, expected=200) is None
    found = roles.no_more_than_accepted(answers, most=1, expected=200)
    assert found == "2 of 3 attempts at the same time were accepted with 200, at most 1"


def test_an_answer_to_an_attempt() -> None:
    for good in ({"type": "message_ack"}, {"type": "error"}, {"type": "error", "message_id": "a"}):
        assert attempts.answers_attempt(frame(**good), message_id="a") is None
    for other in ({"type": "message"}, {"type": "error", "message_id": "b"}):
        assert "no answer to the message" in str(attempts.answers_attempt(frame(**other), message_id="a"))


def test_an_attempt_is_refused_or_accepted() -> None:
    refused, taken = frame(type="error", code="READ_ONLY"), frame(type="message_ack")
    wanted: dict[str, Any] = {"statuses": [403], "codes": ["READ_ONLY"]}
    for good in (refused, answer(403)):
        assert attempts.attempt_refused(good, **wanted) is None
    assert "expected an error READ_ONLY, got" in str(attempts.attempt_refused(taken, **wanted))
    assert "expected an error" in str(attempts.attempt_refused(frame(type="error", code="INTERNAL"), **wanted))
    assert "expected status 403, got status 201" in str(attempts.attempt_refused(answer(201), **wanted))
    for good in (taken, answer(200), answer(201)):
        assert attempts.attempt_accepted(good) is None
    assert "expected an ack" in str(attempts.attempt_accepted(refused))
    assert "expected status 201" in str(attempts.attempt_accepted(answer(413)))


def test_an_invite_is_listed() -> None:
    listed = answer(200, {"invites": [{"invite_id": "i", "uses": 1}]})
    assert invites.invite_is_listed(listed, invite_id="i", fields={"uses": 1}) is None
    assert "uses of the invite i to be 2, got 1" in str(
        invites.invite_is_listed(listed, invite_id="i", fields={"uses": 2})
    )
    assert "found it 0 times among 1" in str(invites.invite_is_listed(listed, invite_id="j", fields={}))
    assert "expected a list" in str(invites.invite_is_listed(answer(403), invite_id="i", fields={}))


def test_a_secret_is_nowhere() -> None:
    seen = [answer(200, {"token": "s3cret"}), answer(200)]
    assert invites.secret_is_nowhere(seen, secret="another") is None
    assert "holds s3cret" in str(invites.secret_is_nowhere(seen, secret="s3cret"))


def test_tokens_have_enough_bits() -> None:
    assert invites.tokens_have_bits([answer(201)], found=128.0, wanted=128) is None
    few = invites.tokens_have_bits([answer(201)], found=33.2, wanted=128)
    assert few == "1 tokens can hold 33 random bits at most, 128 are wanted"


def test_bits_are_counted_where_texts_differ() -> None:
    assert bits_at_most(["same", "same"]) == 0
    assert bits_at_most(["x-1", "x-7"]) == pytest.approx(3.32, abs=0.01)
    assert bits_at_most(["f" * 32, "0" * 32]) == 128
    assert bits_at_most(["a_" * 16, "Z-" * 16]) >= 128


def test_a_mistyped_token_is_another() -> None:
    for token in ("abcdef", "aaaa", "ab"):
        assert mistyped(token) != token
        assert len(mistyped(token)) == len(token)


def test_a_frame_fits_content() -> None:
    def document(**declared: Any) -> Event:
        return answer(200, {"limits": declared})

    for good in (document(), document(max_content_length=2000), document(max_frame_bytes=124_096)):
        assert limits.frame_fits_content(good) is None
    small = limits.frame_fits_content(document(max_frame_bytes=124_095))
    assert small == "max_frame_bytes is 124095; for a max_content_length of 10000 at least 124096 are needed"
    assert "whole numbers" in str(limits.frame_fits_content(document(max_frame_bytes="big")))


def test_a_connection_is_turned_away() -> None:
    for good in (
        answer(429, {"code": "TOO_MANY_CONNECTIONS"}, kind="handshake"),
        answer(429, None, kind="handshake"),
        event("close_received", code=4409),
        event("close_received", code=1013),
    ):
        assert limits.turned_away(good) is None
    assert "RATE_LIMITED" in str(limits.turned_away(answer(429, {"code": "RATE_LIMITED"}, kind="handshake")))
    for bad in (answer(403, None, kind="handshake"), event("close_received", code=4403), event("dropped")):
        assert "expected 429 and TOO_MANY_CONNECTIONS" in str(limits.turned_away(bad))


def test_capacity_is_reached() -> None:
    assert limits.capacity_reached(answer(429, {"code": "CAPACITY_REACHED"})) is None
    assert limits.capacity_reached(answer(400), or_statuses=[400]) is None
    for bad in (answer(429, {"code": "RATE_LIMITED"}), answer(200), answer(400)):
        assert "expected 429 and CAPACITY_REACHED" in str(limits.capacity_reached(bad))


def test_silent_connections_are_closed() -> None:
    ends = [event("dropped", connection="a"), answer(200)]
    assert limits.closed_by_server(ends, silent=["a"], within_ms=2000) is None
    assert limits.closed_by_server(ends, silent=["a", "b"], within_ms=2000) == "still open after 2000 ms: b"


DECLARED: dict[str, Any] = {
    "max_title_length": 200, "max_display_name_length": 100, "max_connections_per_participant": 5, "queue_limit": 1,
    "write_timeout_ms": 1, "send_queue_bytes": 1, "handshake_timeout_ms": 60_000, "clock_leeway_s": 0.5,
    "heartbeat": {"interval_ms": 1, "timeout_ms": 1}, "rate": None,
}  # fmt: skip


def declaring(**changed: Any) -> Event:
    kept = {name: value for name, value in {**DECLARED, **changed}.items() if value != "absent"}
    return answer(200, {"protocol_version": "1.0", "capabilities": {}, "limits": kept})


def test_limits_are_declared() -> None:
    for good in (declaring(), declaring(rate={"messages": 10, "per_seconds": 0.5})):
        assert limits.limits_are_declared(good) is None
    missing = limits.limits_are_declared(declaring(queue_limit="absent"))
    assert missing == "expected queue_limit to be a whole number from 1, got (absent)"
    wrong: tuple[tuple[str, Any], ...] = (
        ("queue_limit", "256"), ("queue_limit", True), ("queue_limit", 0), ("clock_leeway_s", None),
        ("heartbeat", {}), ("heartbeat", None), ("rate", "absent"), ("rate", {"messages": 1}),
    )  # fmt: skip
    for name, value in wrong:
        assert f"expected {name}" in str(limits.limits_are_declared(declaring(**{name: value})))
    assert "expected limits to be an object" in str(limits.limits_are_declared(answer(200)))


def test_limits_are_in_bounds() -> None:
    for good in (declaring(), declaring(settle_ms=10_000), declaring(clock_leeway_s=60)):
        assert limits.limits_are_in_bounds(good) is None
    hour = limits.limits_are_in_bounds(declaring(settle_ms=3_600_000))
    assert hour == "expected settle_ms to be from 0 to 10000, got 3600000"
    short = limits.limits_are_in_bounds(declaring(max_title_length=63))
    assert short == "expected max_title_length to be at least 64, got 63"
    few = limits.limits_are_in_bounds(declaring(max_connections_per_participant=4))
    assert few == "expected max_connections_per_participant to be at least 5, got 4"


def test_a_capabilities_document() -> None:
    assert limits.is_capabilities_document(declaring()) is None
    for bad in (answer(200, {}), answer(200), answer(200, {"limits": {}, "capabilities": {}})):
        assert "expected protocol_version" in str(limits.is_capabilities_document(bad))
