"""Small frames that want to be large messages."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import deflating
from conformance.stage import Stage, Tab, check
from conformance.stage.deflating import PLAIN, deflated, offers
from conformance.stage.limits import reachable
from conformance.stage.websocket import CONTINUATION, TEXT, client_frame

COMPRESSED = 4
"""The reserved bit of a compressed message."""

LARGEST_BOMB = 16 * 1024 * 1024


def _ping(size: int) -> bytes:
    start, end = b'{"type": "ping", "nonce": "inflated", "x_pad": "', b'"}'
    return start + b"p" * (size - len(start) - len(end)) + end


def _bombs(most: int) -> list[tuple[int, bytes]]:
    """One byte too many once inflated, in one frame and in two; and as many as fit into one small frame; each with
    its size once inflated."""
    little = deflated(_ping(most + 1))
    half = len(little) // 2
    pieces = client_frame(TEXT, little[:half], final=False, reserved=COMPRESSED)
    # DEFLATE makes at most about 1032 bytes of one: half of that, and the frame itself is smaller than max_frame_bytes.
    largest = min(LARGEST_BOMB, 500 * most)
    return [
        (most + 1, client_frame(TEXT, little, reserved=COMPRESSED)),
        (most + 1, pieces + client_frame(CONTINUATION, little[half:])),
        (largest, client_frame(TEXT, deflated(_ping(largest)), reserved=COMPRESSED)),
    ]


@check("deflate.bombs", "WS-DEFLATE-02", hostile=True)
def test_a_message_that_inflates_past_the_limit_ends_the_connection(stage: Stage) -> None:
    """One that inflates to half the limit is answered."""
    most = reachable(stage, "max_frame_bytes")

    def opens() -> Tab:
        alice = stage.person("alice")
        tab = offers(alice, alice.creates(), PLAIN)
        return tab or stage.never_provoked("the server agrees to no compression")

    control = opens()
    control.sends_raw(client_frame(TEXT, deflated(_ping(most // 2)), reserved=COMPRESSED))
    wanted = {"type": "pong", "nonce": "inflated"}
    control.until("WS-DEFLATE-03", m.frame_has, awaited="pong to a compressed ping", fields=wanted)
    for size, bomb in _bombs(most):
        tab = opens()
        since = len(tab.events)
        tab.sends_raw(bomb)
        came = tab.until("WS-DEFLATE-02", deflating.answers_or_ends, since=since, awaited="end of the connection")
        sizes = {"sent": len(bomb), "inflated": size, "most": most}
        stage.judge("WS-DEFLATE-02", deflating.stops_inflating, came, **sizes)
