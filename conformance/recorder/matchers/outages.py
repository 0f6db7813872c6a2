"""What a server says while something that it needs is down."""

from __future__ import annotations

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import at, shown

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


def wait_named(refusal: Event) -> float | None:
    """How many seconds a refusal asks to wait, on either transport; ``None`` where it names no wait."""
    found = at(refusal.frame if refusal.kind == "received" else refusal.data.get("body"), "retry_after")
    return max(0.0, float(found)) if type(found) in (int, float) else None
