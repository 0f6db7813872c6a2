"""The matchers, each both ways, down to the words in which it says what came and why that differs."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import PURE, answer, event, received
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract import schemas
from conformance.history import isolation
from conformance.recorder import events as recorded
from conformance.recorder import matchers as m
from conformance.recorder.evaluation import MATCHERS, ClauseBroken, evaluate, matcher, repeat
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder

TWO_SHAPES = ("openapi:TestOnly", "openapi:TestOnly")
SILENCE = event("no_answer", who="alice", reason="the connection was refused")
DROPPED = event("dropped", who="alice", reason="the connection ended without a close frame")


# -- reading and showing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("body", {"events": [{"n": 1}, {"n": None}], "": 5}),
        ("body/events/0/n", 1),
        ("body/events/-1/n", None),
        ("body/events/2", m.ABSENT),
        ("body/events/-3", m.ABSENT),
        ("body/events/x", m.ABSENT),
        ("body/", 5),
        ("text/0", m.ABSENT),
        ("nothing", m.ABSENT),
    ],
)
def test_at_finds_what_lies_at_a_path(path: str, found: Any) -> None:
    value = {"body": {"events": [{"n": 1}, {"n": None}], "": 5}, "text": "abc"}
    assert m.at(value, path) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", '"plain"'),
        (None, "null"),
        (True, "true"),
        ({"a": [1]}, '{"a": [1]}'),
        (m.ABSENT, "(absent)"),
        ("line\nbreak\x1b[31m\u202e\ud800", '"line\\nbreak\\u001b[31m\\u202e\\ud800"'),
    ],
)
def test_shown_is_short_and_in_one_line(value: Any, text: str) -> None:
    assert m.shown(value) == text


def test_shown_cuts_what_is_long_and_says_how_long_it_was() -> None:
    assert m.shown("x" * 500) == '"' + "x" * 158 + "… (502 characters)"


def test_shown_never_mistakes_a_string_for_absence() -> None:
    sent = "".join(["(abs", "ent)"])  # as it comes from a server: equal to ABSENT, and not the same object
    assert m.shown(sent) == '"(absent)"'


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (answer(404, {"code": "NOT_FOUND"}), 'status 404 with {"code": "NOT_FOUND"}'),
        (event("handshake", status=101), "status 101 with null"),
        (received({"type": "pong"}), '{"type": "pong"}'),
        (event("received", text="no json"), '"no json"'),
        (event("received", bytes="00ff"), '"00ff"'),
        (event("close_received", code=1001, reason="bye"), 'close_received {"code": 1001, "reason": "bye"}'),
    ],
)
def test_describe_says_what_came(seen: Event, words: str) -> None:
    assert m.describe(seen) == words


# -- each matcher both ways -------------------------------------------------------------------------------------------

LIVE = {"type": "message", "sequence_id": 2, "content": "hi", "mentions": []}


def page(*numbers: int, head: int | None = None, more: bool | None = None, **members: Any) -> Event:
    body = {"events": [{"sequence_id": n, "message_id": f"m{n}"} for n in numbers], **members}
    if head is not None:
        body["current_sequence_id"] = head
    if more is not None:
        body["has_more"] = more
    return answer(200, body)


def closed(code: int, reason: str = "") -> Event:
    return event("close_received", who="alice", code=code, reason=reason)


def hears(who: str, content: str) -> Event:
    return received({"type": "message", "content": content}, who=who)


def waits(*ms: float) -> tuple[list[Event], list[Event]]:
    return [event("sent", at=0) for _ in ms], [event("received", at=round(one * 1e6)) for one in ms]


def created(who: str, room: str, *others: str) -> list[Event]:
    listed = [{"participantId": f"{name}-1", "displayName": name} for name in others]
    people = [event("person", "c", who=name, participant=f"{name}-1") for name in others]
    asked = event("request", "c", who=who, method="POST", path="/chat/create", body={"participants": listed})
    return [*people, asked, event("answer", "c", request=asked.id, who=who, status=201, body={"id": room})]


def joined(who: str, room: str, status: int = 200) -> list[Event]:
    asked = event("request", "c", who=who, method="POST", path=f"/chat/{room}/join", body={})
    body = {"success": True, "conversation": {"id": room}}
    return [asked, event("answer", "c", request=asked.id, who=who, status=status, body=body)]


def told(who: str, room: Any, number: int = 1, check: str | None = "c", kind: str = "message") -> Event:
    return event("received", check, who=who, frame={"type": kind, "conversation_id": room, "sequence_id": number})


HOLDS: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
    (m.status_is, (answer(201),), {"expected": [200, 201]}),
    (m.status_is, (event("handshake", status=101),), {"expected": [101]}),
    (m.answered, (answer(500),), {}),
    (m.speaks_the_contract, ([answer(404), answer(200, {"n": 4})],), {"shapes": [*TWO_SHAPES]}),
    (m.field_is, (answer(200, {"n": 1}),), {"path": "body/n", "expected": 1}),
    (m.field_is, (answer(200, {"n": None}),), {"path": "body/n", "expected": None}),
    (m.fields_agree, (received({"n": 4}), answer(200, {"n": 4})), {"paths": ["frame/n", "body/n"]}),
    (m.conforms, (answer(200, {"n": 4}),), {"path": "body", "schema": "openapi:TestOnly"}),
    (m.frame_has, (received({"type": "pong", "nonce": "x"}),), {"fields": {"type": "pong"}}),
    (m.content_is_exactly, (received({"c": "e\u0301"}),), {"path": "frame/c", "code_points": "e\u0301"}),
    (m.same_event_everywhere, (received(LIVE), answer(200, {"events": [LIVE]})), {"sequence_id": 2}),
    (m.page_is_contiguous, (page(3, 4, head=4, more=False),), {"after": 2}),
    (m.page_is_contiguous, (page(3, 4, head=9, more=True),), {"after": 2}),
    (m.page_is_contiguous, (received({"events": [{"sequence_id": 1}]}),), {"after": 0}),
    (m.page_holds, (page(1, 2, 3),), {"message_ids": ["m3", "m1"]}),
    (m.page_holds, ([page(1, 2), page(3)],), {"message_ids": ["m3", "m1"]}),
    (m.pages_are_contiguous, ([page(1, 2, head=3, more=True), page(3, head=3, more=False)],), {}),
    (m.declares, (answer(200, {"capabilities": {"roles": {}}}),), {"capabilities": ["roles"]}),
    (m.closed_with, (closed(1012),), {"codes": [1001, 1012]}),
    (m.nobody_received, ([hears("eve", "hello")],), {"canary": "canary-1", "people": ["eve"]}),
    (
        m.nobody_received,
        ([hears("eve", "hello"), hears("bob", "canary-1")],),
        {"canary": "canary-1", "people": ["eve"]},
    ),
    (m.percentile_below, waits(1, 2, 3, 99), {"percentile": 75, "bound_ms": 3.5}),
    (m.can_be_judged, (event("examined", of="token", state="ok", what="is accepted"),), {}),
    (m.is_first_frame, (received({"type": "connected"}),), {}),
    (isolation.nobody_outside_was_told, ([*created("alice", "r", "bob"), told("bob", "r"), told("alice", "r")],), {}),
    (isolation.nobody_outside_was_told, ([*created("alice", "r"), *joined("bob", "r"), told("bob", "r")],), {}),
    (isolation.nobody_outside_was_told, ([told("eve", "nobody knows whose")],), {}),
    (isolation.nobody_outside_was_told, ([*created("alice", "r"), told("eve", "r", kind="message_ack")],), {}),
]

BREAKS: list[tuple[Any, tuple[Any, ...], dict[str, Any], str]] = [
    (
        m.status_is,
        (answer(200, {"a": 1}),),
        {"expected": [201, 202]},
        'expected status 201 or 202, got status 200 with {"a": 1}',
    ),
    (
        m.status_is,
        (SILENCE,),
        {"expected": [201]},
        "expected status 201, but no answer came: the connection was refused",
    ),
    (m.answered, (SILENCE,), {}, "no HTTP answer: the connection was refused"),
    (m.can_be_judged, (event("examined", of="token", state="wrong", what="it ended"),), {}, "token: it ended"),
    (m.speaks_the_contract, ([SILENCE],), {"shapes": []}, "no HTTP answer: the connection was refused"),
    (
        m.speaks_the_contract,
        ([answer(200, {"x": 1}), answer(404)],),
        {"shapes": [*TWO_SHAPES]},
        "something answers HTTP, but nothing that it says is of this contract: "
        'status 200 with {"x": 1}; status 404 with null',
    ),
    (m.field_is, (answer(200, {"n": 1}),), {"path": "body/n", "expected": True}, "expected body/n to be true, got 1"),
    (m.field_is, (answer(200, {"n": 1}),), {"path": "body/n", "expected": True}, "expected body/n to be true, got 1"),
    (m.field_is, (answer(200, {}),), {"path": "body/n", "expected": None}, "expected body/n to be null, got (absent)"),
    (m.field_is, (answer(200, "x"),), {"path": "body", "expected": "y"}, 'expected body to be "y", got "x"'),
    (
        m.fields_agree,
        (received({"n": 4}), answer(200, {"n": 5})),
        {"paths": ["frame/n", "body/n"]},
        "frame/n was 4 and body/n was 5; they should be the same",
    ),
    (
        m.fields_agree,
        (received({}), answer(200, {})),
        {"paths": ["frame/n", "body/n"]},
        "frame/n was (absent) and body/n was (absent); they should be the same",
    ),
    (
        m.fields_agree,
        (received({"n": 1}), received({"n": True})),
        {"paths": ["frame/n", "frame/n"]},
        "frame/n was 1 and frame/n was true; they should be the same",
    ),
    (
        m.conforms,
        (answer(200, {"n": 0}),),
        {"path": "body", "schema": "openapi:TestOnly"},
        "body is not a valid TestOnly: n: 0 is less than the minimum of 1",
    ),
    (
        m.conforms,
        (answer(200, {"n": 0, "m": 1, "o": 2}),),
        {"path": "body", "schema": "openapi:TestOnly"},
        "body is not a valid TestOnly: the whole: "
        "Additional properties are not allowed ('m', 'o' were unexpected) (and 1 more)",
    ),
    (
        m.conforms,
        (event("no_answer", reason="refused"),),
        {"path": "body", "schema": "openapi:TestOnly"},
        'expected body to be a TestOnly, but no_answer {"reason": "refused"} has none',
    ),
    (m.frame_has, (closed(1000),), {"fields": {}}, "not a frame, but " + m.describe(closed(1000))),
    (m.frame_has, (received({"type": "error"}),), {"fields": {"type": "pong"}}, 'type is "error", not "pong"'),
    (m.frame_has, (received({"n": 1}),), {"fields": {"n": True}}, "n is 1, not true"),
    (m.frame_has, (event("received", text="["),), {"fields": {"n": 1}}, "n is (absent), not 1"),
    (
        m.nothing_came,
        ([event("sent", frame={}), DROPPED],),
        {"awaited": "pong", "within_ms": 250.0},
        "no pong within 250 ms; nothing came at all",
    ),
    (
        m.nothing_came,
        ([received({"type": "typing"}), received({"type": "pong"})],),
        {"awaited": "message m1", "within_ms": 99.6},
        'no message m1 within 100 ms; 2 frames came, the last: "typing", "pong"',
    ),
    (
        m.content_is_exactly,
        (received({"c": "caf\u00e9"}),),
        {"path": "frame/c", "code_points": "cafe\u0301"},
        'code point 3 was sent as U+0065 and came back as U+00E9; sent "cafe\\u0301", got "caf\\u00e9"',
    ),
    (
        m.content_is_exactly,
        (received({"c": "ab"}),),
        {"path": "frame/c", "code_points": "ab "},
        'sent 3 code points, got back 2: "ab"',
    ),
    (
        m.content_is_exactly,
        (received({"c": 5}),),
        {"path": "frame/c", "code_points": "5"},
        "expected the content as sent, got 5",
    ),
    (
        m.same_event_everywhere,
        (received(LIVE), answer(200, {"events": []})),
        {"sequence_id": 2},
        "the page holds 0 events with sequence_id 2, expected exactly one",
    ),
    (
        m.same_event_everywhere,
        (received(LIVE), answer(200, {"events": [LIVE, LIVE]})),
        {"sequence_id": 2},
        "the page holds 2 events with sequence_id 2, expected exactly one",
    ),
    (
        m.same_event_everywhere,
        (received(LIVE), answer(200, {"events": [{**LIVE, "content": "hi!"}]})),
        {"sequence_id": 2},
        'content is "hi" on the socket and "hi!" in the page',
    ),
    (
        m.same_event_everywhere,
        (received(LIVE), answer(200, {"events": [{**LIVE, "reply_to": None}]})),
        {"sequence_id": 2},
        "reply_to is (absent) on the socket and null in the page",
    ),
    (
        m.page_is_contiguous,
        (page(3, 5, more=True),),
        {"after": 2},
        "expected the sequence_ids [3, 4] after 2, got [3, 5]",
    ),
    (
        m.page_is_contiguous,
        (page(2, 3, more=True),),
        {"after": 2},
        "expected the sequence_ids [3, 4] after 2, got [2, 3]",
    ),
    (
        m.page_is_contiguous,
        (page(3, head=4, more=False),),
        {"after": 2},
        "expected the sequence_ids [3, 4] after 2, got [3]",
    ),
    (
        m.page_is_contiguous,
        (page(3, more=False),),
        {"after": 2},
        "expected the sequence_ids (absent) after 2, got [3]",
    ),
    (m.page_is_contiguous, (answer(200, []),), {"after": 0}, "expected the sequence_ids [] after 0, got []"),
    (
        m.pages_are_contiguous,
        ([page(1, head=3, more=True), page(3, head=3, more=False)],),
        {},
        "expected the sequence_ids [2, 3] after 1, got [3]",
    ),
    (m.pages_are_contiguous, ([],), {}, "no page was read"),
    (
        m.page_holds,
        (page(1, 1, 2),),
        {"message_ids": ["m1", "m2", "m3"]},
        'of 3 messages, lost: ["m3"], doubled: ["m1"]',
    ),
    (
        m.page_holds,
        (answer(200, "<html>"),),
        {"message_ids": ["m1"]},
        'of 1 messages, lost: ["m1"], doubled: []',
    ),
    (
        m.declares,
        (answer(200, {"capabilities": {"roles": {}}}),),
        {"capabilities": ["roles", "invites", "typing"]},
        "demanded and not declared: invites, typing",
    ),
    (
        m.declares,
        (answer(200, {"capabilities": ["roles"]}),),
        {"capabilities": ["roles"]},
        "demanded and not declared: roles",
    ),
    (
        m.closed_with,
        (closed(1000, "bye"),),
        {"codes": [1001, 1012]},
        'expected close code 1001 or 1012, got 1000 "bye"',
    ),
    (
        m.closed_with,
        (DROPPED,),
        {"codes": [1001]},
        "expected close code 1001, but the connection ended without a close frame",
    ),
    (
        m.nobody_received,
        ([hears("eve", "psst canary-1")],),
        {"canary": "canary-1", "people": ["eve"]},
        'eve was sent canary-1, in {"type": "message", "content": "psst canary-1"}',
    ),
    (
        m.nobody_received,
        ([hears("eve", "hello")],),
        {"canary": "canary-1", "people": ["eve", "mallory"]},
        "no later event from the server proves that mallory could have seen it",
    ),
    (
        m.percentile_below,
        waits(1, 2, 3, 99),
        {"percentile": 95, "bound_ms": 99},
        "p95 of 4 was 99.0 ms (median 3.0), the bound is 99 ms",
    ),
    (
        m.is_first_frame,
        (event("received", text="hello"),),
        {},
        'expected a JSON object, got "hello"',
    ),
    (m.is_first_frame, (closed(1011),), {}, "expected a JSON object, got " + m.describe(closed(1011))),
    (
        isolation.nobody_outside_was_told,
        ([*created("alice", "r"), told("eve", "r", 7)],),
        {},
        "eve was sent event 7 of r without being in it",
    ),
    (
        isolation.nobody_outside_was_told,
        (
            [
                *created("alice", "r"),
                *joined("eve", "r", 403),
                answer(200, {"events": [{"conversation_id": "r", "sequence_id": 1}]}, check="c", who="eve"),
            ],
        ),
        {},
        "eve was sent event 1 of r without being in it",
    ),
]


@pytest.fixture(autouse=True)
def _a_schema_of_our_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """``openapi:TestOnly``, so that no test of a matcher depends on the contract's documents."""
    own = {"type": "object", "additionalProperties": False, "properties": {"n": {"type": "integer", "minimum": 1}}}
    monkeypatch.setattr(schemas, "openapi", lambda: {"components": {"schemas": {"TestOnly": own}}})
    schemas._validator.cache_clear()
    yield
    schemas._validator.cache_clear()


