"""The matchers of close codes, each both ways."""

from __future__ import annotations

import pytest
from helpers import event, received

from conformance.recorder.matchers import closing

GREETED = received({"type": "connected"})


def closed(payload: str) -> list[object]:
    code = int(payload, 16) if payload else 1005
    return [GREETED, event("close_received", code=code, reason="", payload=payload)]


@pytest.mark.parametrize("payload", ["", "03e8", "03eb", "03ef", "03f4", "03f6", "0bb8", "1131"])
def test_codes_that_may_travel(payload: str) -> None:
    assert closing.codes_may_travel(closed(payload)) is None


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ("03ed", "1005, which must never be sent"),
        ("03ec", "1004, which must never be sent"),
        ("03ee", "1006, which must never be sent"),
        ("03f7", "1015, which must never be sent"),
        ("0000", "0, which is not assigned"),
        ("03e7", "999, which is not assigned"),
        ("03f8", "1016, which is not assigned"),
        ("0bb7", "2999, which is not assigned"),
    ],
)
def test_codes_that_may_not_travel(payload: str, why: str) -> None:
    assert why in str(closing.codes_may_travel(closed(payload)))


def test_an_end_without_a_close_frame_carries_no_code() -> None:
    assert closing.codes_may_travel([GREETED, event("dropped", reason="gone")]) is None


def test_what_brought_nothing_shows_nothing() -> None:
    assert closing.codes_may_travel([]) == "nothing came here at all"


def ended(kind: str, **how: object) -> list[object]:
    return [GREETED, event(kind, reason="", **how)]


def test_the_class_of_an_end() -> None:
    how = {"wanted": "back off", "reason": "silence"}
    for seen in (ended("close_received", code=4408), ended("close_received", code=1011), ended("dropped")):
        assert closing.ends_with_class(seen, **how) is None
    gone = closing.ends_with_class(ended("close_received", code=4403), **how)
    assert str(gone).startswith(
        "closed for silence with 4403, which is of the class 'go away'; expected 'back off': 1001"
    )
    strange = closing.ends_with_class(ended("close_received", code=4999), **how)
    assert "4999, which is of no class" in str(strange)
    assert "still open" in str(closing.ends_with_class([GREETED], **how))
    assert "still open; the last that came: nothing" in str(closing.ends_with_class([], **how))


def test_a_connection_that_ends_right_after_a_refusal_did_not_outlive_it() -> None:
    refusal = received({"type": "error", "code": "INVALID_JSON"})
    ending = event("close_received", code=1011, reason="", payload="03f3")
    why = closing.outlives_refusals([GREETED, refusal, event("ping_received"), ending])
    assert "ended after a refused frame" in str(why)
    assert "INVALID_JSON" in str(why)
    assert "ended after" in str(closing.outlives_refusals([refusal, event("dropped")]))


@pytest.mark.parametrize("code", ["RATE_LIMITED", "MESSAGE_TOO_LARGE", "UNAVAILABLE", "NOT_A_MEMBER", []])
def test_what_speaks_of_the_connection_may_be_followed_by_its_end(code: object) -> None:
    assert closing.outlives_refusals([received({"type": "error", "code": code}), event("dropped")]) is None


def test_a_connection_outlives_what_it_goes_on_after() -> None:
    refusal, later = received({"type": "error", "code": "INVALID_JSON"}), received({"type": "pong"})
    assert closing.outlives_refusals([GREETED, refusal, later, event("dropped")]) is None
    assert closing.outlives_refusals([GREETED, refusal]) is None
    assert closing.outlives_refusals([]) is None
