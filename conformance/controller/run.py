"""One run, from a profile to a report."""

from __future__ import annotations

import functools
import secrets
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any, TypeVar

import conformance
from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import CONTRACT_VERSION, Registry
from conformance.controller import afterwards, preflight, rungs
from conformance.controller.child import SUITE, Child
from conformance.controller.console import Console
from conformance.controller.machine import environment
from conformance.controller.options import Options, refuse_nonsense, selected
from conformance.controller.workspace import Workspace
from conformance.doctor import launching
from conformance.doctor.finding import Finding, Subject
from conformance.recorder import matchers as m
from conformance.recorder.events import Event, in_order, merged
from conformance.recorder.secrets import from_journals
from conformance.recorder.stream import Recorder
from conformance.report import place
from conformance.report.read import RESULTS
from conformance.report.results import judged
from conformance.report.write import write_report
from conformance.stage.breaker import ENOUGH, Breaker
from conformance.stage.judge import Judge
from conformance.stage.outcome import recorded_check
from conformance.stage.session import Plan, Session
from conformance.target import profile as profiles
from conformance.target import tokens
from conformance.target.process import LaunchError
from conformance.target.profile import Profile
from conformance.trust import signature
from conformance.verdict.decide import REACHED
from conformance.verdict.model import Raw, Scope
from conformance.verdict.recording import capabilities_document, recording, scope_of

T = TypeVar("T")

CHILD_PHASES = {"parallel": "functional", "alone": "functional", "performance": "load"}
"""The phases that pytest children carry out, in this order, and the flavour of server that each is given."""

BELOW_IS_BROKEN = "a rung below it is broken"


def run(options: Options, console: Console) -> int:
    """Judge a server; returns the exit status.  Raises ProfileError or UsageError before anything is started."""
    profile = profiles.load(options.profile)
    registry, manifest = registries.load(), manifests.load()
    refuse_nonsense(options, profile, registry, manifest)
    place.refuse_strange(options.report_dir)
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
        self.recorder = Recorder(workspace.streams / "controller.ndjson", "controller")
        self.breaker = Breaker(enough_when=workspace.private / "enough" if options.first_failure else None)

    def judge(self) -> int:
        """Climb, run every phase, decide, report."""
        self.console.begin(self.profile, self.options, len(self.manifest))
        self.recorder.record("run_began", **self._asked_for())
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
        run = judged(recording(self._ended(events)), self.registry, self.manifest)
        secrets = from_journals(sorted(self.workspace.private.glob("*.secrets")))
        try:
            write_report(self.workspace.staging, run, secrets)
            if self.options.key is not None:
                signature.sign(self.workspace.staging, self.options.key)
        finally:
            # A document that cannot be rendered is our own fault, and no reason to lose what was found.
            if (self.workspace.staging / RESULTS).exists():
                self.workspace.publish()
        self.console.end(run.verdict, self.registry, self.options.report_dir)
        return run.verdict.exit_status

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
            recorder = Recorder(self.workspace.streams / "rungs.ndjson", "rungs")
            self._unjudged(recorder, preflight.not_launched(error, self.profile, self.options, self.workspace.private))
            recorder.close()
            return False
        try:
            told = preflight.before_judging(session, self.options, self.console)
            self.notes.extend(told.notes)
            if told.stops is not None:
                self._unjudged(session.recorder, told.stops)
                return False
            for entry, outcome in rungs.climb(
                session, ladder, self.registry, ladder=self.options.ladder, breaker=self.breaker
            ):
                self.console.rung(entry, outcome)
                if outcome != "passed":
                    self.broken.update(entry.requirements)
            self.capabilities = capabilities_document(session.recorder.events())
        finally:
            session.close()
        return not (self.options.ladder and REACHED in self.broken)

    def _unjudged(self, recorder: Recorder, found: Finding) -> None:
        """Nothing can be judged, and that is not the server's fault: recorded as the first rung's failure."""
        lowest = rungs.in_order(self.manifest, self.registry)[0]
        with recorded_check(recorder, lowest.id, lowest.requirements):
            examined = recorder.record("examined", of=found.name, state=found.state, what=found.sentence)
            Judge(recorder, self.registry)(REACHED, m.can_be_judged, examined)
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
            self.blocked[entry.id] = Raw(entry.id, "blocked", reason=BELOW_IS_BROKEN)
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

    # -- the end ------------------------------------------------------------------------------------------------

    def _ended(self, events: list[Event]) -> list[Event]:
        """The events of the whole run, with what the controller has to add: what it withheld, and how the run ended."""
        known = len(self.recorder.events())
        withheld = {**self.blocked, **self._blocked_unseen(events)}
        for check, raw in withheld.items():
            self.recorder.record("withheld", check=check, outcome=raw.outcome, reason=raw.reason)
        self.recorder.record(
            "run_ended",
            interrupted=self.interrupted,
            duration_s=round(time.monotonic() - self._clock, 3),
            phases_s=self.phases_s,
            notes=self.notes,
        )
        self.recorder.close()
        return in_order([*events, *self.recorder.events()[known:]])

    def _blocked_unseen(self, events: list[Event]) -> dict[str, Raw]:
        """What never ran because a rung below it is broken, the rungs themselves included."""
        ran = {event.check for event in events if event.kind == "check_started"}
        return {
            entry.id: Raw(entry.id, "blocked", reason=BELOW_IS_BROKEN)
            for entry in self.manifest.values()
            if self.options.ladder
            and entry.id not in ran
            and self._wanted(entry)
            and rungs.stands_on_broken(entry, self.broken, self.registry)
        }

    def _scope(self) -> Scope:
        return scope_of(self._asked_for(), self.capabilities)

    def _asked_for(self) -> dict[str, Any]:
        """What this run was asked for (``run_began``): everything that its verdict rests on, beside the record."""
        options, profile = self.options, self.profile
        return {
            "run": self.name,
            "began": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.began)),
            "suite": {
                "version": conformance.__version__,
                "contract_version": CONTRACT_VERSION,
                "contract_digest": self.registry.digest,
            },
            "profile": {
                "name": profile.profile.name,
                "source": profile.source,
                "contract": profile.profile.contract,
                "demands": list(profile.profile.capabilities),
                "without": dict(profile.scope.without),
                "expected_failures": [{"requirement": one.requirement, "reason": one.reason,
                                       "expires": one.expires.isoformat()} for one in profile.expected_failures],
                "enforce_service_levels": profile.slo.enforce,
                "impact": asdict(profile.impact),
            },
            "url": options.url or profile.target.url,
            "launched": profile.launches and options.url is None,
            "selected": None if self.selected is None else sorted(self.selected),
            "ladder": options.ladder,
            "workers": options.workers,
            "seed": options.seed,
            "intensity": options.intensity,
            "environment": environment(),
        }  # fmt: skip


def _beforehand(options: Options, profile: Profile) -> list[str]:
    """What may explain the outcome before anything has begun."""
    unused = launching.unused(Subject(profile, options.url))
    return [*([f"{unused.name}: {unused.sentence}"] if unused is not None else []), *_strange_key(options, profile)]


def _strange_key(options: Options, profile: Profile) -> list[str]:
    """Whether no server can know the key that signs the tokens."""
    launches = profile.launches and options.url is None
    if profile.auth.kind != "issuer" or launches or tokens.keeps(profile.auth, tokens.ISSUER_FOLDER):
        return []
    return [
        f"the key that signs the tokens did not exist before this run ({tokens.ISSUER_FOLDER}), so that the server may "
        "not know it: start `chat-conformance issuer` here first, or name another [auth] kind"
    ]
