"""What a failure shows: the clause, what was sent, what came, why they differ, and how to see it again."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.contract.registry import Registry
from conformance.recorder import matchers as _registered  # noqa: F401 - registers every matcher
from conformance.recorder.evaluation import MATCHERS
from conformance.recorder.events import Event
from conformance.verdict.fingerprint import fingerprint
from conformance.verdict.model import CheckResult, Finding

FRAMES_SHOWN = 60
"""At most so many events around the divergence are shown; what is left out is counted."""

OBSERVED_SHOWN = 5

LONGEST_TEXT = 500
LONGEST_LIST = 30
LONGEST_MAPPING = 100

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


def failure(check: CheckResult, registry: Registry, events: Sequence[Event], again: str) -> dict[str, Any]:
    """The evidence of a check that did not pass; ``events`` are the check's own, in order, ``again`` the command that
    runs it once more."""
    broken = _broken(check, registry)
    clause = broken.clause if broken is not None else check.requirements[0]
    read = set(broken.events) if broken is not None else set()
    divergence = max((i for i, event in enumerate(events) if event.id in read), default=len(events) - 1)
    shown, omitted = transcript(events, divergence)
    return {
        "clause": clause,
        "statement": registry[clause].statement,
        "fingerprint": _fingerprint(clause, broken, check),
        "sent": _last_sent(events[: divergence + 1]),
        "expected": _rule(broken),
        "observed": [_plain(event) for event in events if event.id in read][-OBSERVED_SHOWN:],
        "why": check.reason,
        "people": {event.data["who"]: event.data["participant"] for event in events if event.kind == "person"},
        "transcript": shown,
        "omitted": omitted,
        "recorded": _recorded(events),
        "server_log": [line for event in events if event.kind == "server_log" for line in event.data["lines"]],
        "reproduce": again,
        "traceback": check.raw.traceback if check.raw is not None else None,
    }


def _broken(check: CheckResult, registry: Registry) -> Finding | None:
    """The evaluation that a check ended with, where that is a broken one: of examples drawn by lot the smallest.  A
    record from elsewhere may name clauses that this contract does not have."""
    if check.raw is None:
        return None
    broken = [finding for finding in check.raw.findings if not finding.holds and finding.clause in registry]
    return next((finding for finding in broken if finding.reason == check.raw.reason), broken[0] if broken else None)


def _fingerprint(clause: str, broken: Finding | None, check: CheckResult) -> str:
    matcher, reason = (broken.matcher, broken.reason or "") if broken is not None else (None, check.reason)
    return fingerprint(clause, matcher, reason)


def _rule(broken: Finding | None) -> dict[str, Any] | None:
    """What the matcher that did not hold wants, in its own words, and what it was given to hold the events against."""
    if broken is None:
        return None
    said = inspect.getdoc(MATCHERS[broken.matcher]) if broken.matcher in MATCHERS else None
    rule = " ".join((said or broken.matcher).partition("\n\n")[0].split())
    return {"matcher": broken.matcher, "rule": rule, "arguments": dict(broken.arguments)}


def _recorded(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Where the whole of it lies: streams, with the first and the last event of this check."""
    streams: dict[str, list[int]] = {}
    for event in events:
        stream, _, number = event.id.rpartition(":")
        streams.setdefault(stream, []).append(int(number))
    return [{"stream": name, "first": min(found), "last": max(found)} for name, found in sorted(streams.items())]


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
    data: Mapping[str, Any] = _bounded(event.data)
    return {"event": event.id, "kind": event.kind, **data}


def _bounded(value: Any) -> Any:
    """The same value without what nobody reads in a report: the whole lies in the stream, under the event's id."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"{value[:LONGEST_TEXT]}… ({len(value)} characters)"
    if isinstance(value, Mapping):
        more = len(value) - LONGEST_MAPPING
        items = itertools.islice(value.items(), LONGEST_MAPPING)
        return {**{_bounded(key): _bounded(item) for key, item in items}, **({"…": f"{more} more"} if more > 0 else {})}
    if isinstance(value, list | tuple):
        left_out = len(value) - LONGEST_LIST
        return [*map(_bounded, value[:LONGEST_LIST]), *([f"… and {left_out} more"] if left_out > 0 else [])]
    return value