def name_of(value: Any) -> str | None:
    return getattr(value, "__name__", None)


@pytest.mark.parametrize(("match", "readings", "arguments"), HOLDS, ids=name_of)
def test_matcher_accepts_what_is_as_described(match: Any, readings: tuple[Any, ...], arguments: dict[str, Any]) -> None:
    assert match(*readings, **arguments) is None


@pytest.mark.parametrize(("match", "readings", "arguments", "words"), BREAKS, ids=name_of)
def test_matcher_says_what_came_and_why_that_differs(
    match: Any, readings: tuple[Any, ...], arguments: dict[str, Any], words: str
) -> None:
    assert match(*readings, **arguments) == words


COMMON = {f"conformance.recorder.matchers.{name}" for name in ("absence", "basic", "latency", "timeline")}
COMMON |= {"conformance.history.isolation"}


def test_matcher_each_one_is_tried_both_ways() -> None:
    """All of the common ones; a family's own are tried beside the checks that use them."""
    common = {match.__name__ for match in MATCHERS.values() if match.__module__ in COMMON}
    never_accepts = {"nothing_came"}  # by definition
    assert common >= {"status_is", "nobody_received", "percentile_below", "page_holds", "nobody_outside_was_told"}
    assert {row[0].__name__ for row in HOLDS} | never_accepts >= common
    assert {row[0].__name__ for row in BREAKS} >= common


