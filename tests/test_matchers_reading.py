"""What the matchers read of an event, and how they show it."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import answer, event, received

from conformance.recorder import matchers as m
from conformance.recorder.events import Event


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("body", {"events": [{"n": 1}, {"n": None}], "": 5}),
        ("body/events/0/n", 1),
        ("body/events/-1/n", None),
        ("body/events/2", m.ABSENT),
        ("body/events/-3", m.ABSENT),
        ("body/events/x", m.ABSENT),
        ("body/", 5),
        ("text/0", m.ABSENT),
        ("nothing", m.ABSENT),
    ],
)
def test_at_finds_what_lies_at_a_path(path: str, found: Any) -> None:
    value = {"body": {"events": [{"n": 1}, {"n": None}], "": 5}, "text": "abc"}
    assert m.at(value, path) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", '"plain"'),
        (None, "null"),
        (True, "true"),
        ({"a": [1]}, '{"a": [1]}'),
        (m.ABSENT, "(absent)"),
        ("line\nbreak\x1b[31m\u202e\ud800", '"line\\nbreak\\u001b[31m\\u202e\\ud800"'),
    ],
)
def test_shown_is_short_and_in_one_line(value: Any, text: str) -> None:
    assert m.shown(value) == text


def test_shown_cuts_what_is_long_and_says_how_long_it_was() -> None:
    assert m.shown("x" * 500) == '"' + "x" * 158 + "… (502 characters)"


def test_shown_never_mistakes_a_string_for_absence() -> None:
    sent = "".join(["(abs", "ent)"])  # as it comes from a server: equal to ABSENT, and not the same object
    assert m.shown(sent) == '"(absent)"'


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (answer(404, {"code": "NOT_FOUND"}), 'status 404 with {"code": "NOT_FOUND"}'),
        (event("handshake", status=101), "status 101 with null"),
        (received({"type": "pong"}), '{"type": "pong"}'),
        (event("received", text="no json"), '"no json"'),
        (event("received", bytes="00ff"), '"00ff"'),
        (event("close_received", code=1001, reason="bye"), 'close_received {"code": 1001, "reason": "bye"}'),
    ],
)
def test_describe_says_what_came(seen: Event, words: str) -> None:
    assert m.describe(seen) == words
