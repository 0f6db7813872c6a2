"""The common matchers, and what a hostile server could try."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import PURE, answer, event, received
from hypothesis import given
from hypothesis import strategies as st
from matcher_events import LIVE, created, page, told

from conformance.history import isolation
from conformance.recorder import matchers as m
from conformance.recorder.events import Event

pytestmark = pytest.mark.usefixtures("a_schema_of_our_own")


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