def test_conforms_to_a_schema_that_does_not_exist_is_the_fault_of_the_suite() -> None:
    with pytest.raises(schemas.UnknownSchema, match="the contract's openapi document has no schema Nothing"):
        m.conforms(answer(200, {}), path="body", schema="openapi:Nothing")


def test_percentile_of_waits_that_do_not_pair_is_the_fault_of_the_suite() -> None:
    started, ended = waits(1, 2)
    with pytest.raises(ValueError, match="zip"):
        m.percentile_below(started, ended[:1], percentile=95, bound_ms=5)
    with pytest.raises(IndexError):
        m.percentile_below([], [], percentile=95, bound_ms=5)


def test_percentile_counts_from_the_moment_when_a_frame_was_due() -> None:
    late = event("sent", at=9_000_000, due=1_000_000)
    came = event("received", at=10_000_000)
    assert m.percentile_below([late], [came], percentile=95, bound_ms=9) == (
        "p95 of 1 was 9.0 ms (median 9.0), the bound is 9 ms"
    )


# -- what a hostile server could try ----------------------------------------------------------------------------------


def test_page_that_claims_an_enormous_head_is_refused_in_one_line() -> None:
    assert m.page_is_contiguous(page(1, head=10**18, more=False), after=0) is not None


@pytest.mark.parametrize(("live", "stored"), [(True, 1), ([1], [True]), ("1", 1)])
def test_same_event_with_another_json_type_is_not_the_same(live: Any, stored: Any) -> None:
    events = received({**LIVE, "x": live}), answer(200, {"events": [{**LIVE, "x": stored}]})
    assert m.same_event_everywhere(*events, sequence_id=2) is not None


