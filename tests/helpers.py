"""Small contracts, manifests, outcomes and events, for the tests of everything that only computes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hypothesis import HealthCheck, settings

from conformance.contract import registry
from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.recorder.events import Event
from conformance.verdict.model import Finding, Raw

PURE = settings(
    max_examples=50, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
"""Examples of pure functions: many, quick, and the same in every run."""

REACHED = "NET-HTTP-01"


def clause(name: str, *needs: str, **more: Any) -> dict[str, Any]:
    """One entry of a registry, as its documents hold it: a P1 MUST unless something else is said."""
    return {
        "id": name,
        "level": "MUST",
        "statement": f"{name} MUST hold.",
        "section": "1",
        "since": "1.0",
        "category": "unit",
        "severity": "P1",
        "impact": "Something is broken.",
        "remedy": "Mend it.",
        "groups": ["all"],
        "needs": list(needs),
        **more,
    }


def contract(*entries: Mapping[str, Any]) -> Registry:
    """A registry of these entries."""
    return registry.build(entries, [{"id": "all", "title": "All"}], "d1gest")


def one_check_each(contract: Registry, **more: Any) -> dict[str, ManifestEntry]:
    """A manifest that holds one check of each judged requirement, called ``check of`` it."""
    return manifest(*(check(f"check of {entry.id}", entry.id, **more) for entry in contract.judged()))


def check(name: str, *requirements: str, phase: str = "parallel", **more: Any) -> ManifestEntry:
    """One entry of a manifest."""
    return ManifestEntry(name, requirements, phase, "unit/test_something.py::test_something", **more)


def manifest(*entries: ManifestEntry) -> dict[str, ManifestEntry]:
    """A manifest of these entries."""
    return {entry.id: entry for entry in entries}


def finding(about: str, clause: str, reason: str | None = None, *, witnessed: bool = True) -> Finding:
    """One evaluation; a reason makes it a broken one."""
    return Finding(f"{clause}:1", about, clause, "status_is", reason is None, witnessed, reason, ("s:1",))


def passed(name: str) -> Raw:
    """A check that passed."""
    return Raw(name, "passed", started=True)


def failed(name: str, clause: str, reason: str = "as the server wanted it", *, witnessed: bool = True) -> Raw:
    """A check that found its own clause broken; not witnessed where the server never said a word."""
    return Raw(name, "failed", clause, reason, True, findings=(finding(name, clause, reason, witnessed=witnessed),))


def stumbled(name: str, clause: str, reason: str = "broken on the way") -> Raw:
    """A check that found another clause broken on its way, and so could not judge its own."""
    return Raw(name, "precondition", clause, reason, True, findings=(finding(name, clause, reason),))


def ended(name: str, outcome: str, reason: str = "for a reason") -> Raw:
    """A check that ended in another way."""
    return Raw(name, outcome, None, reason, True)


def outcomes(*raws: Raw) -> dict[str, Raw]:
    """Raw outcomes by check."""
    return {raw.check: raw for raw in raws}


def all_pass(checks: Iterable[str], **but: Raw) -> dict[str, Raw]:
    """Every check passed, but for those given."""
    return {**{name: passed(name) for name in checks}, **{raw.check: raw for raw in but.values()}}


_numbers: Iterator[int] = iter(range(1, 10**9))


def event(kind: str, check: str | None = None, *, at: int | None = None, name: str | None = None, **data: Any) -> Event:
    """An event with an id and a time of its own."""
    number = next(_numbers)
    return Event(name or f"s:{number}", number * 1000 if at is None else at, kind, check, data)


def received(frame: Any, **more: Any) -> Event:
    """A frame that came on a socket."""
    return event("received", connection="alice/1", who=more.pop("who", "alice"), frame=frame, **more)


def answer(status: int = 200, body: Any = None, **more: Any) -> Event:
    """An HTTP answer."""
    return event("answer", who=more.pop("who", "alice"), status=status, headers={}, body=body, **more)


def one_line(message: str, *parts: str) -> None:
    """A message is one line, and each of these parts stands in it."""
    assert re.fullmatch(r"[^\r\n]+", message), message
    missing = [part for part in parts if part not in message]
    assert not missing, f"{missing} not in {message!r}"
