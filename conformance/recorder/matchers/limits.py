"""Limits, as declared and as kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.contract import schemas
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, shown

BACK_OFF = (1001, 1011, 1012, 1013, 4408, 4409, 4413, 4429)
"""Close codes after which a client comes back, but not at once."""


@matcher
def frame_fits_content(document: Event) -> str | None:
    """``max_frame_bytes`` has room for the longest content, each code point of it written as two escapes."""
    declared = at(document.data, "body/limits")
    limits = {**schemas.default_limits(), **(declared if isinstance(declared, Mapping) else {})}
    frame, content = limits["max_frame_bytes"], limits["max_content_length"]
    if not isinstance(frame, int) or not isinstance(content, int):
        return f"expected whole numbers, got max_frame_bytes {shown(frame)} and max_content_length {shown(content)}"
    needed = 12 * content + 4096
    if frame >= needed:
        return None
    return f"max_frame_bytes is {frame}; for a max_content_length of {content} at least {needed} are needed"


@matcher
def turned_away(found: Event) -> str | None:
    """A connection one too many was refused with 429, or closed with a code that tells its client to back off."""
    if found.kind == "handshake" and found.data.get("status") == 429:
        code = at(found.data, "body/code")
        good = code in (ABSENT, "TOO_MANY_CONNECTIONS")
        return None if good else f"expected the code TOO_MANY_CONNECTIONS, got {shown(code)}"
    if found.kind == "close_received" and found.data.get("code") in BACK_OFF:
        return None
    return f"expected 429 and TOO_MANY_CONNECTIONS, or a close with 4409, got {describe(found)}"


@matcher
def capacity_reached(answer: Event, *, or_statuses: Sequence[int] = ()) -> str | None:
    """A request was refused with 429 and ``CAPACITY_REACHED`` (or another permitted status)."""
    status, code = answer.data.get("status"), at(answer.data, "body/code")
    if (status == 429 and code == "CAPACITY_REACHED") or status in or_statuses:
        return None
    return f"expected 429 and CAPACITY_REACHED, got {describe(answer)}"


@matcher
def closed_by_server(ends: Sequence[Event], *, silent: Sequence[str], within_ms: float) -> str | None:
    """Of these silent connections each was closed by the server in time; what it answered elsewhere shows that it
    was up meanwhile."""
    closed = {event.data.get("connection") for event in ends if event.kind == "dropped"}
    kept = [name for name in silent if name not in closed]
    return f"still open after {within_ms:.0f} ms: {', '.join(kept)}" if kept else None


WITHOUT_DEFAULT = (
    "max_title_length", "max_display_name_length", "max_connections_per_participant", "queue_limit",
    "write_timeout_ms", "send_queue_bytes", "handshake_timeout_ms",
)  # fmt: skip
"""Whole numbers, at least 1, that nobody knows unless they are declared."""

BOUNDS = {
    "max_title_length": (64, None),
    "max_display_name_length": (64, None),
    "max_connections_per_participant": (5, None),
    "settle_ms": (0, 10_000),
    "clock_leeway_s": (0, 60),
    "handshake_timeout_ms": (1, 60_000),
}


@matcher
def is_capabilities_document(answer: Event) -> str | None:
    """An answer holds a capabilities document: which capabilities there are, and which limits."""
    if isinstance(answer.body, Mapping) and {"protocol_version", "capabilities", "limits"} <= set(answer.body):
        return None
    return f"expected protocol_version, capabilities and limits, got {describe(answer)}"


@matcher
def limits_are_declared(document: Event) -> str | None:
    """Every limit that has no default is declared, with its type."""
    found = at(document.data, "body/limits")
    if not isinstance(found, Mapping):
        return f"expected limits to be an object, got {shown(found)}"
    for name in WITHOUT_DEFAULT:
        if not _is_number(found.get(name), whole=True) or found[name] < 1:
            return f"expected {name} to be a whole number from 1, got {shown(found.get(name, ABSENT))}"
    leeway = found.get("clock_leeway_s", ABSENT)
    if not _is_number(leeway):
        return f"expected clock_leeway_s to be a number, got {shown(leeway)}"
    return _lacks_numbers(found, "heartbeat", ("interval_ms", "timeout_ms")) or (
        "expected rate to be an object or null, got (absent)"
        if "rate" not in found
        else _lacks_numbers(found, "rate", ("messages", "per_seconds"), nullable=True)
    )


def _is_number(value: Any, *, whole: bool = False) -> bool:
    kinds = int if whole else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool)


def _lacks_numbers(
    limits: Mapping[str, Any], name: str, members: Sequence[str], *, nullable: bool = False
) -> str | None:
    value = limits.get(name, ABSENT)
    if nullable and value is None:
        return None
    if isinstance(value, Mapping) and all(_is_number(value.get(member)) for member in members):
        return None
    return f"expected {name} to have the numbers {' and '.join(members)}, got {shown(value)}"


@matcher
def limits_are_in_bounds(document: Event) -> str | None:
    """No declared limit lies outside the bounds that the contract sets."""
    for name, (low, high) in BOUNDS.items():
        value = at(document.data, f"body/limits/{name}")
        if value == ABSENT:
            continue
        if not _is_number(value) or value < low or (high is not None and value > high):
            wanted = f"at least {low}" if high is None else f"from {low} to {high}"
            return f"expected {name} to be {wanted}, got {shown(value)}"
    return None