def test_same_event_with_a_slash_in_the_name_of_a_member_is_compared_too() -> None:
    events = received({**LIVE, "a/b": 1}), answer(200, {"events": [{**LIVE, "a/b": 2}]})
    assert m.same_event_everywhere(*events, sequence_id=2) is not None


def test_same_event_shows_the_name_of_a_member_in_one_line() -> None:
    events = received({**LIVE, "~~~\n# pwned": 1}), answer(200, {"events": [LIVE]})
    assert m.same_event_everywhere(*events, sequence_id=2) == (
        '"~~~\\n# pwned" is 1 on the socket and (absent) in the page'
    )


def test_nobody_received_looks_into_binary_frames() -> None:
    leak = event("received", who="eve", bytes=b"psst canary-1".hex())
    assert m.nobody_received([leak], canary="canary-1", people=["eve"]) is not None


@pytest.mark.parametrize(
    "history", [[told("eve", ["r"])], [told("eve", {})], created("alice", ["r"])], ids=["list", "object", "created"]
)
def test_isolation_ids_that_are_no_strings_are_nobodys_conversation(history: list[Event]) -> None:
    assert isolation.nobody_outside_was_told(history) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["events", "sequence_id", "message_id", "id", "type"]) | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@PURE
@given(body=JSON, sequence_id=st.integers(0, 5))
def test_matchers_say_something_of_whatever_a_server_sends(body: Any, sequence_id: int) -> None:
    came, live = answer(200, body), received(body)
    found = [
        m.status_is(came, expected=[201]),
        m.field_is(came, path="body/events/0", expected=None),
        m.fields_agree(came, live, paths=["body/id", "frame/id"]),
        m.conforms(came, path="body", schema="openapi:TestOnly"),
        m.frame_has(live, fields={"type": "pong"}),
        m.nothing_came([came, live], awaited="pong", within_ms=5),
        m.content_is_exactly(live, path="frame/type", code_points="never this"),
        m.same_event_everywhere(live, came, sequence_id=sequence_id),
        m.page_holds(came, message_ids=["never this"]),
        m.declares(came, capabilities=["roles"]),
        m.is_first_frame(live),
    ]
    assert all(reason is None or ("\n" not in reason and reason) for reason in found)


