"""A whole recorded run, and the verdict that follows from it: from the recorded events alone.

The controller records what it was asked for (``run_began``), which checks it withheld and why (``withheld``), and how
the run ended (``run_ended``), beside what the checks recorded.  So a verdict can be drawn again from the streams by
whoever has them, with this suite or a later one.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.recorder.events import Event
from conformance.verdict.decide import decide
from conformance.verdict.expected import ExpectedFailures
from conformance.verdict.model import Scope, Verdict
from conformance.verdict.results import raw_outcomes


class NotARecording(ValueError):
    """These events are no whole run: the controller's own are missing."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The events of a run on their common clock; ``began`` is what ``run_began`` says and ``ended`` what ``run_ended``
    does (shapes: ``recorder/stream.schema.json``)."""

    events: Sequence[Event]
    began: Mapping[str, Any]
    ended: Mapping[str, Any]

    @property
    def capabilities(self) -> Mapping[str, Any] | None:
        """The server's capabilities document; ``None`` where it published none that is one."""
        return capabilities_document(self.events)

    @property
    def scope(self) -> Scope:
        """What this run was to judge."""
        return scope_of(self.began, self.capabilities)


def recording(events: Sequence[Event]) -> Recording:
    """The run that these events are of; raises :class:`NotARecording`."""
    began = [event for event in events if event.kind == "run_began"]
    ended = [event for event in events if event.kind == "run_ended"]
    if len(began) != 1 or len(ended) != 1:
        raise NotARecording(f"one run_began and one run_ended are expected, got {len(began)} and {len(ended)}")
    return Recording(events, began[0].data, ended[0].data)


def verdict_on(recorded: Recording, registry: Registry, manifest: Mapping[str, ManifestEntry]) -> Verdict:
    """The verdict that follows from a recording, by this registry and this manifest."""
    profile = recorded.began["profile"]
    verdict = decide(
        registry,
        manifest,
        recorded.scope,
        raw_outcomes(recorded.events, {name: entry.requirements for name, entry in manifest.items()}),
        _expected(profile["expected_failures"]),
        interrupted=recorded.ended["interrupted"],
        enforce_service_levels=profile["enforce_service_levels"],
        # On the day of the run: an expectation that has expired since was none then.
        today=datetime.date.fromisoformat(recorded.began["began"][:10]),
    )
    return replace(verdict, notes=(*verdict.notes, *recorded.ended["notes"]))


def scope_of(began: Mapping[str, Any], capabilities: Mapping[str, Any] | None) -> Scope:
    """What a run was to judge, by what it was asked for and what the server declares."""
    profile, selected = began["profile"], began["selected"]
    declared = (capabilities or {}).get("capabilities")
    return Scope(
        profile=profile["name"],
        contract=profile["contract"],
        demanded=frozenset(profile["demands"]),
        declared=frozenset(declared) if isinstance(declared, Mapping) else None,
        without=profile["without"],
        selected=None if selected is None else frozenset(selected),
    )


def capabilities_document(events: Sequence[Event]) -> Mapping[str, Any] | None:
    """The capabilities document, as it was recorded; ``None`` where the server published none that is one."""
    for event in events:
        if event.check == "capabilities.document" and event.kind == "answer" and event.data["status"] == 200:
            return event.body if isinstance(event.body, Mapping) else None
    return None


def _expected(rows: Sequence[Mapping[str, str]]) -> ExpectedFailures:
    entries = {row["requirement"]: (row["reason"], datetime.date.fromisoformat(row["expires"])) for row in rows}
    return ExpectedFailures(entries)
