"""Answers to attempts, on either transport."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, describe


@matcher
def answers_attempt(event: Event, *, message_id: Any) -> str | None:
    """A frame is the answer to a message: its ack, or an error that names it or names none."""
    kind, named = event.frame.get("type"), event.frame.get("message_id", ABSENT)
    if kind == "message_ack" or (kind == "error" and named in (message_id, ABSENT)):
        return None
    return f"no answer to the message, but {describe(event)}"


@matcher
def attempt_refused(answer: Event, *, statuses: Sequence[int], codes: Sequence[str]) -> str | None:
    """An attempt was refused: over REST with one of these statuses, on the socket with one of these codes."""
    if answer.kind == "received":
        if answer.frame.get("type") == "error" and answer.frame.get("code") in codes:
            return None
        return f"expected an error {' or '.join(codes)}, got {describe(answer)}"
    if answer.data.get("status") in statuses:
        return None
    return f"expected status {' or '.join(map(str, statuses))}, got {describe(answer)}"


@matcher
def attempt_accepted(answer: Event) -> str | None:
    """An attempt was accepted: over REST with 200 or 201, on the socket with an ack."""
    if answer.kind == "received":
        return None if answer.frame.get("type") == "message_ack" else f"expected an ack, got {describe(answer)}"
    return None if answer.data.get("status") in (200, 201) else f"expected status 201, got {describe(answer)}"