# -- evaluating and repeating -----------------------------------------------------------------------------------------


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "s.ndjson", "s")
    yield recorder
    recorder.close()


def rerecorded(recorder: Recorder, reading: Event | list[Event]) -> Event | list[Event]:
    if isinstance(reading, list):
        return [recorder.record(one.kind, check=one.check, **one.data) for one in reading]
    return recorder.record(reading.kind, check=reading.check, **reading.data)


@pytest.mark.parametrize(("match", "readings", "arguments"), [*HOLDS, *(row[:3] for row in BREAKS)], ids=name_of)
def test_repeat_finds_in_the_recorded_lines_what_was_found_at_first(
    recorder: Recorder, match: Any, readings: tuple[Any, ...], arguments: dict[str, Any]
) -> None:
    seen = [rerecorded(recorder, reading) for reading in readings]
    first = evaluate(recorder, "X-01", match, *seen, **arguments)
    lines = recorded.read(recorder.path)
    by_id = {one.id: one for one in lines}
    assert lines == recorder.events()
    assert lines[-1].kind == "evaluation"
    assert repeat(lines[-1], by_id) == first.reason == lines[-1].data["reason"]


@PURE
@given(content=st.text(st.characters(exclude_categories=["Cs"]), max_size=40), came=st.text(max_size=40))
def test_repeat_is_exact_for_any_text(tmp_path_factory: pytest.TempPathFactory, content: str, came: str) -> None:
    recorder = Recorder(tmp_path_factory.getbasetemp() / "any.ndjson", "s")
    recorder.path.write_text("", encoding="utf-8")
    recorder.secrets.learn("a secret that may occur", "token", "alice")
    heard = recorder.record("received", frame={"content": came})
    first = evaluate(recorder, "X-01", m.content_is_exactly, heard, path="frame/content", code_points=content)
    recorder.close()
    lines = recorded.read(recorder.path)
    assert repeat(lines[-1], {one.id: one for one in lines}) == first.reason
    assert first.holds is (came == content)


