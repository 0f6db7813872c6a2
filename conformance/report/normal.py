"""The normal form of results: what two runs of one server have in common, whenever and wherever they ran.

Names that differ from run to run are numbered by appearance: people, messages, conversations, connections, recorded
events.  Times are told by their order only.  What depends on the machine (durations, versions, counts of attempts while
something was awaited) is left out.  Frames that came to several connections between two acts of the suite are put into
the order of their connections: which of them is seen first is nobody's promise.  A story in which people act at the
same time is told by its finding alone: its order is the server's, and another one each time.

Of two runs with one seed and one worker the normal forms are the same, byte for byte, unless the server behaved
otherwise; they are what examples are compared by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from conformance.history import delivery, isolation, messages, order, sessions
from conformance.recorder.evaluation import MATCHERS, name_of
from conformance.verdict.fingerprint import gist

RUN = "run"
"""What every run is called in its normal form."""

ID_KEYS = frozenset({"id", "conversation_id", "connection_id", "stream_id", "invite_id", "next_cursor", "cursor"})
"""Members that hold what a server chose to call something."""

REASONS = frozenset({"reason", "summary", "path", "sent", "notes"})
"""Members that hold a sentence of ours about what a server did, or an address with its names in it."""

RANDOM = frozenset({"sec-websocket-accept", "sec-websocket-key", "payload"})
MEASURED = frozenset({"elapsed_ms", "late_ms", "latency_ms", "due"})
"""Members that are otherwise each time, whoever the server is."""

ANSWERS = frozenset({"auth_ok", "connected", "error", "message_ack", "pong", "sync"})
"""Frames that somebody waits for who has asked."""

OF_THE_MOMENT = frozenset({"429", "503", "error RATE_LIMITED", "error QUEUE_FULL", "error UNAVAILABLE", "no answer"})
"""Answers to whoever was too fast, or met the server between two lives: that one came at all is chance."""

HISTORIES = frozenset(
    f"{module.__name__.rpartition('.')[2]}.{name}"
    for module in (delivery, isolation, messages, order, sessions)
    for name, match in vars(module).items()
    if MATCHERS.get(name_of(match)) is match
)
"""The rules over what everybody did, by their names."""

IN_VAIN = "basic.nothing_came"

_KINDS = {"id": "conversation", "next_cursor": "cursor", "conversation_id": "conversation"}
_SHORTEST = 6
_TIME = re.compile(
    r"(?:\d{4}-\d\d-\d\d[T ]|(?:\w{3}, )?\d\d \w{3} \d{4} )?\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?GMT|Z|[+-]\d\d:?\d\d)?"
)
"""As RFC 3339 and HTTP write it, and as a line of a log begins."""
_AMOUNT = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?= ?(?:ms|s|seconds|KiB|MiB)\b)")
_LABEL = re.compile(r"<(\w+ [^<>]+) [0-9a-f]{4}>")
_RANDOM_ID = re.compile(r"\b(?=[\w-]*[a-z])(?=[\w-]*[A-Z\d])[\w-]{20,}")
"""What nobody was told by name."""
_ADDRESS = re.compile(r"(127\.0\.0\.1|localhost|\[::1\]):\d+")
_WHOLE_ADDRESS = re.compile(r"(127\.0\.0\.1|localhost|\[::1\]):\d+")
_EVENT = re.compile(r"[a-z]+(?:-(?:gw\d+|main))?:\d+")
_SOME = "event:1"
_ACTS = frozenset({"request", "opening", "sent", "close_sent", "fault"})


def normal(results: Mapping[str, Any]) -> dict[str, Any]:
    """The normal form of ``results.json``; it still is what its schema says, and is its own normal form."""
    if results["run"]["id"] == RUN:
        return dict(results)
    plain = _without_the_machine(results)
    run = results["run"]["id"]
    failures = [_numbered(check["failure"], run) if _is_told(check) else None for check in plain["checks"]]
    found: dict[str, Any] = _unnamed(
        {**plain, "checks": [{**check, "failure": None} for check in plain["checks"]]}, run
    )
    found["checks"] = [{**check, "failure": failure} for check, failure in zip(found["checks"], failures, strict=True)]
    return found


def _is_told(check: Mapping[str, Any]) -> bool:
    """Whether a check's story belongs to the normal form; what is blocked repeats its cause, at whatever point."""
    return check["failure"] is not None and check["outcome"] != "blocked"


