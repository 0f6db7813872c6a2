"""Whether the limits that a server declares leave every edge within the reach of the suite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.doctor.finding import NOTE, OK, Finding, Subject
from conformance.stage.flooding import MOST_MESSAGES
from conformance.stage.limits import MOST_CONNECTIONS

PATIENCE_MS = 60_000
"""A timer that is longer makes a run long: some checks wait for several of its turns."""


def within_reach(limits: Mapping[str, Any], subject: Subject) -> Finding:
    """What of the declared limits keeps parts from being judged, or makes them slow."""
    far = list(_too_far(limits)) + list(_too_small(limits, subject))
    if not far:
        return Finding("limits", OK, "every declared limit is within reach")
    where = subject.within("launch.functional") if subject.launches else "where the server is started"
    return Finding(
        "limits",
        NOTE,
        f"{'; '.join(far)}: what cannot be reached is not judged",
        f"start the server with smaller ones for the checks, for example by args ({where})",
    )


def _too_far(limits: Mapping[str, Any]) -> Iterator[str]:
    edges = {
        "queue_limit": (limits.get("queue_limit"), MOST_MESSAGES),
        "sync_page": (limits.get("sync_page"), MOST_MESSAGES),
        "rate.messages": (_inside(limits, "rate", "messages"), MOST_MESSAGES),
        "max_connections_per_participant": (limits.get("max_connections_per_participant"), MOST_CONNECTIONS),
        "heartbeat.interval_ms": (_inside(limits, "heartbeat", "interval_ms"), PATIENCE_MS),
        "heartbeat.timeout_ms": (_inside(limits, "heartbeat", "timeout_ms"), PATIENCE_MS),
        "write_timeout_ms": (limits.get("write_timeout_ms"), PATIENCE_MS),
    }
    for name, (value, most) in edges.items():
        if isinstance(value, int | float) and value > most:
            yield f"{name} is {value}, and the suite goes to {most}"


def _too_small(limits: Mapping[str, Any], subject: Subject) -> Iterator[str]:
    most, people = limits.get("max_participants"), subject.profile.load.people
    if isinstance(most, int) and most < people and "load" not in subject.profile.scope.without:
        yield f"max_participants is {most}, and the load of the profile has {people} people in a conversation"


def _inside(limits: Mapping[str, Any], name: str, member: str) -> Any:
    found = limits.get(name)
    return found.get(member) if isinstance(found, Mapping) else None