def test_evaluate_records_clause_matcher_arguments_events_and_result(recorder: Recorder) -> None:
    one, two = recorder.record("request", path="/"), recorder.record("answer", status=500, body=None)
    found = evaluate(recorder, "X-01", m.status_is, two, expected=[200])
    assert (found.holds, found.witnessed, found.events) == (False, True, (two,))
    assert recorder.events()[-1].data == {
        "clause": "X-01",
        "matcher": "basic.status_is",
        "arguments": {"expected": [200]},
        "events": [two.id],
        "holds": False,
        "witnessed": True,
        "reason": "expected status 200, got status 500 with null",
    }
    assert str(ClauseBroken(found)) == "X-01: expected status 200, got status 500 with null"
    assert not evaluate(recorder, "X-01", m.field_is, one, path="path", expected="/").witnessed


def test_evaluate_notes_the_watch_that_it_settles(recorder: Recorder) -> None:
    heard = recorder.record("received", who="eve", frame={})
    evaluate(recorder, "X-01", m.nobody_received, [heard], watch="s:9", canary="c-1", people=["eve"])
    assert recorder.events()[-1].data["watch"] == "s:9"


def test_evaluate_refuses_a_matcher_that_nobody_could_repeat(recorder: Recorder) -> None:
    def status_is(answer: Event) -> str | None:
        return None

    with pytest.raises(ValueError, match="status_is is not a registered matcher"):
        evaluate(recorder, "X-01", status_is, recorder.record("answer", status=200))


