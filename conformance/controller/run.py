"""One run, from a profile to a report."""

from __future__ import annotations

import functools
import secrets
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.controller import afterwards, rungs
from conformance.controller.child import SUITE, Child
from conformance.controller.console import Console
from conformance.controller.options import Options, refuse_nonsense, selected
from conformance.controller.workspace import Workspace
from conformance.recorder import matchers as m
from conformance.recorder.events import Event, merged
from conformance.recorder.secrets import from_journals
from conformance.recorder.stream import Recorder
from conformance.report.write import RunFacts, write_report
from conformance.stage.breaker import ENOUGH, Breaker
from conformance.stage.judge import Judge
from conformance.stage.outcome import recorded_check
from conformance.stage.session import Plan, Session
from conformance.target import profile as profiles
from conformance.target import tokens
from conformance.target.process import LaunchError
from conformance.target.profile import Profile
from conformance.verdict.decide import REACHED, decide
from conformance.verdict.expected import ExpectedFailures
from conformance.verdict.model import Raw, Scope, Verdict
from conformance.verdict.results import raw_outcomes

T = TypeVar("T")

CHILD_PHASES = {"parallel": "functional", "alone": "functional", "performance": "load"}
"""The phases that pytest children carry out, in this order, and the flavour of server that each is given."""


def run(options: Options, console: Console) -> int:
    """Judge a server; returns the exit status.  Raises ProfileError or UsageError before anything is started."""
    profile = profiles.load(options.profile)
    registry, manifest = registries.load(), manifests.load()
    refuse_nonsense(options, profile, registry, manifest)
    with Workspace(options.report_dir, secrets.token_hex(4)) as workspace:
        return _Run(options, profile, registry, manifest, workspace, console).judge()


