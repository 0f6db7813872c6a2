"""The matchers of outages, each both ways."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import answer, event, received

from conformance.recorder.matchers import outages as o

SILENCE = event("no_answer", who="alice", reason="timed out")


def health(status: Any) -> Any:
    return answer(200, {"status": status, "checks": {"storage": {"status": "healthy"}}})


@pytest.mark.parametrize("status", ["degraded", "unhealthy"])
def test_who_is_not_well_may_say_so_in_two_ways(status: str) -> None:
    assert o.says_that_it_is_not_well(health(status)) is None


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (health("healthy"), 'got "healthy" with checks.storage {"status": "healthy"}'),
        (health(None), "got null"),
        (answer(404, None), "got (absent)"),
        (SILENCE, "no answer came"),
    ],
)
def test_a_green_light_in_an_outage_is_told(seen: Any, words: str) -> None:
    assert words in str(o.says_that_it_is_not_well(seen))


@pytest.mark.parametrize(
    ("refusal", "seconds"),
    [
        (answer(503, {"retry_after": 2}), 2.0),
        (received({"type": "error", "retry_after": 0.5}), 0.5),
        (received({"type": "error", "retry_after": -1}), 0.0),
        (received({"type": "error"}), None),
        (answer(503, {"retry_after": True}), None),
        (answer(503, None), None),
        (SILENCE, None),
    ],
)
def test_the_wait_that_is_named(refusal: Any, seconds: float | None) -> None:
    assert o.wait_named(refusal) == seconds


CLOSED = event("close_received", code=1013, reason="")
UNAVAILABLE = received({"type": "error", "code": "UNAVAILABLE", "retry_after": 1})


@pytest.mark.parametrize(
    "seen", [UNAVAILABLE, answer(503, {"code": "UNAVAILABLE"}), event("handshake", status=503), CLOSED]
)
def test_an_outage_may_be_told_in_many_ways(seen: Any) -> None:
    assert o.refused_or_sent_away(seen) is None


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (received({"type": "message_ack", "message_id": "m"}), "expected UNAVAILABLE or a close"),
        (received({"type": "error", "code": "INTERNAL"}), "INTERNAL"),
        (answer(503, {"code": "INTERNAL"}), "expected status 503 with code UNAVAILABLE"),
        (answer(201, {}), "expected status 503"),
        (event("handshake", status=404), "404"),
        (event("close_received", code=1000, reason=""), "1000"),
        (event("dropped", reason="gone"), "tells the client to back off"),
        (SILENCE, "expected UNAVAILABLE"),
    ],
)
def test_what_hides_an_outage_is_told(seen: Any, words: str) -> None:
    assert words in str(o.refused_or_sent_away(seen))


def test_a_message_waits_for_its_answer_or_the_end() -> None:
    for seen in (UNAVAILABLE, CLOSED, event("dropped", reason="gone")):
        assert o.answered_or_ended(seen, message_id="m") is None
    assert "no answer" in str(o.answered_or_ended(received({"type": "pong"}), message_id="m"))


def test_only_a_refusal_says_that_nothing_was_stored() -> None:
    assert o.is_refusal(UNAVAILABLE)
    assert o.is_refusal(answer(503, {"code": "UNAVAILABLE"}))
    assert not o.is_refusal(CLOSED)
    assert not o.is_refusal(event("handshake", status=503, body={"code": "UNAVAILABLE"}))