def _unnamed(value: Any, run: str, member: str = "") -> Any:
    """The same value without what tells one run from another; outside a story nothing has a number."""
    if isinstance(value, str):
        plain = _LABEL.sub(r"<\1>", value).replace(run, RUN)
        return _gist(plain) if member in REASONS else plain
    if isinstance(value, Mapping):
        return {key: _unnamed(item, run, key) for key, item in value.items()}
    return [_unnamed(item, run, member) for item in value] if isinstance(value, list) else value


def _gist(reason: str) -> str:
    """The gist of a reason, in which an address stays one: its numbers count nothing."""
    pieces = _WHOLE_ADDRESS.split(reason)
    return "".join(f"{piece}:<port>" if i % 2 else gist(piece) for i, piece in enumerate(pieces))


def _numbered(failure: Mapping[str, Any], run: str) -> dict[str, Any]:
    """A failure with everybody and everything numbered by appearance."""
    names = _Names(run)
    for part in ("transcript", "observed", "sent"):
        for name, value in _members(failure[part]):
            names.learn(name, value)
    found: dict[str, Any] = names.replaced(failure)
    return _its_finding(found) if _judges_a_history(failure) or _is_concurrent(failure["transcript"]) else found


def _its_finding(failure: Mapping[str, Any]) -> dict[str, Any]:
    expected = failure["expected"] and {**failure["expected"], "arguments": {}}
    alone: dict[str, Any] = {"transcript": [], "observed": [], "sent": None, "people": {}, "omitted": 0}
    return {**failure, **alone, "expected": expected, "why": _gist(failure["why"])}


def _judges_a_history(failure: Mapping[str, Any]) -> bool:
    """Whether the rule looks at all that several people did: where in it the first divergence lies is the server's, and
    so is what a reader is shown around it."""
    return failure["expected"] is not None and failure["expected"]["matcher"] in HISTORIES


def _is_concurrent(transcript: Iterable[Mapping[str, Any]]) -> bool:
    """Whether somebody acted while somebody else still waited for an answer, or several did before it begins."""
    waiting: dict[str, str] = {}
    waited: set[str] = set()
    for event in transcript:
        kind, who = event["kind"], event.get("who", "")
        about = _about(event)
        if kind in ("answer", "handshake", "no_answer", "received"):
            if about and waiting.pop(about, None) is None:
                waited.add(who)
        elif kind in ("request", "opening", "sent") and about:
            if any(other != who for other in waiting.values()):
                return True
            waiting[about] = who
    return len(waited) > 1


def _about(event: Mapping[str, Any]) -> str:
    """What a request and its answer have in common; empty where nothing answers."""
    if event["kind"] in ("request", "answer", "no_answer", "opening", "handshake"):
        return str(event.get("request") or (event["event"] if event["kind"] == "request" else event.get("connection")))
    frame = event.get("frame")
    about = frame.get("message_id") if isinstance(frame, Mapping) else None
    answers = event["kind"] == "sent" or (isinstance(frame, Mapping) and frame.get("type") in ("message_ack", "error"))
    return str(about) if about and answers else ""


def _without_the_machine(results: Mapping[str, Any]) -> dict[str, Any]:
    """Results without what the machine and the hour decide."""
    return {
        **results,
        "run": {**results["run"], "began": "1970-01-01T00:00:00Z", "phases_s": {}},
        "profile": {**results["profile"], "source": PurePath(results["profile"]["source"]).name},
        "duration_s": 0,
        "environment": {
            "python": "3",
            "system": "any",
            "machine": "",
            "cpus": None,
            "packages": {},
            "executable": "python",
        },
        "budgets": [],
        "never_provoked": [],
        "operations": [_operation(one) for one in results["operations"]],
        "requirements": [
            {**one, "reason": ""} if one["outcome"] == "passed" else one for one in results["requirements"]
        ],
        "checks": [_check(check) for check in results["checks"]],
    }


def _operation(one: Mapping[str, Any]) -> dict[str, Any]:
    shown = one["shown_by"]
    named = shown and {**shown, "request": _SOME, "answer": shown["answer"] and _SOME, "sent": one["name"]}
    answers = dict.fromkeys((said for said in one["answers"] if said not in OF_THE_MOMENT), 1)
    return {**one, "asked": min(1, one["asked"]), "answers": answers, "shown_by": named}


