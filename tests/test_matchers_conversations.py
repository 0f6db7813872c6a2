"""The matchers of conversations, history and general rules, each both ways, down to their words."""

from __future__ import annotations

import base64
import random
import uuid
from typing import Any

import pytest
from helpers import PURE, answer, event, one_line, received
from hypothesis import given
from hypothesis import strategies as st

from conformance.recorder.evaluation import Matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers import conversations as c
from conformance.recorder.matchers import general as g
from conformance.recorder.matchers import history as h

DROPPED = event("dropped", who="alice", reason="the connection ended without a close frame")


def message(number: int, **more: Any) -> dict[str, Any]:
    return {"type": "message", "sequence_id": number, "message_id": f"m{number}", "content": f"line {number}",
            "participant": {"participantId": "bob", "displayName": "Bob"}, **more}  # fmt: skip


def about(kind: str, number: int, person: str = "bob", **more: Any) -> dict[str, Any]:
    return {"type": kind, "sequence_id": number, "participant": {"participantId": person, **more}}


def page(*events: dict[str, Any], **more: Any) -> Event:
    return answer(body={"events": list(events), "has_more": False, "current_sequence_id": 9, **more})


def listing(*ids: str, cursor: str | None = None, **entry: Any) -> Event:
    return answer(body={"conversations": [{"id": name, **entry} for name in ids], "next_cursor": cursor})


def people(**roles: str) -> Event:
    listed = [{"participantId": name, "role": role} for name, role in roles.items()]
    return answer(body={"participants": listed, "current_sequence_id": 3})


ONE, TWO, THREE = message(1), message(2), message(3)
NEW = {"type": "x_noted", "sequence_id": 2}
ACK = {"type": "message_ack", "sequence_id": 3}
CAME, WENT = about("participant_joined", 2, role="member"), about("participant_left", 4)
STREAM = received({"type": "connected", "stream_id": "s"})
LEFT_AND_SPOKE = [page(ONE, about("participant_left", 2), THREE)]
LEFT_AND_CAME = [page(ONE, about("participant_left", 2), about("participant_joined", 3), message(4))]
ENTRY = {"id": "a", "fields": {"participant_count": 2}}

