"""Matchers of messages and answers, each seen both ways, down to its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from helpers import received

from conformance.recorder.events import Event
from conformance.recorder.matchers import answers as am
from conformance.recorder.matchers import messages as mm


def frame(**members: Any) -> Event:
    return Event("t:1", 1, "received", None, {"frame": members, "who": "bob"})


def answer(status: int, body: Any = None, headers: Mapping[str, str] | None = None) -> Event:
    return Event("t:2", 2, "answer", None, {"status": status, "body": body, "headers": headers or {}})


def problem(status: int = 404, **changes: Any) -> Event:
    body = {"type": "about:blank", "title": "t", "status": status, "detail": "d", "code": "NOT_FOUND", **changes}
    return answer(status, {k: v for k, v in body.items() if v is not ...}, {"content-type": "application/problem+json"})


DROPPED = Event("t:3", 3, "dropped", None, {"reason": "gone"})
LOST = Event("t:4", 4, "no_answer", None, {"reason": "nothing came"})
LIVE = frame(type="message", message_id="m", sequence_id=2, content="a", metadata={"n": 1})
PAGE = answer(200, {"events": [LIVE.frame]})
ACK = frame(type="message_ack", message_id="m", sequence_id=2, conversation_id="c")
ERROR = frame(type="error", code="INVALID_FRAME", message="no")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(1, 1.0, True), (1, True, False), ([1, {"a": None}], [1, {"a": None}], True), ({"a": 1}, {"a": 1, "b": 2}, False),
     ("1", 1, False), ([1, 2], [2, 1], False), (None, False, False)],
)  # fmt: skip
def test_json_values_are_equal_as_json_has_it(one: Any, other: Any, same: bool) -> None:
    assert mm.same_json(one, other) is same


HELD = [
    mm.is_frame_of(ACK, types=["message_ack"]),
    mm.accepted(ACK),
    mm.accepted(answer(201)),
    mm.refused(ERROR, statuses=[400], codes=["INVALID_FRAME"]),
    mm.refused(answer(400), statuses=[400], codes=[]),
    mm.refused(answer(409, {"code": "X"}), statuses=[409], codes=[], rest_codes=["X"]),
    mm.message_has(LIVE, message_id="m", members={"metadata": {"n": 1.0}}),
    mm.message_has(PAGE, message_id="m", members={"content": "a"}),
    mm.message_content_is(PAGE, message_id="m", content="a"),
    mm.came_once([ACK, LIVE], message_id="m"),
    mm.number_is_new(ACK, frame(conversation_id="c", sequence_id=3)),
    mm.numbered_right_after(ACK, frame(sequence_id=3)),
    mm.all_acknowledged([ACK], message_ids=["m"]),
    mm.same_number_as_live(ACK, LIVE),
    am.declared_as_json(answer(200, {}, {"content-type": "application/json; charset=utf-8"})),
    am.declared_as_json(problem()),
    am.declared_as_json(answer(204)),
    am.forbids_sniffing(answer(200, {}, {"x-content-type-options": "nosniff"})),
    am.refusals_are_problems([answer(200), problem()]),
    am.problems_are_whole([problem()]),
    am.problems_repeat_the_status([problem()]),
    am.codes_fit_the_status([problem()]),
    am.status_is_listed(answer(200), operation="GET /", listed=[200, 404]),
    am.survived(ERROR),
    am.survived(answer(404)),
    am.survived(problem(503, code="UNAVAILABLE")),
    am.stays_open([ACK, LIVE]),
    am.allows(answer(405, None, {"allow": "GET, post"}), methods=["GET", "POST"], not_method="PUT"),
    am.lacks(ERROR, names=["ref"]),
    am.names_a_wait(frame(type="error", retry_after=1)),
    am.has_retry_header(answer(429, {"retry_after": 1}, {"retry-after": "1"})),
    am.is_answer(ACK),
    am.is_answer(frame(type="read", ref="r"), read_ref="r"),
    am.answered_exactly_once([LIVE, ACK], asked="a message"),
    am.answered_exactly_once([frame(type="read"), ACK], asked="a message"),
    am.answered_exactly_once([frame(type="read"), frame(type="read", ref="r")], asked="a read", read_ref="r"),
    am.reveals_nothing([ERROR, problem(detail="content: a string of 1 to 2000 characters is wanted")]),
    am.does_not_repeat(problem(401), credential="secret", status=[401]),
]


def test_what_is_as_it_should_be_has_no_complaint() -> None:
    assert [None] * len(HELD) == HELD


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (mm.is_frame_of(ERROR, types=["message_ack"]), "expected a frame of type message_ack"),
        (mm.accepted(ERROR), "expected it to be accepted"),
        (mm.accepted(answer(200), statuses=[201]), "status 200"),
        (mm.refused(ACK, statuses=[400], codes=["INVALID_FRAME"]), "expected an error of code INVALID_FRAME"),
        (mm.refused(answer(201), statuses=[400], codes=[]), "expected status 400"),
        (mm.refused(answer(409, {"code": "Y"}), statuses=[409], codes=[], rest_codes=["X"]), "with code X"),
        (mm.message_has(LIVE, message_id="m", members={"metadata": {"n": "1"}}), "expected metadata of the message"),
        (mm.message_has(PAGE, message_id="other", members={}), "found it 0 times"),
        (mm.message_content_is(LIVE, message_id="m", content="b"), "code point 0 was U+0062 and came back as U+0061"),
        (mm.message_content_is(LIVE, message_id="m", content="ab"), "2 code points were sent, 1 came back"),
        (mm.came_once([LIVE, LIVE], message_id="m"), "it came 2 times"),
        (mm.number_is_new(ACK, ACK), "both were answered with number 2"),
        (mm.numbered_right_after(ACK, frame(sequence_id=4)), "so this one must be the next; it got 4"),
        (mm.all_acknowledged([ACK], message_ids=["m", "n"]), "1 were not acknowledged"),
        (mm.all_acknowledged([received({"type": "message_ack", "message_id": []})], message_ids=["m"]), "1 were not"),
        (mm.same_number_as_live(frame(sequence_id=1), LIVE), "another member got the message as number 2"),
        (am.declared_as_json(answer(200, {}, {"content-type": "text/html"})), "got text/html"),
        (am.forbids_sniffing(answer(200, {})), "expected X-Content-Type-Options: nosniff, got null"),
        (am.refusals_are_problems([answer(200)]), "none of 1 requests"),
        (am.refusals_are_problems([answer(400, {})]), "got none"),
        (am.problems_are_whole([problem(detail=...)]), "expected detail in a problem, got (absent)"),
        (am.problems_repeat_the_status([answer(404, {"status": 400})]), "its problem says 400"),
        (am.codes_fit_the_status([problem(code="GONE")]), "status 404 has code NOT_FOUND"),
        (am.status_is_listed(answer(422), operation="GET /", listed=[200]), "GET / may answer 200"),
        (am.survived(answer(500)), "status 500"),
        (am.survived(LOST), "nothing came"),
        (am.survived(frame(type="error", code="INTERNAL")), "INTERNAL"),
        (am.stays_open([ACK, DROPPED]), "the connection was ended"),
        (am.allows(answer(405), methods=["GET"], not_method="PUT"), "there is no such header"),
        (am.allows(answer(405, None, {"allow": "PUT"}), methods=["GET"], not_method="PUT"), 'got "PUT"'),
        (am.lacks(frame(type="error", ref=1), names=["ref", "message_id"]), "expected no ref"),
        (am.names_a_wait(frame(type="error", retry_after="1")), "expected retry_after to be a number of seconds"),
        (am.has_retry_header(answer(429, {"retry_after": 1})), "expected the header Retry-After"),
        (am.is_answer(frame(type="read")), "expected an answer"),
        (am.answered_exactly_once([], asked="a ping"), "a ping calls for one answer, 0 came: nothing"),
        (am.answered_exactly_once([frame(type="read")], asked="a read", read_ref="r"), "0 came"),
        (am.answered_exactly_once([frame(type="read", ref="r")] * 2, asked="a read", read_ref="r"), "2 came"),
        (am.reveals_nothing([frame(type="error", code="X", message='File "/a.py", line 7')]), "a stack trace"),
        (am.reveals_nothing([frame(type="error", code="X", message="see /var/lib/chat")]), "a file path"),
        (am.reveals_nothing([frame(type="error", code="X", message="ValueError: bad")]), "an exception"),
        (am.reveals_nothing([frame(type="error", code="X", message="SELECT a FROM b")]), "a database query"),
        (am.does_not_repeat(problem(401, detail="bad secret"), credential="secret", status=[401]), "repeats"),
        (am.does_not_repeat(answer(200), credential="secret", status=[401]), "expected status 401"),
    ],
)  # fmt: skip
def test_what_is_not_is_said_in_words_that_help(found: str | None, words: str) -> None:
    assert found is not None
    assert words in found
