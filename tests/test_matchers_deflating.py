"""The matchers of compression, each both ways."""

from __future__ import annotations

from helpers import event, received

from conformance.recorder.matchers import deflating as d

CLOSED = event("close_received", code=1002, reason="decompression failed")
DROPPED = event("dropped", reason="gone")
MESSAGE = received({"type": "message", "content": "hello"})


def test_an_answer_stays_within_the_offer() -> None:
    offer = "permessage-deflate"
    assert d.agrees_within_the_offer(event("handshake", status=101, headers={}), offer=offer) is None
    refused = d.agrees_within_the_offer(event("handshake", status=400, headers={}), offer=offer)
    assert str(refused).startswith("the same handshake without permessage-deflate is accepted, this one got status 400")
    beyond = d.agrees_within_the_offer(event("no_answer", reason="NegotiationError: unexpected x"), offer=offer)
    assert beyond == (
        "offered was permessage-deflate, and the client refuses the answer: NegotiationError: unexpected x"
    )


def test_what_was_agreed_to() -> None:
    headers = {"sec-websocket-extensions": "permessage-deflate"}
    assert d.agreed(event("handshake", status=101, headers=headers)) == "permessage-deflate"
    assert d.agreed(event("handshake", status=101, headers={})) is None
    assert d.agreed(event("handshake", status=400, headers=headers)) is None


def test_the_windows_that_were_agreed_to() -> None:
    def said(terms: str) -> tuple[int, int]:
        shake = event("handshake", status=101, headers={"sec-websocket-extensions": f"permessage-deflate{terms}"})
        return d.window_bits(shake, "server"), d.window_bits(shake, "client")

    assert said("") == (15, 15)
    assert said("; server_max_window_bits=10; client_max_window_bits=12") == (10, 12)
    assert said('; server_no_context_takeover; client_max_window_bits = "9"') == (15, 9)


def test_a_frame_or_the_end() -> None:
    assert d.comes_or_ends(MESSAGE, fields={"type": "message"}) is None
    assert d.comes_or_ends(CLOSED, fields={"type": "message"}) is None
    assert d.comes_or_ends(MESSAGE, fields={"type": "pong"}) is not None
    assert d.answers_or_ends(received({"type": "pong"})) is None
    assert d.answers_or_ends(DROPPED) is None
    assert d.answers_or_ends(MESSAGE) is not None


def test_a_message_comes_to_the_letter() -> None:
    assert d.says_exactly(MESSAGE, content="hello", way="here") is None
    assert "another content here" in str(d.says_exactly(MESSAGE, content="hullo", way="here"))
    assert d.says_exactly(CLOSED, content="hello", way="here") == (
        'a message of 5 characters was due here; instead the connection ended: 1002 "decompression failed"'
    )


def test_an_ack_comes() -> None:
    assert d.acknowledged(received({"type": "message_ack"}), way="here") is None
    assert d.acknowledged(DROPPED, way="here") == 'an ack was due here; instead the connection ended: "gone"'
    assert "expected an ack here" in str(d.acknowledged(MESSAGE, way="here"))


def test_inflating_stops() -> None:
    sizes = {"sent": 70, "inflated": 1001, "most": 1000}
    assert d.stops_inflating(CLOSED, **sizes) is None
    assert d.stops_inflating(DROPPED, **sizes) is None
    assert str(d.stops_inflating(received({"type": "pong"}), **sizes)).startswith(
        "a message of 70 bytes that inflates to 1001, past the max_frame_bytes of 1000, was answered with"
    )
