"""Reads the record of a run that lies beside its results."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jsonschema_rs

from conformance import recorder
from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.contract.manifest import ManifestEntry
from conformance.recorder.evaluation import MATCHERS
from conformance.recorder.events import Event
from conformance.report import read
from conformance.reproduce import shapes
from conformance.reproduce.bundle import CannotBundle
from conformance.reproduce.story import CannotTell, Story
from conformance.reproduce.telling import broken_rule, told
from conformance.usage import UsageError, did_you_mean


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that failed in a recorded run: its events in order, the run's id, and what was judged how."""

    check: str
    phase: str
    events: Sequence[Event]
    run: str
    profile: str
    url: str | None
    broken: Event
    """The evaluation that did not hold."""

    @property
    def reason(self) -> str:
        """Why the rule did not hold."""
        return str(self.broken.data["reason"])

    def story(self, *, numbers: bool = True) -> Story:
        """The story of the check (see :func:`conformance.reproduce.telling.told`)."""
        if self.phase == "performance":
            raise CannotTell("it measures a server under load, which a single file cannot do fairly")
        clause = self.broken.data["clause"]
        return told(self.events, self.run, registries.load()[clause].statement, numbers=numbers)

    def shape(self) -> str | None:
        """The source of what a schema demands, where the rule holds something against one."""
        matcher = self.broken.data["matcher"]
        if matcher not in NEED_A_SHAPE:
            return None
        by_id = {event.id: event for event in self.events}
        readings = [by_id[ids] if isinstance(ids, str) else [by_id[name] for name in ids]
                    for ids in self.broken.data["events"]]  # fmt: skip
        try:
            return shapes.demanded(matcher, self.broken.data["arguments"], readings)
        except LookupError as error:
            raise CannotBundle(f"the record names a schema that this contract does not hold: {error}") from error


NEED_A_SHAPE = frozenset({"basic.conforms", "basic.speaks_the_contract", "guarantees.could_not_recover"})


def failed(results: Path, check: str) -> Failed:
    """A failed check of a run; ``results`` is its folder or the ``results.json`` in it.  Raises :class:`UsageError`,
    and :class:`CannotTell` where no rule failed."""
    manifest = manifests.load()
    if check.upper() in registries.load():
        raise _a_requirement(check.upper(), results, manifest)
    if check not in manifest:
        raise UsageError(f"CHECK: {check} is no check of this suite{did_you_mean(check, manifest)}")
    events = read.events_at(results)
    began = [event for event in events if event.kind == "run_began"]
    if len(began) != 1:
        raise UsageError(f"{results}: streams hold {len(began)} runs, one is expected")
    own = [event for event in events if event.check == check]
    _refuse_malformed([began[0], *own])
    if not any(event.kind == "check_started" for event in own):
        raise UsageError(f"{check}: did not run in {results}; "
                         f"chat-conformance run PROFILE --check {shlex.quote(check)} runs it")  # fmt: skip
    if not any(event.kind == "evaluation" and not event.data.get("holds") for event in own):
        ended = next((event.data for event in own if event.kind == "check_ended"), {})
        if ended.get("outcome") == "passed":
            raise UsageError(f"{check}: passed in {results}: there is nothing to reproduce")
    broken = broken_rule(own)
    _known(broken)
    data = began[0].data
    return Failed(check, manifest[check].phase, own, data["run"], data["profile"]["source"], data.get("url"), broken)


def _a_requirement(name: str, results: Path, manifest: Mapping[str, ManifestEntry]) -> UsageError:
    """What to say of a requirement in the place of a check: which of its checks may be meant."""
    own = [entry.id for entry in manifest.values() if name in entry.requirements]
    ended = {event.check: event.data.get("outcome") for event in read.events_at(results) if event.kind == "check_ended"}
    failed = [shlex.quote(check) for check in own if ended.get(check) == "failed"]
    which = f"of its checks failed {', '.join(failed)}: name one" if failed else "none of its checks failed"
    return UsageError(f"CHECK: {name} is a requirement; in {results} {which}")


def _refuse_malformed(events: Sequence[Event]) -> None:
    """A record may come from anywhere: what follows relies on its form."""
    schema = json.loads((Path(recorder.__file__).parent / "stream.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    for event in events:
        if not validator.is_valid(json.loads(event.line())):
            raise UsageError(
                f"{event.id}: is not as this suite records it (recorder/stream.schema.json); run the check again"
            )


def _known(broken: Event) -> None:
    if broken.data["matcher"] not in MATCHERS or broken.data["clause"] not in registries.load():
        named = f"{broken.data['matcher']} or {broken.data['clause']}"
        raise UsageError(f"{broken.id}: names {named}, which this suite does not have; run the check again")