class _Run:
    """The state of one run: what is known so far, and what has been left out and why."""

    def __init__(
        self,
        options: Options,
        profile: Profile,
        registry: Registry,
        manifest: Mapping[str, ManifestEntry],
        workspace: Workspace,
        console: Console,
    ) -> None:
        self.options = options
        self.profile = profile
        self.registry = registry
        self.manifest = manifest
        self.workspace = workspace
        self.console = console
        self.name = workspace.staging.name.rsplit(".", 1)[-1]
        self.selected = selected(options, manifest, registry)
        self.capabilities: Mapping[str, Any] | None = None
        self.blocked: dict[str, Raw] = {}
        self.broken: set[str] = set()
        self.notes = _beforehand(options, profile)
        self.phases_s: dict[str, float] = {}
        self.interrupted = False
        self.began = time.time()
        self._clock = time.monotonic()
        self._child: Child | None = None
        self.breaker = Breaker(enough_when=workspace.private / "enough" if options.first_failure else None)

    def judge(self) -> int:
        """Climb, run every phase, decide, report."""
        self.console.begin(self.profile, self.options, len(self.manifest))
        try:
            if self._timed("rungs", self._climb):
                for phase in CHILD_PHASES:
                    self._timed(phase, functools.partial(self._phase, phase))
        except KeyboardInterrupt:
            self.interrupted = True
            # From here on everything ends by itself and soon: a second Ctrl-C must not cost the report.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            self.console.say("interrupted: ending what was started, and writing what is known")
            if self._child is not None:
                self._child.interrupt()
        self.workspace.children.end_all()
        events = merged(self.workspace.streams.glob("*.ndjson"))
        if not self.interrupted:
            events = self._afterwards(events)
        verdict = self._decide(events)
        write_report(self.workspace.staging, self._facts(verdict, events))
        self.workspace.publish()
        self.console.end(verdict, self.registry, self.options.report_dir, self.notes)
        return verdict.exit_status

    def _timed(self, phase: str, work: Callable[[], T]) -> T:
        before = time.monotonic()
        try:
            return work()
        finally:
            self.phases_s[phase] = round(time.monotonic() - before, 3)

    def _plan(self, phase: str, checks: list[str]) -> Plan:
        return Plan(
            run=self.name,
            profile=self.options.profile,
            phase=phase,
            checks=checks,
            seed=self.options.seed,
            intensity=self.options.intensity,
            private=str(self.workspace.private),
            streams=str(self.workspace.streams),
            url=self.options.url,
            silent=self.breaker.silent,
            flavour=CHILD_PHASES.get(phase, "functional"),
            enough=str(self.breaker.enough_when) if self.breaker.enough_when else None,
        )

    # -- the ladder ---------------------------------------------------------------------------------------------

    def _climb(self) -> bool:
        """Climb the ladder; False when nothing above it can be run."""
        ladder = [entry for entry in rungs.in_order(self.manifest, self.registry) if self._wanted(entry)]
        try:
            session = Session(self._plan("rungs", [entry.id for entry in ladder]), "rungs")
        except LaunchError as error:
            self._unreachable(str(error))
            return False
        try:
            for entry, outcome in rungs.climb(
                session, ladder, self.registry, ladder=self.options.ladder, breaker=self.breaker
            ):
                self.console.rung(entry, outcome)
                if outcome != "passed":
                    self.broken.update(entry.requirements)
            self.capabilities = _capabilities(session.recorder.events())
        finally:
            session.close()
        return not (self.options.ladder and REACHED in self.broken)

    def _unreachable(self, reason: str) -> None:
        """The server could not even be started: recorded as the first rung's failure, with what is known."""
        recorder = Recorder(self.workspace.streams / "rungs.ndjson", "rungs")
        lowest = rungs.in_order(self.manifest, self.registry)[0]
        with recorded_check(recorder, lowest.id, lowest.requirements):
            silence = recorder.record("no_answer", reason=reason)
            Judge(recorder, self.registry)(REACHED, m.speaks_the_contract, [silence], shapes=[])
        recorder.close()
        self.broken.add(REACHED)

    def _wanted(self, entry: ManifestEntry) -> bool:
        return self.selected is None or entry.id in self.selected

    # -- the phases ---------------------------------------------------------------------------------------------

    def _phase(self, phase: str) -> None:
        """Run one phase in a child process; whatever happens to the child, the run goes on."""
        entries = [entry for entry in self.manifest.values() if entry.phase == phase and self._runnable(entry)]
        if not entries:
            return
        workers = min(self.options.workers, len(entries)) if self._divisible(phase) else 1
        plan = replace(self._plan(phase, [entry.id for entry in entries]), workers=workers)
        path = plan.write(self.workspace.private / f"{phase}.json")
        modules = sorted({SUITE / (entry.where or "").split("::")[0] for entry in entries})
        log = self.workspace.staging / f"{phase}.log"
        present = [module for module in modules if module.is_file()]
        self._child = Child(path, workers, present or [SUITE], log, self.workspace.children.register)
        with self.console.phase(phase, len(entries)) as advance:
            why = self._child.watch(lambda: advance(self.workspace.streams, phase))
            self._child.end()
        if why is not None:
            self.notes.append(f"the {phase} phase was ended: {why}")

    def _divisible(self, phase: str) -> bool:
        """Whether several workers may carry out a phase: service levels are measured alone; and who ends the server
        needs one that nobody else uses, which each worker has where the suite launches them."""
        launches = self.profile.launches and self.options.url is None
        return phase == "parallel" or (phase == "alone" and launches)

    def _runnable(self, entry: ManifestEntry) -> bool:
        if not self._wanted(entry) or any(need in self.profile.scope.without for need in entry.needs):
            return False
        if any(self._undeclared(name) for name in entry.requirements):
            return False
        if self.options.ladder and rungs.stands_on_broken(entry, self.broken, self.registry):
            self.blocked[entry.id] = Raw(entry.id, "blocked", reason="a rung below it is broken")
            return False
        if self.breaker.enough:
            self.blocked[entry.id] = Raw(entry.id, "not_run", reason=ENOUGH)
            return False
        return True

    def _undeclared(self, requirement: str) -> bool:
        capability, scope = self.registry[requirement].capability, self._scope()
        return capability is not None and capability not in scope.capabilities

    def _afterwards(self, events: list[Event]) -> list[Event]:
        """Judge what can only be judged over the whole run."""
        entries = [entry for entry in self.manifest.values() if entry.phase == "afterwards" and self._runnable(entry)]
        recorder = Recorder(self.workspace.streams / "afterwards.ndjson", "afterwards")
        for entry in entries:
            afterwards.judge(recorder, entry, events)
        recorder.close()
        return [*events, *recorder.events()]

    # -- the verdict --------------------------------------------------------------------------------------------

    def _scope(self) -> Scope:
        declared = (self.capabilities or {}).get("capabilities")
        return Scope(
            profile=self.profile.profile.name,
            contract=self.profile.profile.contract,
            demanded=frozenset(self.profile.profile.capabilities),
            declared=frozenset(declared) if isinstance(declared, Mapping) else None,
            without=self.profile.scope.without,
            selected=self.selected,
        )

    def _decide(self, events: list[Event]) -> Verdict:
        raws = {**raw_outcomes(events, self.manifest), **self._raws_of_blocked(events)}
        expected = {item.requirement: (item.reason, item.expires) for item in self.profile.expected_failures}
        verdict = decide(
            self.registry,
            self.manifest,
            self._scope(),
            raws,
            ExpectedFailures(expected),
            interrupted=self.interrupted,
            enforce_service_levels=self.profile.slo.enforce,
        )
        return replace(verdict, notes=(*verdict.notes, *self.notes))

    def _raws_of_blocked(self, events: list[Event]) -> dict[str, Raw]:
        """What never ran because a rung below it is broken, the rungs themselves included."""
        blocked = dict(self.blocked)
        ran = {event.check for event in events if event.kind == "check_started"}
        for entry in self.manifest.values():
            unrun = entry.id not in ran and self._wanted(entry)
            if self.options.ladder and unrun and rungs.stands_on_broken(entry, self.broken, self.registry):
                blocked[entry.id] = Raw(entry.id, "blocked", reason="a rung below it is broken")
        return blocked

    def _facts(self, verdict: Verdict, events: list[Event]) -> RunFacts:
        server = (self.capabilities or {}).get("server")
        return RunFacts(
            verdict=verdict,
            registry=self.registry,
            manifest=self.manifest,
            events=events,
            run=self.name,
            profile=self.profile,
            url=self.options.url or self.profile.target.url,
            server=server if isinstance(server, Mapping) else {},
            seed=self.options.seed,
            intensity=self.options.intensity,
            workers=self.options.workers,
            began=self.began,
            duration_s=round(time.monotonic() - self._clock, 3),
            interrupted=self.interrupted,
            phases=self.phases_s,
            server_log=_server_log(self.workspace.private),
            secrets=from_journals(sorted(self.workspace.private.glob("*.secrets"))),
        )


def _beforehand(options: Options, profile: Profile) -> list[str]:
    """What may explain the outcome before anything has begun."""
    launches = profile.launches and options.url is None
    if profile.auth.kind != "issuer" or launches or tokens.keeps(profile.auth, tokens.ISSUER_FOLDER):
        return []
    return [
        f"the key that signs the tokens did not exist before this run ({tokens.ISSUER_FOLDER}), so that the server may "
        "not know it: start `chat-conformance issuer` here first, or name another [auth] kind"
    ]


def _capabilities(events: list[Event]) -> Mapping[str, Any] | None:
    """The capabilities document, as it was recorded; ``None`` where the server published none that is one."""
    for event in events:
        if event.kind == "answer" and event.data["status"] == 200 and event.check == "capabilities.document":
            return event.body if isinstance(event.body, Mapping) else None
    return None


def _server_log(private: Path) -> list[str]:
    """What the launched servers wrote, line by line."""
    logs = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(private.glob("servers/*/server.log"))]
    return [line for log in logs for line in log.splitlines()]
