"""Climbs the ladder before anything else: a run above a broken rung would only repeat its cause."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.stage.breaker import Breaker
from conformance.stage.session import Session
from conformance.verdict.results import raw_outcomes


def in_order(manifest: Mapping[str, ManifestEntry], registry: Registry) -> list[ManifestEntry]:
    """The checks of the ladder, lowest rung first."""
    rungs = [entry for entry in manifest.values() if entry.phase == "rungs"]
    return sorted(rungs, key=lambda entry: (max(registry.depth(name) for name in entry.requirements), entry.id))


def climb(
    session: Session, rungs: list[ManifestEntry], registry: Registry, *, ladder: bool, breaker: Breaker
) -> Iterator[tuple[ManifestEntry, str]]:
    """Run each rung; yields it with its raw outcome.  With the ladder, what stands on a broken rung is not run."""
    broken: set[str] = set()
    for entry in rungs:
        if ladder and stands_on_broken(entry, broken, registry):
            yield entry, "blocked"
            continue
        run_rung(session, entry, breaker)
        raw = raw_outcomes(session.recorder.events(), {entry.id: entry.requirements})[entry.id]
        if raw.outcome != "passed":
            broken.update(entry.requirements)
        yield entry, raw.outcome


def run_rung(session: Session, entry: ManifestEntry, breaker: Breaker) -> None:
    """Run one check of the ladder in this process."""
    body = carrier(entry)
    with session.recorded(entry.id, entry.requirements) as ending:
        breaker.refuse_if_open()
        with session.stage(entry.id) as stage:
            body(stage)
    breaker.heed(ending)


def carrier(entry: ManifestEntry) -> Callable[..., Any]:
    """The function that carries a check, by the place that the manifest names."""
    module, _, function = (entry.where or "").partition("::")
    loaded = importlib.import_module("conformance.suite." + module.removesuffix(".py").replace("/", "."))
    found: Callable[..., Any] = getattr(loaded, function)
    return found


def stands_on_broken(entry: ManifestEntry, broken: set[str], registry: Registry) -> bool:
    """Whether any requirement of a check stands on a broken one."""
    return any(broken.intersection(registry.stands_on(name)) for name in entry.requirements)
