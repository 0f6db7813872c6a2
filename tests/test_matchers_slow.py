"""The matchers of slow readers and silent networks, each both ways, down to their words."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import answer, event, one_line, received

from conformance.recorder.matchers import slow as s

PING = event("ping_received", payload="00")
PONG = received({"type": "pong"})
CLOSED = event("close_received", code=4413, reason="too slow")
DROPPED = event("dropped", reason="gone")


def said(number: int) -> Any:
    return received({"type": "message", "sequence_id": number, "message_id": f"m{number}"})


def page(events: int, size: int) -> Any:
    listed = [{"type": "message", "sequence_id": number} for number in range(1, events + 1)]
    return received({"type": "sync", "events": listed}, size=size)


def grew(by: int, *served: Any) -> str | None:
    return s.memory_is_bounded(list(served), before=10, after=10 + by, most=5, readers=2, waiting=9)


@pytest.mark.parametrize(
    "held",
    [
        s.was_cut_off([said(1), DROPPED], before="m2", because="slept"),
        s.was_cut_off([said(1), CLOSED], before="m2", because="slept"),
        s.is_a_gapless_prefix([said(4), PING, said(5), CLOSED], after=3, up_to=9),
        s.is_a_gapless_prefix([said(4), said(5)], after=3, up_to=5),
        s.is_spared([said(1), PING, said(2)], last="m2", because="read"),
        grew(5, said(1)),
        s.lives([PING], [PONG], quiet_ms=3000),
        s.fits_into(page(2, 100), most=100),
        s.fits_into(page(1, 101), most=100),
        s.place_is_free(event("handshake", status=101), silent_ms=3000),
    ],
)
def test_each_holds(held: str | None) -> None:
    assert held is None


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (s.was_cut_off([said(1), said(2)], before="m2", because="slept"), ["slept", "served on"]),
        (s.was_cut_off([said(1), said(2), CLOSED], before="m2", because="slept"), ["served on"]),
        (s.was_cut_off([said(1)], before="m2", because="slept"), ["still open after", "m1"]),
        (s.was_cut_off([DROPPED], before="m2", because="slept"), ["nothing came"]),
        (
            s.is_a_gapless_prefix([said(4), said(7), CLOSED], after=3, up_to=9),
            ["4 is followed by event 7", "2 are missing"],
        ),
        (s.is_a_gapless_prefix([said(5), CLOSED], after=3, up_to=9), ["3 is followed by event 5", "1 "]),
        (s.is_a_gapless_prefix([said(4), said(4), CLOSED], after=3, up_to=9), ["4 is followed by event 4"]),
        (s.is_a_gapless_prefix([said(4)], after=3, up_to=9), ["stop at 4 of 9", "still open"]),
        (s.is_a_gapless_prefix([CLOSED], after=3, up_to=9), ["no event"]),
        (s.is_spared([said(1), CLOSED], last="m2", because="read"), ["closed with 4413 after 1 events"]),
        (s.is_spared([said(1), DROPPED], last="m2", because="read"), ["ended without a close frame"]),
        (s.is_spared([said(1)], last="m2", because="read"), ["m2 never came"]),
        (grew(6, said(1)), ["2 readers", "the bound is"]),
        (grew(5, DROPPED), ["nothing was served"]),
        (s.lives([PING, CLOSED], [], quiet_ms=3000), ["1 pings", "closed with 4413"]),
        (s.lives([PING, PING], [], quiet_ms=3000), ["2 pings in 3000 ms", "no pong"]),
        (s.lives([PING, DROPPED], [PONG], quiet_ms=3000), ["without a close frame"]),
        (s.fits_into(page(2, 101), most=100), ["2 events", "101 bytes"]),
        (s.place_is_free(answer(429, {}), silent_ms=3000), ["3000 ms", "429"]),
    ],
)
def test_each_breaks_and_says_why(reason: str | None, words: list[str]) -> None:
    assert reason is not None
    one_line(reason, *words)