def _check(check: Mapping[str, Any]) -> dict[str, Any]:
    failure = check["failure"]
    # Of what passed or is blocked it is chance how often which matcher was asked on the way, but not what broke there.
    observed = [one for one in check["observed"] if check["outcome"] == "failed" or not one["holds"]]
    judged = {(one["clause"], one["matcher"], one["holds"], gist(one["reason"] or "")): one for one in observed}
    # What was awaited in vain was read for what it is not: whatever came instead came beside it.
    read = {event for one in check["observed"] if one["matcher"] != IN_VAIN for event in one["events"]}
    return {
        **check,
        "raw": "passed" if check["raw"] == "never_provoked" else check["raw"],
        "reason": "" if check["outcome"] == "passed" else check["reason"],
        "duration_s": 0,
        "observed": [{**judged[key], "evaluation": _SOME, "events": []} for key in sorted(judged)],
        "failure": None if failure is None else _failure(failure, read),
    }


def _failure(failure: Mapping[str, Any], read: Container[str]) -> dict[str, Any]:
    told = [event for event in failure["transcript"] if not _came_beside(event, read)]
    return {
        **failure,
        "transcript": [{**event, "ms": place} for place, event in enumerate(_in_normal_order(told))],
        "recorded": [],
        "server_log": [],
        "omitted": min(1, failure["omitted"]),
    }


def _came_beside(event: Mapping[str, Any], read: Container[str]) -> bool:
    """Whether an event answers nobody and was read by no rule: when it comes is nobody's promise."""
    frame = event.get("frame")
    kind = frame.get("type") if isinstance(frame, Mapping) else None
    came = event["kind"] in ("received", "ping_received", "pong_received", "stall")
    return came and event["event"] not in read and not (isinstance(kind, str) and kind in ANSWERS)


def _in_normal_order(transcript: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """A transcript in which what came between two acts of the suite is ordered by its connection."""
    came: list[Mapping[str, Any]] = []
    for event in transcript:
        if event["kind"] in _ACTS:
            yield from sorted(came, key=_where)
            came.clear()
            yield event
        else:
            came.append(event)
    yield from sorted(came, key=_where)


def _where(event: Mapping[str, Any]) -> tuple[str, str]:
    return str(event.get("who", "")), str(event.get("connection", "")).rpartition("/")[2]


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """Every member of a JSON value with its name, in the order in which a reader meets them."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield name, item
            yield from _members(item)
    elif isinstance(value, list):
        for item in value:
            yield from _members(item)


class _Names:
    """Names by appearance."""

    def __init__(self, run: str) -> None:
        self._ours = re.compile(rf"\b([A-Za-z]\w*)-{re.escape(run)}-[0-9a-f]{{12}}\b")
        self._run = run
        self._given: dict[str, str] = {}
        self._count: Counter[str] = Counter()
        self._events: dict[str, str] = {}

    def learn(self, name: str, value: Any) -> None:
        """Note what a server calls something, where a member holds that."""
        if name in ID_KEYS and isinstance(value, str) and len(value) >= _SHORTEST and not self._ours.search(value):
            self._name(value, _KINDS.get(name, name.removesuffix("_id")))

    def _name(self, value: str, kind: str) -> str:
        if value not in self._given:
            self._count[kind] += 1
            self._given[value] = f"{kind}-{self._count[kind]}"
        return self._given[value]

    def _label(self, name: str) -> str:
        """A secret of somebody's, numbered among those that this story holds."""
        whose, numbered, _ = name.partition("#")
        return self._name(f"<{name}>", whose).replace(f"{whose}-", f"{whose}#") if numbered else name

    def replaced(self, value: Any, member: str = "") -> Any:
        """The same JSON value with every name replaced by its number."""
        if isinstance(value, str):
            return "<random>" if member in RANDOM else self._text(value, member)
        if isinstance(value, Mapping):
            return {self._text(key, ""): self.replaced(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [self.replaced(item, member) for item in value]
        return 0 if member in MEASURED else value

    def _text(self, text: str, member: str) -> str:
        if member in ("event", "evaluation", "request", "answer", "events") and _EVENT.fullmatch(text):
            return self._events.setdefault(text, f"event:{len(self._events) + 1}")
        text = self._ours.sub(lambda found: self._name(found.group(), found.group(1)), text)
        for given, number in self._given.items():
            if given in text:
                text = text.replace(given, number)
        text = _LABEL.sub(lambda found: f"<{self._label(found.group(1))}>", text)
        text = _TIME.sub("<time>", text)
        text = _ADDRESS.sub(r"\1:<port>", text)
        return _AMOUNT.sub("<amount>", _RANDOM_ID.sub("<id>", text)).replace(self._run, RUN)