def test_matcher_of_a_name_that_is_taken_is_refused() -> None:
    def status_is(exchange: Event) -> str | None:
        return None

    status_is.__module__ = m.status_is.__module__
    with pytest.raises(ValueError, match=r"two matchers are called basic\.status_is"):
        matcher(status_is)
    assert MATCHERS["basic.status_is"] is m.status_is


def test_every_matcher_is_tried_somewhere() -> None:
    """Both ways, it is hoped: a matcher whose name stands in no test was never seen to refuse anything."""
    for path in Path(m.__file__).parent.glob("*.py"):
        importlib.import_module(f"{m.__name__}.{path.stem}" if path.stem != "__init__" else m.__name__)
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("test_*.py")]
    named = {getattr(node, "attr", getattr(node, "id", "")) for tree in trees for node in ast.walk(tree)}
    assert [name for name in MATCHERS if name.rpartition(".")[2] not in named] == []


def test_matchers_take_events_by_position_and_arguments_by_name() -> None:
    for match in MATCHERS.values():
        kinds = [parameter.kind for parameter in inspect.signature(match).parameters.values()]
        assert kinds[0] is inspect.Parameter.POSITIONAL_OR_KEYWORD
        assert set(kinds) <= {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY}


OUTSIDE = {"asyncio", "httpx", "io", "multiprocessing", "os", "pathlib", "pytest", "quart", "random", "requests",
           "secrets", "select", "shutil", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time",
           "urllib.request", "uuid", "websockets", "yaml"}  # fmt: skip


@pytest.mark.parametrize("path", sorted(Path(m.__file__).parent.glob("*.py")), ids=lambda path: path.stem)
def test_matchers_reach_no_clock_no_file_and_no_network(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert not {name for name in imported if name in OUTSIDE or name.split(".")[0] in OUTSIDE}
    ours = {name for name in imported if name.split(".")[0] == "conformance"}
    # The contract's schemas are read once, by name, and never written; the readers of histories are as pure.
    pure = ("conformance.recorder.", "conformance.contract", "conformance.history")
    assert all(name.startswith(pure) for name in ours)
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {getattr(function, "id", getattr(function, "attr", "")) for function in calls}
    assert not called & {"open", "print", "input", "exec", "eval", "__import__", "now", "utcnow", "today"}
