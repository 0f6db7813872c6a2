"""What a failure shows: the clause, what was sent, what came, why they differ, and how to see it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.contract.registry import Registry
from conformance.recorder.events import Event
from conformance.verdict.model import CheckResult

FRAMES_SHOWN = 60
"""At most so many events around the divergence are shown; what is left out is counted."""

LOG_LINES_SHOWN = 40

OWN_QUESTIONS = ("probe-", "later-")
"""How the nonces begin of pings that the suite sends behind what it judges."""

_TRAFFIC = frozenset(
    {"request", "answer", "no_answer", "opening", "handshake", "sent", "received", "close_sent", "close_received",
     "dropped", "fault", "stall", "watch_posted", "watch_lost"}
)  # fmt: skip


def observed(check: CheckResult) -> list[dict[str, Any]]:
    """Every evaluation of a check: what it was judged by, and what the matchers read."""
    return [
        {
            "evaluation": finding.id,
            "clause": finding.clause,
            "matcher": finding.matcher,
            "events": list(finding.events),
            "holds": finding.holds,
            "reason": finding.reason,
        }
        for finding in (check.raw.findings if check.raw is not None else ())
    ]


def failure(
    check: CheckResult,
    registry: Registry,
    events: Sequence[Event],
    server_log: Sequence[str],
    reproduce: str,
) -> dict[str, Any]:
    """The evidence of a check that did not pass; ``events`` are the check's own, in order."""
    broken = next((f for f in check.raw.findings if not f.holds), None) if check.raw is not None else None
    clause = broken.clause if broken is not None else check.requirements[0]
    read = set(broken.events) if broken is not None else set()
    divergence = max((i for i, event in enumerate(events) if event.id in read), default=len(events) - 1)
    shown, omitted = transcript(events, divergence)
    return {
        "clause": clause,
        "statement": registry[clause].statement,
        "sent": _last_sent(events[: divergence + 1]),
        "expected": registry[clause].statement,
        "observed": [_plain(event) for event in events if event.id in read][-5:],
        "why": check.reason,
        "transcript": shown,
        "omitted": omitted,
        "server_log": list(server_log[-LOG_LINES_SHOWN:]),
        "reproduce": reproduce,
        "traceback": check.raw.traceback if check.raw is not None else None,
    }


def transcript(events: Sequence[Event], divergence: int) -> tuple[list[dict[str, Any]], int]:
    """The traffic around the divergence, times relative to the first event, and how much was left out."""
    traffic = [(i, event) for i, event in enumerate(events) if event.kind in _TRAFFIC]
    before = [pair for pair in traffic if pair[0] <= divergence][-FRAMES_SHOWN * 3 // 4 :]
    after = [pair for pair in traffic if pair[0] > divergence][: FRAMES_SHOWN - len(before)]
    shown = [event for _, event in (*before, *after)]
    origin = events[0].at if events else 0
    return [{"ms": round((event.at - origin) / 1e6, 1), **_plain(event)} for event in shown], len(traffic) - len(shown)


def _last_sent(events: Sequence[Event]) -> dict[str, Any] | None:
    sent = [event for event in events if event.kind in ("request", "sent", "opening", "fault")]
    # A ping sent to see whether the server still answers is the suite's own question, not the one that was judged.
    asked = [event for event in sent if not str(event.frame.get("nonce", "")).startswith(OWN_QUESTIONS)]
    return _plain(asked[-1]) if asked else None


def _plain(event: Event) -> dict[str, Any]:
    data: Mapping[str, Any] = event.data
    return {"event": event.id, "kind": event.kind, **data}