ROWS: list[tuple[Matcher, list[Any], dict[str, Any], str | None]] = [
    (h.page_lists, [page(ONE, TWO)], {"numbers": [1, 2]}, None),
    (h.page_lists, [page(TWO, ONE)], {"numbers": [1, 2]}, "expected a page with the sequence_ids [1, 2], got [2, 1]"),
    (h.page_holds_at_most, [page(ONE, TWO)], {"most": 2}, None),
    (h.page_holds_at_most, [page(ONE, TWO)], {"most": 1}, "expected 1 to 1 events in the page, got 2"),
    (h.page_holds_at_most, [page()], {"most": 1}, "got 0"),
    (h.page_has_newest, [page(TWO, THREE)], {"newest": 3}, None),
    (h.page_has_newest, [page(ONE, TWO)], {"newest": 3}, "ends with the newest event, 3; it holds [1, 2]"),
    (h.page_has_newest, [page()], {"newest": 3}, "it holds []"),
    (h.head_reaches, [page(current_sequence_id=3)], {"number": 3}, None),
    (h.head_reaches, [page(current_sequence_id=2)], {"number": 3}, "the timeline is read only up to 2"),
    (h.walk_ends, [[page(ONE), page(TWO)]], {}, None),
    (h.walk_ends, [[page(ONE, has_more=True)]], {}, "after 1 pages has_more is still true"),
    (h.walks_agree, [[page(ONE, TWO), page(THREE)], [page(TWO, THREE), page(ONE)]], {}, None),
    (h.walks_agree, [[page(ONE, TWO)], [page(TWO)]], {}, "of 2 events, walking backward lacks [1]"),
    (h.walks_agree, [[page(ONE)], [page({**ONE, "content": "x"})]], {}, "event 1 is"),
    (h.walks_agree, [[page(ONE)], [page({**ONE, "sequence_id": [1]})]], {}, "lacks [1]"),
    (h.read_again_the_same, [[page(ONE)], [page(ONE, TWO)]], {}, None),
    (h.read_again_the_same, [[page(ONE)], [page(TWO)]], {}, "is missing when it is read again"),
    (h.read_again_the_same, [[page(ONE)], [page({**ONE, "content": "x"})]], {},
     'content of event 1 was "line 1" and is "x"'),
    (h.holds_only_messages_of, [[page(ONE)], [page(ONE, CAME)]], {}, None),
    (h.holds_only_messages_of, [[page(ONE, CAME)], [page(ONE, CAME)]], {}, 'types ["participant_joined"]'),
    (h.holds_only_messages_of, [[page(ONE)], [page(ONE, TWO)]], {}, "numbered [2] are missing"),
    (h.holds_only_messages_of, [[page({**ONE, "content": "x"})], [page(ONE)]], {}, "message 1 is"),
    (h.timeline_counts, [[page(ONE, CAME)]],
     {"event_type": "participant_joined", "participant": "bob", "count": 1, "fields": {"participant/role": "member"}},
     None),
    (h.timeline_counts, [[page(ONE)]], {"event_type": "participant_joined", "participant": "bob", "count": 1},
     "expected 1 participant_joined of bob, found 0"),
    (h.timeline_counts, [[page(CAME)]],
     {"event_type": "participant_joined", "participant": "bob", "count": 1, "fields": {"participant/role": "owner"}},
     'expected participant/role of participant_joined to be "owner", got "member"'),
    (h.timeline_counts, [[page({"type": "role_changed", "sequence_id": 1, "participantId": "bob"})]],
     {"event_type": "role_changed", "participant": "bob", "count": 1}, None),
    (h.silent_between, [LEFT_AND_CAME], {"participant": "bob"}, None),
    (h.silent_between, [LEFT_AND_SPOKE], {"participant": "bob"}, "numbered after its author had gone"),
    (h.silent_between, [LEFT_AND_SPOKE], {"participant": "carol"}, None),
    (h.lists_nothing_of, [[page(ONE)]], {"message_ids": ["m2"]}, None),
    (h.lists_nothing_of, [[page(ONE, TWO)]], {"message_ids": ["m2"]}, 'the timeline holds ["m2"]'),
    (h.rise_by_one, [[answer(body={"n": 4}), answer(body={"n": 5})]], {"paths": ["body/n"] * 2}, None),
    (h.rise_by_one, [[answer(body={"n": 4}), answer(body={"n": 6})]], {"paths": ["body/n"] * 2}, "got 4, 6"),
    (h.rise_by_one, [[answer(body={})]], {"paths": ["body/n"]}, "exactly 1"),
    (h.page_begins_with, [page(TWO)], {"numbers": [2, 3]}, None),
    (h.page_begins_with, [page(THREE)], {"numbers": [2, 3]}, "begins with the sequence_ids [2, 3], got [3]"),
    (h.page_begins_with, [page()], {"numbers": [2, 3]}, "got []"),
    (h.page_lies_behind, [page(TWO, THREE)], {"number": 1}, None),
    (h.page_lies_behind, [page()], {"number": 1}, None),
    (h.page_lies_behind, [page(TWO, THREE)], {"number": 2}, "events behind 2 only, got the sequence_ids [2] too"),
    (h.pages_reach, [[page(ONE), page(TWO)]], {"number": 2}, None),
    (h.pages_reach, [[page(ONE), page(TWO)]], {"number": 3}, "event 3 was told to somebody"),
    (h.pages_reach, [[page()]], {"number": 1}, "end at null"),
    (h.pages_begin_by, [[page(TWO), page(THREE)]], {"number": 2}, None),
    (h.pages_begin_by, [[page(TWO), page(THREE)]], {"number": 1}, "the pages begin at [2]"),
    (h.pages_begin_by, [[page()]], {"number": 1}, "the pages begin at []"),
    (h.page_ends_with, [page(TWO, THREE)], {"numbers": [2, 3]}, None),
    (h.page_ends_with, [page(TWO)], {"numbers": [2, 3]}, "ends with the sequence_ids [2, 3], got [2]"),
    (h.page_ends_with, [page()], {"numbers": [2, 3]}, "got []"),
    (h.more_is_told, [page(TWO, has_more=True)], {"last": 3}, None),
    (h.more_is_told, [page(TWO, has_more=True)], {"last": 2}, "expected has_more false on a page of [2], got true"),
    (h.more_is_told, [page(ONE, has_more=False)], {"first": 1}, None),
    (h.more_is_told, [page(TWO, has_more=False)], {"first": 1}, "expected has_more true on a page of [2], got false"),
    (h.more_is_told, [page()], {"first": 1}, "the page is empty"),
    (h.same_timeline, [[page(ONE)], [received(TWO)], [received(ONE), received(TWO)]], {}, None),
    (h.same_timeline, [[page(ONE)], [], [received(ONE), received(TWO)]], {}, "event 2"),
    (h.same_timeline, [[page({**ONE, "content": "x"})], [], [received(ONE)]], {}, "event 1 is"),
    (h.same_timeline, [[page(ONE, NEW)], [], [received(ONE), received(NEW), received(ACK)]], {}, None),
    (h.same_timeline, [[page(ONE)], [], [received(ONE), received(NEW)]], {}, "event 2"),
    (h.same_timeline, [[page(ONE, TWO)], [], [received(ONE)]], {}, "the newcomer has events [2] that nobody else saw"),
    (h.numbers_keep_their_events, [STREAM, [received(ONE)], [page(ONE, stream_id="s")]], {}, None),
    (h.numbers_keep_their_events, [STREAM, [received(TWO)], [page(ONE, stream_id="s")]], {}, None),
    (h.numbers_keep_their_events, [STREAM, [received(ONE)], [page({**TWO, "sequence_id": 1}, stream_id="s")]], {},
     "under one stream_id number 1 named"),
    (h.numbers_keep_their_events, [STREAM, [received(ONE)], [page({**TWO, "sequence_id": 1}, stream_id="t")]], {},
     None),
    (c.members_are, [people(ann="owner", bob="member")],
     {"path": "body/participants", "expected": {"ann": {"role": "owner"}, "bob": {}}}, None),
    (c.members_are, [people(ann="owner")], {"path": "body/participants", "expected": {"ann": {}, "bob": {}}},
     '["bob"] should be among the participants'),
    (c.members_are, [people(ann="owner", bob="member")], {"path": "body/participants", "expected": {"ann": {}}},
     '["bob"] should not be among'),
    (c.members_are, [answer(body={"participants": [{"participantId": "ann"}] * 2})],
     {"path": "body/participants", "expected": {"ann": {}}}, "each participant once"),
    (c.members_are, [people(ann="member")], {"path": "body/participants", "expected": {"ann": {"role": "owner"}}},
     'expected role of ann to be "owner", got "member"'),
    (c.member_has, [people(ann="owner")], {"path": "body/participants", "participant": "ann",
     "fields": {"role": "owner"}}, None),
    (c.member_has, [people(ann="owner")], {"path": "body/participants", "participant": "ann", "fields": {"type": "ai"}},
     'expected type of ann to be "ai", got (absent)'),
    (c.member_has, [people(ann="owner")], {"path": "body/participants", "participant": "bob", "fields": {}},
     "bob is not among the participants"),
    (c.one_is_accepted, [[answer(409), answer(200), answer(429)]], {}, None),
    (c.one_is_accepted, [[answer(200), answer(200)]], {}, "expected one success and 1 refusals, got the statuses"),
    (c.one_is_accepted, [[answer(409), answer(500), answer(200)]], {}, "[409, 500, 200]"),
    (c.refused_or_closed, [received({"type": "error", "code": "NOT_A_MEMBER"})], {"code": "NOT_A_MEMBER"}, None),
    (c.refused_or_closed, [DROPPED], {"code": "NOT_A_MEMBER"}, None),
    (c.refused_or_closed, [received({"type": "message_ack"})], {"code": "NOT_A_MEMBER"}, "expected the error NOT_A_"),
    (c.lists_once, [[listing("a"), listing("b")]], {"ids": ["b", "a"]}, None),
    (c.lists_once, [listing("a")], {"ids": ["a", "b"]}, 'of 2 conversations, 1 are not in the list: ["b"]'),
    (c.lists_once, [[listing("a"), listing("a")]], {"ids": ["a"]}, 'more than once in the list: ["a"]'),
    (c.does_not_list, [listing("a")], {"id": "b"}, None),
    (c.does_not_list, [listing("a")], {"id": "a"}, "a is still listed"),
    (c.does_not_list, [answer(404)], {"id": "a"}, "expected a list of conversations"),
    (c.listed_in_order, [listing("x", "b", "y", "a")], {"ids": ["b", "a"]}, None),
    (c.listed_in_order, [listing("a", "b")], {"ids": ["b", "a"]}, 'expected the order ["b", "a"], got ["a", "b"]'),
    (c.entry_has, [listing("a", participant_count=2)], ENTRY, None),
    (c.entry_has, [listing("a", participant_count=3)], ENTRY, "expected participant_count of the entry to be 2, got 3"),
    (c.entry_has, [listing("b")], ENTRY, "a is not in the list"),
    (c.list_holds_at_most, [listing("a", "b")], {"most": 2}, None),
    (c.list_holds_at_most, [listing("a", "b")], {"most": 1}, "expected at most 1 conversations in the page, got 2"),
    (c.list_holds_at_most, [answer(500)], {"most": 2}, "expected a page of conversations, got status 500"),
    (c.list_ends, [[listing("a")]], {}, None),
    (c.list_ends, [[listing("a", cursor="x")]], {}, 'after 1 pages next_cursor is still "x"'),
    (c.own_list_or_refusal, [answer(400)], {"own": []}, None),
    (c.own_list_or_refusal, [listing("a")], {"own": ["a"]}, None),
    (c.own_list_or_refusal, [listing("a")], {"own": []}, 'the list holds ["a"], which belong to somebody else'),
    (c.own_list_or_refusal, [answer(500)], {"own": []}, "expected status 400 or a list"),
    (c.shows_none_of, [answer(body={"id": 1})], {"names": ["secret"], "texts": ["canary"]}, None),
    (c.shows_none_of, [answer(body={"a": [{"secret": 1}]})], {"names": ["secret"], "texts": []}, '["secret"]'),
    (c.shows_none_of, [answer(body={"a": "the canary"})], {"names": [], "texts": ["canary"]}, '["canary"]'),
    (c.is_not, [answer(body={"a": 1})], {"path": "body/a", "forbidden": 2}, None),
    (c.is_not, [answer(body={"a": 1})], {"path": "body/a", "forbidden": 1}, "body/a is 1, which it must not be"),
    (c.fold_gives, [people(ann="owner"), [page(ONE, CAME, THREE, WENT)], people(ann="owner", bob="member")], {}, None),
    (c.fold_gives, [people(ann="owner"), [page(ONE, CAME, THREE)], people(ann="owner")], {},
     'bob is null in the resource and "member" by the events'),
    (c.fold_gives, [people(ann="owner"), [page(ONE, THREE)], people(ann="owner")], {}, "expected the events 1 to 3"),
    (c.newest_messages, [answer(body=[TWO, THREE])], {"path": "body", "said": ["m1", "m2", "m3"], "most": 2}, None),
    (c.newest_messages, [answer(body=[ONE, TWO])], {"path": "body", "said": ["m1", "m2", "m3"], "most": 2},
     "expected the newest of 3 messages, at most 2, ascending; got these: [1, 2]"),
    (c.newest_messages, [answer(body=[TWO, THREE])], {"path": "body", "said": ["m1", "m2", "m3"], "most": 1}, "[2, 3]"),
    (c.moves_forward, [answer(body="2026-01-01T00:00:00.9Z"), answer(body="2026-01-01T00:00:00.91Z")],
     {"path": "body"}, None),
    (c.moves_forward, [answer(body="2026-01-01T00:00:00.50Z"), answer(body="2026-01-01T00:00:00.5Z")],
     {"path": "body"}, "it should have moved forward"),
    (c.moves_forward, [answer(body="2026-01-01T00:00:00Z"), answer()], {"path": "body"}, "and is null"),
    (c.has_header, [event("answer", headers={"location": "/x"})], {"name": "location"}, None),
    (c.has_header, [answer()], {"name": "location"}, "expected a header location, got (absent)"),
    (g.times_are_utc, [[answer(body={"a": [{"timestamp": "2026-01-31T12:00:00.123456Z"}]})]], {}, None),
    (g.times_are_utc, [[received({"timestamp": "2026-01-31T12:00:00+00:00"})]], {}, "expected timestamp as"),
    (g.times_are_utc, [[received({"joinedAt": 1769860800})]], {}, "got 1769860800"),
    (g.times_are_utc, [[answer(body={"metadata": {"timestamp": "now"}, "expires_at": None})]], {}, "no time was found"),
    (g.all_agree, [[answer(body={"s": 1}), received({"s": 1})]], {"paths": ["body/s", "frame/s"]}, None),
    (g.all_agree, [[answer(body={"s": 1}), received({"s": 2})]], {"paths": ["body/s", "frame/s"]}, "frame/s: 2"),
    (g.all_agree, [[answer(body={}), received({})]], {"paths": ["body/s", "frame/s"]}, "(absent)"),
    (g.event_has, [[page(ONE)]], {"message_id": "m1", "fields": {"participant/displayName": "Bob"}}, None),
    (g.event_has, [[page(ONE)]], {"message_id": "m1", "fields": {"content": "x"}}, 'content of m1 to be "x"'),
    (g.event_has, [[page(ONE)]], {"message_id": "m2", "fields": {}}, "m2 is not in the timeline"),
    (g.types_are_known, [[received({"type": "message"}), received({"type": "x_cheer"}), DROPPED]], {}, None),
    (g.types_are_known, [[received({"type": "cheer"})]], {}, 'the contract has no type "cheer"'),
    (g.types_are_known, [[received({"type": ["x_cheer"]})]], {}, 'the contract has no type ["x_cheer"]'),
    (g.succeeds, [answer(204)], {}, None),
    (g.succeeds, [answer(405)], {}, "expected a 2xx status, got status 405"),
    (g.path_takes, [event("answer", headers={"allow": "GET, HEAD"})], {"method": "GET"}, None),
    (g.path_takes, [event("answer", headers={"allow": "POST"})], {"method": "GET"}, 'expected GET in Allow, got "POST"'),  # noqa: E501
    (g.path_takes, [answer()], {"method": "GET"}, "got (absent)"),
]  # fmt: skip


