"""From the record of a failed check to its story: who acts, what is waited for, where each value comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from conformance.history.reading import KINDS
from conformance.recorder.events import Event
from conformance.reproduce import telling
from conformance.reproduce.story import (
    Ask,
    Await,
    CannotTell,
    Credential,
    Finish,
    Fresh,
    Heard,
    History,
    Known,
    Listed,
    One,
    Open,
    Pause,
    Send,
    Story,
    Text,
    Told,
    is_whole,
    refs,
    without,
)

RUN = "1a2b3c4d"
ALICE = f"alice-{RUN}-000000000001"
BOB = f"bob-{RUN}-000000000002"
MESSAGE = f"msg-{RUN}-000000000003"


@dataclass(slots=True)
class Record:
    """Writes down what a check did and saw, a millisecond apart."""

    events: list[Event] = field(default_factory=list)
    now: int = 0

    def add(self, kind: str, **data: Any) -> Event:
        self.now += 1_000_000
        self.events.append(Event(f"s:{len(self.events) + 1}", self.now, kind, "c", data))
        return self.events[-1]

    def person(self, who: str, participant: str, number: int = 1, **claims: Any) -> str:
        label = f"<token {who}#{number} abcd>"
        self.add("token", who=who, label=label, header={"alg": "RS256", "typ": "at+jwt", "kid": "k"},
                 claims={"sub": participant, "iat": 100, "exp": 3700, "iss": "i", "aud": "a", **claims},
                 signed=True)  # fmt: skip
        return label

    def asks(self, who: str, method: str, path: str, body: Any = None, number: int = 1) -> Event:
        headers = {"User-Agent": "x", "Authorization": f"Bearer <token {who}#{number} abcd>"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self.add("request", who=who, method=method, path=path, headers=headers, body=body)

    def answers(self, request: Event, status: int = 200, body: Any = None) -> Event:
        return self.add("answer", request=request.id, who=request.data["who"], status=status, headers={}, body=body)

    def opens(self, who: str, connection: str, path: str) -> Event:
        headers = {"Authorization": f"Bearer <token {who}#1 abcd>"}
        self.add("opening", connection=connection, who=who, path=path, headers=headers)
        return self.add("handshake", connection=connection, who=who, status=101, headers={})

    def sends(self, who: str, connection: str, frame: Any) -> Event:
        return self.add("sent", connection=connection, who=who, frame=frame)

    def hears(self, who: str, connection: str, frame: Any) -> Event:
        return self.add("received", connection=connection, who=who, frame=frame)

    def breaks(self, matcher: str, *readings: Event | list[Event], holds: bool = False, **arguments: Any) -> None:
        ids = [one.id if isinstance(one, Event) else [event.id for event in one] for one in readings]
        self.add("evaluation", clause="C-01", matcher=matcher, arguments=arguments, events=ids, holds=holds,
                 witnessed=True, reason=None if holds else "expected status 403, got status 200")  # fmt: skip

    def story(self, **how: Any) -> Story:
        return telling.told(self.events, RUN, "A clause.", **how)


def room_of_two() -> Record:
    """Alice has created a conversation with Bob in it, and he listens."""
    record = Record()
    record.person("alice", ALICE)
    record.person("bob", BOB)
    created = record.asks("alice", "POST", "/chat/create", {"participants": [{"participantId": BOB}]})
    record.answers(created, 201, {"id": "c_4f9a81bc", "current_sequence_id": 0})
    record.opens("bob", f"{BOB}/1", "/chat/ws/c_4f9a81bc")
    record.hears("bob", f"{BOB}/1", {"type": "connected", "current_sequence_id": 2})
    return record


def steps(story: Story, kind: type[Any]) -> list[Any]:
    return [step for step in story.steps if isinstance(step, kind)]


# -- where values come from -------------------------------------------------------------------------------------------


def test_a_value_that_the_server_chose_refers_to_the_answer_in_which_it_first_came() -> None:
    record = room_of_two()
    answer = record.answers(record.asks("alice", "DELETE", "/chat/c_4f9a81bc/leave"))
    record.breaks("basic.status_is", answer, expected=[403])
    leaving = steps(record.story(), Ask)[-1]
    created = next(event for event in record.events if event.kind == "answer")
    assert leaving.path == Text(("/chat/", Told(created.id, ("body", "id"), "room"), "/leave"))


def test_ids_of_participants_and_of_messages_are_no_literals() -> None:
    record = room_of_two()
    body = {"message_id": MESSAGE, "content": f"hello {BOB}"}
    answer = record.answers(record.asks("alice", "POST", "/chat/c_4f9a81bc/messages", body))
    record.breaks("basic.status_is", answer, expected=[403])
    story = record.story()
    first, last = steps(story, Ask)
    assert first.body == {"participants": [{"participantId": Known("bob")}]}
    assert last.body == {"message_id": Fresh(MESSAGE, "msg"), "content": Text(("hello ", Known("bob")))}


def test_a_token_in_a_frame_is_that_of_whoever_it_is_of() -> None:
    record = room_of_two()
    record.person("bob", BOB, 2)
    record.sends("bob", f"{BOB}/1", {"type": "auth", "token": "<token bob#2 abcd>"})
    heard = record.hears("bob", f"{BOB}/1", {"type": "error"})
    record.breaks("basic.frame_has", heard, fields={"type": "auth_ok"})
    assert steps(record.story(), Send)[0].value == {"type": "auth", "token": Credential("bob_2")}


def test_numbers_of_the_timeline_are_taken_from_what_the_server_said_if_that_is_wanted() -> None:
    record = room_of_two()
    record.sends("bob", f"{BOB}/1", {"type": "sync", "last_sequence_id": 2})
    page = record.hears("bob", f"{BOB}/1", {"type": "sync"})
    record.breaks("basic.frame_has", page, fields={"events": []})
    greeting = next(event for event in record.events if event.frame.get("type") == "connected")
    number = Told(greeting.id, ("frame", "current_sequence_id"), "number")
    assert steps(record.story(numbers=True), Send)[0].value["last_sequence_id"] == number
    assert steps(record.story(numbers=False), Send)[0].value["last_sequence_id"] == 2


def test_what_the_client_said_first_is_not_the_servers_though_it_repeats_it() -> None:
    record = room_of_two()
    first = record.asks("alice", "POST", "/chat/c_4f9a81bc/invites", {"note": "lobby-2026-x"})
    record.answers(first, 201, {"note": "lobby-2026-x"})
    answer = record.answers(record.asks("alice", "POST", "/chat/c_4f9a81bc/invites", {"note": "lobby-2026-x"}))
    record.breaks("basic.status_is", answer, expected=[403])
    assert steps(record.story(), Ask)[-1].body == {"note": "lobby-2026-x"}


def test_an_id_under_a_mask_stays_as_it_is() -> None:
    record = room_of_two()
    record.add("sent", connection=f"{BOB}/1", who="bob", wire=f"81{len(MESSAGE):02x}{MESSAGE.encode().hex()}")
    heard = record.hears("bob", f"{BOB}/1", {"type": "message_ack", "message_id": MESSAGE})
    record.breaks("basic.frame_has", heard, fields={"message_id": MESSAGE, "duplicate": True})
    assert not [ref for ref in refs(record.story()) if isinstance(ref, Fresh)]


# -- what is done and waited for --------------------------------------------------------------------------------------


def test_what_had_come_before_an_act_is_waited_for_before_it() -> None:
    record = room_of_two()
    answer = record.answers(record.asks("alice", "DELETE", "/chat/c_4f9a81bc/leave"))
    record.breaks("basic.status_is", answer, expected=[403])
    kinds = [type(step) for step in record.story().steps]
    assert kinds == [Ask, Open, Await, Ask]


def test_the_second_of_two_like_frames_is_waited_for_as_the_second() -> None:
    record = room_of_two()
    for number in (3, 4):
        last = record.hears("bob", f"{BOB}/1", {"type": "typing", "n": number})
    record.breaks("basic.field_is", last, path="frame/n", expected=5)
    wait = steps(record.story(), Await)[-1]
    assert (wait.id, wait.wanted.members, wait.wanted.nth) == (last.id, {"type": "typing"}, 2)


def test_a_frame_is_waited_for_as_the_check_itself_did() -> None:
    record = room_of_two()
    heard = record.hears("bob", f"{BOB}/1", {"type": "message", "message_id": MESSAGE, "content": "x"})
    record.breaks("basic.frame_has", heard, holds=True, fields={"type": "message", "message_id": MESSAGE})
    record.breaks("basic.field_is", heard, path="frame/content", expected="y")
    wanted = steps(record.story(), Await)[-1].wanted
    assert wanted.members == {"type": "message", "message_id": Fresh(MESSAGE, "msg")}


def test_what_is_judged_of_a_frame_is_not_what_it_is_known_by() -> None:
    record = room_of_two()
    heard = record.hears("bob", f"{BOB}/1", {"type": "error", "message_id": "other", "ref": MESSAGE})
    record.breaks("basic.field_is", heard, path="frame/message_id", expected=MESSAGE)
    assert steps(record.story(), Await)[-1].wanted.members == {"type": "error", "ref": Fresh(MESSAGE, "msg")}


def test_requests_that_were_under_way_together_are_so_again() -> None:
    record = room_of_two()
    one = record.asks("alice", "DELETE", "/chat/c_4f9a81bc/leave")
    two = record.asks("bob", "DELETE", "/chat/c_4f9a81bc/leave")
    answers = [record.answers(one), record.answers(two)]
    record.breaks("roles.no_more_than_accepted", answers, most=1, expected=200)
    story = record.story()
    assert [step.begun for step in steps(story, Ask)] == [False, True, False]
    assert [step.begun for step in steps(story, Finish)] == [one.id]
    assert is_whole(story)


def test_a_silence_that_was_meant_is_kept() -> None:
    record = room_of_two()
    record.now += 1_500_000_000
    answer = record.answers(record.asks("alice", "DELETE", "/chat/c_4f9a81bc/leave"))
    record.breaks("basic.status_is", answer, expected=[403])
    assert [step.seconds for step in steps(record.story(), Pause)] == [1.5]


def test_a_question_that_was_asked_again_and_again_is_asked_for_as_long() -> None:
    record = room_of_two()
    for _ in range(5):
        answer = record.answers(record.asks("alice", "GET", "/chat/my-conversations"), 200, {"conversations": []})
        record.now += 498_000_000
    record.breaks("basic.field_is", answer, path="body/conversations/0", expected=1)
    looks = [step for step in steps(record.story(), Ask) if step.method == "GET"]
    assert [look.again_s for look in looks] == [2.0]


# -- what the rule reads ----------------------------------------------------------------------------------------------


def reading(choose: Callable[[Record], list[Event]]) -> Any:
    record = room_of_two()
    record.hears("bob", f"{BOB}/1", {"type": "typing"})
    record.sends("bob", f"{BOB}/1", {"type": "ping", "nonce": "n"})
    record.hears("bob", f"{BOB}/1", {"type": "typing"})
    record.hears("bob", f"{BOB}/1", {"type": "pong", "nonce": "n"})
    record.breaks("answers.stays_open", choose(record))
    return record.story().verdict.readings[0]


def coming(record: Record) -> list[Event]:
    return [event for event in record.events if event.kind == "received"]


def test_all_that_came_on_a_connection_is_read_as_that() -> None:
    assert reading(coming) == Heard(f"{BOB}/1")


def test_what_came_after_an_act_is_read_from_there_on() -> None:
    found = reading(lambda record: coming(record)[2:])
    assert isinstance(found, Heard)
    assert found.since is not None


def test_frames_of_one_type_are_read_by_their_type() -> None:
    found = reading(lambda record: [event for event in coming(record) if event.frame["type"] == "typing"])
    assert found == Heard(f"{BOB}/1", None, ("typing",))


def test_single_frames_are_read_one_by_one() -> None:
    found = reading(lambda record: [coming(record)[0], coming(record)[2]])
    assert isinstance(found, Listed)
    assert all(isinstance(part, One) for part in found.parts)


def test_the_whole_record_is_read_as_the_history() -> None:
    assert reading(lambda record: [event for event in record.events if event.kind in KINDS]) == History()


def test_what_did_not_come_is_waited_for_as_long_and_by_the_same_rule() -> None:
    record = room_of_two()
    wanted = {"matcher": "basic.frame_has", "arguments": {"fields": {"type": "message", "message_id": MESSAGE}}}
    record.breaks("basic.nothing_came", coming(record), awaited="message", within_ms=2000.0, wanted=wanted)
    verdict = record.story().verdict
    assert verdict.awaited is not None
    assert verdict.awaited.members == {"type": "message", "message_id": Fresh(MESSAGE, "msg")}
    assert (verdict.within_s, verdict.on) == (2.0, Heard(f"{BOB}/1"))
    assert "wanted" not in verdict.arguments


def test_an_argument_that_is_a_rules_own_is_kept() -> None:
    record = room_of_two()
    record.breaks("invites.tokens_have_bits", coming(record), wanted=128)
    assert record.story().verdict.arguments == {"wanted": 128}


# -- what cannot be told ----------------------------------------------------------------------------------------------


def refused(record: Record) -> str:
    with pytest.raises(CannotTell) as told:
        record.story()
    return str(told.value)


def test_a_check_that_no_rule_failed_is_refused() -> None:
    assert "no rule failed" in refused(room_of_two())


def test_what_was_awaited_by_an_unknown_rule_is_refused() -> None:
    record = room_of_two()
    record.breaks("basic.nothing_came", coming(record), awaited="message", within_ms=2000.0)
    assert "by what rule" in refused(record)


def test_a_rule_over_other_checks_is_refused() -> None:
    record = room_of_two()
    record.breaks("answers.stays_open", [Event("t:9", 1, "received", "d", {})])
    assert "other checks" in refused(record)


def test_bytes_that_are_recorded_in_part_only_are_refused() -> None:
    record = room_of_two()
    record.add("sent", connection=f"{BOB}/1", who="bob", wire="00" * telling.RAW_SHOWN)
    record.breaks("answers.stays_open", coming(record))
    assert "the beginning only" in refused(record)


def test_a_story_that_nobody_would_read_is_refused() -> None:
    record = room_of_two()
    for number in range(telling.MOST_STEPS):
        record.sends("bob", f"{BOB}/1", {"type": "typing", "n": number})
    record.breaks("answers.stays_open", coming(record))
    assert "can be shown again" in refused(record)


# -- leaving out ------------------------------------------------------------------------------------------------------


def test_without_a_step_what_stands_on_it_goes_too() -> None:
    record = room_of_two()
    answer = record.answers(record.asks("alice", "DELETE", "/chat/c_4f9a81bc/leave"))
    record.breaks("basic.status_is", answer, expected=[403])
    story = record.story()
    shorter = without(story, frozenset({steps(story, Ask)[0].id}))
    assert shorter.steps == ()
    assert not is_whole(shorter)
    assert is_whole(without(story, frozenset({steps(story, Open)[0].id})))
