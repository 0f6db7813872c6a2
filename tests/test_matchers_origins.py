"""Matchers of cross-origin access and of what is not answered, each seen both ways."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.recorder.events import Event
from conformance.recorder.matchers import answers as am

PONG = Event("t:1", 1, "received", None, {"frame": {"type": "pong", "nonce": "n"}})
ACK = Event("t:2", 2, "received", None, {"frame": {"type": "ack", "ref": "r"}})


def answer(**headers: Any) -> Event:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Event("t:3", 3, "answer", None, {"status": 200, "body": None, "headers": named})


OWN = answer(
    access_control_allow_origin="https://a",
    access_control_allow_methods="DELETE, get",
    access_control_allow_headers="Authorization, Content-Type",
)
EVERYBODY = answer(access_control_allow_origin="*", access_control_allow_credentials="true")


def test_what_is_as_it_should_be_has_no_complaint() -> None:
    assert am.not_answered([PONG], nonce="n", ref="r") is None
    assert am.grants(OWN, origin="https://a") is None
    assert am.grants_not(OWN, origin="https://b") is None
    assert am.permits(OWN, method="DELETE", headers=["authorization"]) is None
    assert am.permits(OWN, method="POST", headers=[]) is None, "browsers let simple methods pass"
    assert am.no_wildcard_with_credentials(OWN) is None


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (am.not_answered([], nonce="n", ref="r"), "cannot be known"),
        (am.not_answered([ACK, PONG], nonce="n", ref="r"), "expected no answer"),
        (am.grants(answer(), origin="https://a"), "expected access for https://a, got null"),
        (am.grants_not(EVERYBODY, origin="https://b"), "https://b was granted access"),
        (am.grants_not(OWN, origin="https://a"), "https://a was granted access"),
        (am.permits(OWN, method="PATCH", headers=[]), "expected PATCH to be granted"),
        (am.permits(EVERYBODY, method="GET", headers=["authorization"]), "does not grant authorization"),
        (am.no_wildcard_with_credentials(EVERYBODY), "together with the wildcard Origin"),
    ],
)
def test_what_is_not_is_said_in_words_that_help(found: str | None, words: str) -> None:
    assert found is not None
    assert words in found