@pytest.mark.parametrize(("match", "readings", "arguments", "reason"), ROWS)
def test_a_matcher_finds_what_it_says(
    match: Matcher, readings: list[Any], arguments: dict[str, Any], reason: str | None
) -> None:
    found = match(*readings, **arguments)
    if reason is None:
        assert found is None
    else:
        assert found is not None
        one_line(found, reason)


def named(*names: Any) -> list[Event]:
    return [answer(body={"id": name}) for name in names]


@PURE
@given(st.lists(st.uuids(version=4), min_size=16, max_size=16, unique=True), st.sampled_from(["", "c_"]))
def test_random_hexadecimal_ids_can_be_random(ids: list[Any], prefix: str) -> None:
    made = named(*(f"{prefix}{one.hex}" for one in ids))
    found = g.can_be_random(made, path="body/id", bits=64)
    assert found is None


@PURE
@given(st.integers(), st.sampled_from(["", "-", "_", "-_"]))
def test_random_base64_ids_can_be_random_whatever_letters_happen_to_be_missing(seed: int, missing: str) -> None:
    """Once in two hundred times no underscore occurs in sixteen ids; their hyphens are letters all the same."""
    encoded = [base64.urlsafe_b64encode(random.Random(f"{seed}/{n}").randbytes(16)).decode() for n in range(16)]
    made = named(*("n_" + one.rstrip("=").translate(dict.fromkeys(map(ord, missing), "x")) for one in encoded))
    assert g.can_be_random(made, path="body/id", bits=128) is None


@pytest.mark.parametrize(
    ("ids", "reason"),
    [
        ([str(uuid.UUID(int=number * 0x9E3779B97F4A7C15 % 2**64 << 32)) for number in range(1, 17)], "bits"),
        ([f"conversation-{number:030d}" for number in range(16)], "bits"),
        ([f"c_{number * 2654435761 % 2**32:08x}" for number in range(1, 17)], "at most 32 bits; expected at least 128"),
        (["a" * 40] * 2, "2 identifiers, 1 different ones"),
        ([1, 2], "expected strings"),
    ],
)
def test_ids_that_cannot_be_random_are_found(ids: list[Any], reason: str) -> None:
    found = g.can_be_random(named(*ids), path="body/id", bits=128)
    assert found is not None
    one_line(found, reason)


def test_the_order_of_numbers_survives_what_is_no_number() -> None:
    assert h.in_order([3, None, 1, "2"])[:2] == [1, 3]
