"""What a server says while something that it needs is down."""

from __future__ import annotations

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.attempts import answers_attempt
from conformance.recorder.matchers.closing import CLASSES
from conformance.recorder.matchers.reading import at, describe, shown

NOT_WELL = ("degraded", "unhealthy")


@matcher
def says_that_it_is_not_well(answer: Event) -> str | None:
    """A health document with the status ``degraded`` or ``unhealthy``."""
    wanted = " or ".join(NOT_WELL)
    if answer.kind != "answer":
        return f"expected health with status {wanted} while storage is down, but no answer came"
    found = at(answer.data, "body/status")
    if found in NOT_WELL:
        return None
    storage = at(answer.data, "body/checks/storage")
    return f"storage is down, expected status {wanted}, got {shown(found)} with checks.storage {shown(storage)}"


@matcher
def answered_or_ended(event: Event, *, message_id: str) -> str | None:
    """A message on a socket is answered, or the connection has ended."""
    return None if event.kind in ("close_received", "dropped") else answers_attempt(event, message_id=message_id)


@matcher
def refused_or_sent_away(answer: Event) -> str | None:
    """``UNAVAILABLE``, over REST and for a handshake with 503; or, on a socket, a close that tells the client to back
    off."""
    if answer.kind == "received":
        good = is_refusal(answer)
    elif answer.kind == "close_received":
        good = CLASSES.get(answer.data.get("code", 0)) == "back off"
    elif answer.kind == "handshake":
        good = answer.data.get("status") == 503
    else:
        good = answer.data.get("status") == 503 and at(answer.data, "body/code") == "UNAVAILABLE"
    if good:
        return None
    if answer.kind == "answer":
        return f"storage is down, expected status 503 with code UNAVAILABLE, got {describe(answer)}"
    return f"storage is down, expected UNAVAILABLE or a close that tells the client to back off, got {describe(answer)}"


def is_refusal(answer: Event) -> bool:
    """Whether this answers a message with ``UNAVAILABLE``, so that nothing may be stored; a close leaves that open."""
    told = answer.frame if answer.kind == "received" else answer.data.get("body")
    return answer.kind in ("received", "answer") and at(told, "code") == "UNAVAILABLE"


def wait_named(refusal: Event) -> float | None:
    """How many seconds a refusal asks to wait, on either transport; ``None`` where it names no wait."""
    found = at(refusal.frame if refusal.kind == "received" else refusal.data.get("body"), "retry_after")
    return max(0.0, float(found)) if type(found) in (int, float) else None
