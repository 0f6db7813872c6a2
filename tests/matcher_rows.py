"""What the common matchers accept, and what they refuse, with the words in which they do."""

from __future__ import annotations

from typing import Any

from helpers import answer, event, received
from matcher_events import DROPPED, LIVE, SILENCE, closed, created, hears, joined, page, told, waits

from conformance.history import isolation
from conformance.recorder import matchers as m

TWO_SHAPES = ("openapi:TestOnly", "openapi:TestOnly")


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


def name_of(value: Any) -> str | None:
    return getattr(value, "__name__", None)
