"""What the server is told: its limits, as it declares them, and its settings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from reference_server.core import validate

CAPABILITIES = ("invites", "roles", "presence", "typing", "receipts", "tickets")


@dataclass(frozen=True, slots=True)
class Rate:
    """New messages per participant: `messages` in any `per_seconds`."""

    messages: int = 1000
    per_seconds: int = 10


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """How often the server pings, and how long it waits for the pong."""

    interval_ms: int = 10_000
    timeout_ms: int = 5_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The declared limits; each is enforced."""

    max_content_length: int = 10_000
    max_title_length: int = 200
    max_display_name_length: int = 100
    max_frame_bytes: int = 131_072
    max_participants: int = 100
    max_connections_per_participant: int = 10
    queue_limit: int = 256
    rate: Rate | None = field(default_factory=Rate)
    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    write_timeout_ms: int = 5_000
    send_queue_bytes: int = 1_048_576
    typing_interval_ms: int = 3_000
    sync_page: int = 500
    history_page: int = 100
    clock_leeway_s: int = 5
    handshake_timeout_ms: int = 10_000
    settle_ms: int = 2_000
    oldest_sequence_id_kept: int | None = None
    """None promises all. What lies before it is stored all the same, and shown to nobody."""

    @property
    def sizes(self) -> validate.Sizes:
        """The limits that decide about bodies and frames."""
        return validate.Sizes(
            self.max_content_length,
            self.max_title_length,
            self.max_display_name_length,
            self.max_participants,
        )


# The highest (or, where stated, lowest) values that the contract allows.
BOUNDS: dict[str, tuple[int, int]] = {
    "max_connections_per_participant": (5, 10**6),
    "clock_leeway_s": (0, 60),
    "handshake_timeout_ms": (1, 60_000),
    "settle_ms": (1, 10_000),
}


MOST_TICKET_SECONDS = 30


class BadSetting(ValueError):
    """A setting that cannot be; its text is one line for the person who gave it."""


def declared(limits: Limits, capabilities: tuple[str, ...]) -> dict[str, Any]:
    """Return the limits as capabilities and `connected` show them."""
    names = [name for name in Limits.__dataclass_fields__ if name not in {"rate", "heartbeat"}]
    shown: dict[str, Any] = {name: getattr(limits, name) for name in names}
    if "typing" not in capabilities:
        del shown["typing_interval_ms"]
    if limits.oldest_sequence_id_kept is None:
        del shown["oldest_sequence_id_kept"]
    rate = limits.rate
    shown["rate"] = rate and {"messages": rate.messages, "per_seconds": rate.per_seconds}
    shown["heartbeat"] = {
        "interval_ms": limits.heartbeat.interval_ms,
        "timeout_ms": limits.heartbeat.timeout_ms,
    }
    return shown


def with_limits(assignments: list[str]) -> Limits:
    """Apply `NAME=VALUE` in order; `rate=none` lifts the rate, dots go inside."""
    limits = Limits()
    for assignment in assignments:
        name, _, value = assignment.partition("=")
        limits = with_limit(limits, name, value)
    needed = 12 * limits.max_content_length + 4096  # so that content decides, not the frame
    if limits.max_frame_bytes < needed:
        if any(one.startswith("max_frame_bytes=") for one in assignments):
            raise BadSetting(f"max_frame_bytes must be at least {needed} for this max_content_length")
        limits = replace(limits, max_frame_bytes=needed)
    return limits


def with_limit(limits: Limits, name: str, value: str) -> Limits:
    """Apply one assignment."""
    if name == "rate" and value in {"none", "null"}:
        return replace(limits, rate=None)
    outer, _, inner = name.partition(".")
    if inner:
        return with_nested(limits, outer, inner, number(name, value))
    if name not in Limits.__dataclass_fields__ or name in {"rate", "heartbeat"}:
        raise BadSetting(f"unknown limit {name!r}")
    low, high = BOUNDS.get(name, (1, 10**12))
    if not low <= number(name, value) <= high:
        raise BadSetting(f"limit {name} must be between {low} and {high}")
    changes: dict[str, Any] = {name: number(name, value)}
    return replace(limits, **changes)


def with_nested(limits: Limits, outer: str, inner: str, value: int) -> Limits:
    """Apply one assignment inside `rate` or `heartbeat`."""
    changes: dict[str, Any] = {inner: value}
    if value < 1:
        raise BadSetting(f"limit {outer}.{inner} must be at least 1")
    if outer == "rate" and inner in Rate.__dataclass_fields__:
        return replace(limits, rate=replace(limits.rate or Rate(), **changes))
    if outer == "heartbeat" and inner in Heartbeat.__dataclass_fields__:
        return replace(limits, heartbeat=replace(limits.heartbeat, **changes))
    raise BadSetting(f"unknown limit {outer}.{inner}")


def number(name: str, value: str) -> int:
    """Read a whole number from an argument."""
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise BadSetting(f"limit {name} takes a whole number, not {value!r}")
    return int(value)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a server is started with."""

    host: str = "127.0.0.1"
    port: int = 8080
    data: str = "./.chat-conformance/data"
    jwks: str = "./.chat-conformance/issuer/jwks.json"
    issuer: str = "https://issuer.chat-conformance.test"
    audience: str = "chat"
    algorithms: tuple[str, ...] = ("RS256", "ES256", "EdDSA")
    shared_secret: bytes | None = None
    limits: Limits = field(default_factory=Limits)
    capabilities: tuple[str, ...] = CAPABILITIES
    allowed_origins: tuple[str, ...] = ()
    connection_limit: int = 10_000
    ticket_lifetime: int = MOST_TICKET_SECONDS
    deflate: bool = False
    """Whether clients that offer permessage-deflate may compress what they send."""

    def has(self, capability: str) -> bool:
        """Is this capability declared?"""
        return capability in self.capabilities
