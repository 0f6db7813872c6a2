"""The matchers about credentials, each both ways, down to the words in which it says what came."""

from __future__ import annotations

import secrets
import uuid

import pytest
from helpers import answer, event, one_line, received

from conformance.recorder.events import Event
from conformance.recorder.matchers import auth as am

SILENCE = event("no_answer", who="alice", reason="the connection was refused")


def handshake(status: int) -> Event:
    return event("handshake", who="alice", status=status, headers={}, body=None)


def test_answered_with_tells_what_was_asked_and_what_came() -> None:
    assert am.answered_with(answer(401), what="a token without exp", expected=[401]) is None
    assert am.answered_with(handshake(101), what="a ticket", expected=[101]) is None
    said = am.answered_with(answer(200, {"conversations": []}), what="a token without exp", expected=[400, 401])
    assert said is not None
    one_line(said, "a token without exp", "400 or 401", "status 200")
    said = am.answered_with(SILENCE, what="a garbled header", expected=[401])
    assert said is not None
    one_line(said, "a garbled header", "no answer came", "refused")


def test_not_answered_with_wants_an_answer() -> None:
    assert am.not_answered_with(answer(404), what="GET /x with a token", unwanted=[401]) is None
    said = am.not_answered_with(answer(401), what="GET /x with a token", unwanted=[401])
    assert said is not None
    one_line(said, "GET /x with a token", "401")
    assert am.not_answered_with(SILENCE, what="GET /x", unwanted=[401]) is not None


@pytest.mark.parametrize("header", ["Bearer", 'bearer realm="chat"', "Basic realm=x, Bearer", "DPoP, BEARER a=b"])
def test_a_challenge_names_the_scheme(header: str) -> None:
    refused = event("answer", status=401, headers={"www-authenticate": header})
    assert am.challenges_with_bearer(refused) is None


@pytest.mark.parametrize("headers", [{}, {"www-authenticate": "Basic"}, {"www-authenticate": "NotBearer x"}])
def test_a_refusal_without_that_scheme_is_no_challenge(headers: dict[str, str]) -> None:
    said = am.challenges_with_bearer(event("answer", status=401, headers=headers))
    assert said is not None
    one_line(said, "WWW-Authenticate", "Bearer", "401")


def test_nothing_was_fetched_wants_answers_and_no_fetches() -> None:
    assert am.nothing_was_fetched([answer(401)], []) is None
    assert am.nothing_was_fetched([], []) is not None
    said = am.nothing_was_fetched([answer(401)], [event("fetched", path="/0123")])
    assert said is not None
    one_line(said, "/0123", "forged token")


@pytest.mark.parametrize("told", ["1970-01-01T00:16:40Z", "1970-01-01T00:16:40.000Z", "1970-01-01T00:16:40.900Z"])
def test_expiry_is_told_to_the_second(told: str) -> None:
    assert am.expiry_is(received({"type": "auth_ok", "expires_at": told}), exp=1000) is None


@pytest.mark.parametrize("told", ["1970-01-01T00:16:50Z", "soon", 1000, None])
def test_another_expiry_is_told_apart(told: object) -> None:
    said = am.expiry_is(received({"type": "auth_ok", "expires_at": told}), exp=1000)
    assert said is not None
    one_line(said, "expires_at", "1000 s after the epoch")


def test_one_was_let_in_counts() -> None:
    assert am.one_was_let_in([handshake(401), handshake(101)]) is None
    for statuses in ([101, 101], [401, 401]):
        said = am.one_was_let_in([handshake(status) for status in statuses])
        assert said is not None
        one_line(said, f"{statuses.count(101)} of 2")


def test_was_not_let_in_wants_a_refusal() -> None:
    assert am.was_not_let_in(handshake(404), what="a ticket") is None
    for came in (handshake(101), SILENCE):
        said = am.was_not_let_in(came, what="a ticket whose buyer has left")
        assert said is not None
        one_line(said, "a ticket whose buyer has left", "expected a refusal")


@pytest.mark.parametrize("named", ["0", "30", "Fri, 20 Nov 2026 14:00:00 GMT"])
def test_says_when_to_return_takes_seconds_and_dates(named: str) -> None:
    assert am.says_when_to_return(event("answer", status=503, headers={"retry-after": named})) is None


@pytest.mark.parametrize("headers", [{}, {"retry-after": "soon"}, {"retry-after": "-1"}])
def test_says_when_to_return_takes_nothing_else(headers: dict[str, str]) -> None:
    said = am.says_when_to_return(event("answer", status=503, headers=headers))
    assert said is not None
    one_line(said, "Retry-After", "503")


@pytest.mark.parametrize(
    "make",
    [lambda: secrets.token_hex(16), lambda: secrets.token_urlsafe(16), lambda: f"tk_{secrets.token_hex(32)}"],
)
def test_secrets_of_128_bits_have_room_for_them(make: object) -> None:
    assert callable(make)
    assert am.room_in_bits([make() for _ in range(24)]) >= 128


@pytest.mark.parametrize(
    "make",
    [
        lambda: secrets.token_hex(8),
        lambda: str(uuid.uuid4()),
        lambda: f"{secrets.randbelow(10**8):08}",
        lambda: "a-long-and-constant-prefix-of-a-ticket-" + secrets.token_hex(4),
    ],
)
def test_shorter_secrets_have_no_room_for_them(make: object) -> None:
    assert callable(make)
    assert am.room_in_bits([make() for _ in range(24)]) < 128


def test_secrets_have_room_wants_different_ones() -> None:
    sold = [answer(201, {"ticket": f"<ticket alice#{n} 0f0f>"}) for n in (1, 2)]
    assert am.secrets_have_room(sold, path="body/ticket", room=192, bits=128) is None
    said = am.secrets_have_room(sold, path="body/ticket", room=32, bits=128)
    assert said is not None
    one_line(said, "body/ticket", "32 bits", "128")
    said = am.secrets_have_room([sold[0], sold[0]], path="body/ticket", room=192, bits=128)
    assert said is not None
    one_line(said, "of 2 secrets", "the same")
