"""What a person sees while a run goes on, and at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console as Rich
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.controller.options import Options
from conformance.recorder.evaluation import name_of
from conformance.recorder.matchers import can_be_judged
from conformance.report.ladder import Ladder
from conformance.report.visible import visible
from conformance.target.profile import Profile
from conformance.verdict.model import Cause, Verdict

_ENDED = '"kind":"check_ended"'
_COLOURS = {"conformant": "green", "partial": "yellow", "non-conformant": "red", "incomplete": "yellow"}


class Console:
    """Prints progress and the end of a run; everything that a server controls is printed as plain text."""

    def __init__(self, rich: Rich | None = None) -> None:
        self._rich = rich or Rich(highlight=False, soft_wrap=True, emoji=False)

    def say(self, text: str) -> None:
        """One line."""
        self._rich.print(escape(visible(text)))

    def begin(self, profile: Profile, options: Options, expected: int) -> None:
        """What is about to be judged."""
        where = options.url or profile.target.url or "a server that the suite launches"
        self.say(f"profile {profile.profile.name} ({profile.source}), {where}")
        self.say(f"{expected} checks expected, seed {options.seed}, {options.workers} worker(s)")

    def rung(self, entry: ManifestEntry, outcome: str) -> None:
        """One rung of the ladder, as soon as it is climbed; only what is broken needs a line."""
        if outcome != "passed":
            word = {"blocked": "blocked", "precondition": "blocked"}.get(outcome, "broken")
            self.say(f"  {word:8} {entry.id} ({', '.join(entry.requirements)})")

    @contextmanager
    def phase(self, name: str, expected: int) -> Iterator[Callable[[Path, str], int]]:
        """A phase with its progress; yields what is to be called with the streams' folder while it goes on."""
        columns = (TextColumn("  {task.description:12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._rich, transient=self._rich.is_terminal) as progress:
            task = progress.add_task(name, total=expected)
            reader = _Tail(f"{name}-")

            def advance(streams: Path, _phase: str) -> int:
                reader.read(streams)
                progress.update(task, completed=reader.ended)
                return reader.bytes

            yield advance

    def end(self, verdict: Verdict, registry: Registry, report_dir: Path) -> None:
        """Verdict, counts, causes by severity, and where the report is."""
        counts, ladder = verdict.counts, _ladder(verdict, registry)
        shown = [f"{counts[name]} {name.replace('_', ' ')}" for name in counts if name != "expected" and counts[name]]
        self._rich.print(f"[bold {_COLOURS[verdict.word]}]{escape(visible(verdict.sentence))}[/]")
        self.say(f"checks: {counts['expected']} expected: {', '.join(shown)}")
        self.say(f"service levels: {verdict.service_levels['line']}")
        for cause in verdict.causes:
            origin = "" if cause.origin == "server" else f" [{cause.origin}]"
            origin = " [on the way of other checks]" if cause.in_passing else origin
            self.say(f"  {cause.severity} {cause.requirement}{origin}: {cause.summary}")
            if cause.origin == "environment" and not _examined(cause, verdict):
                self.say(f"     {registry[cause.requirement].remedy}")
            if waiting := ladder.waits_for(cause.requirement):
                self.say(f"     blocks {len(waiting)} other requirement(s)")
        for note in verdict.notes:
            self.say(f"note: {note}")
        self.say(f"report: {report_dir / 'report.html'}")


def _examined(cause: Cause, verdict: Verdict) -> bool:
    """Whether the doctor found this cause: its line says what to write, better than the requirement's remedy can."""
    raws = [check.raw for check in verdict.checks if check.id in cause.failed and check.raw is not None]
    return any(finding.matcher == name_of(can_be_judged) for raw in raws for finding in raw.findings)


class _Tail:
    """Counts the checks that have ended, by reading only what was added to the streams of a phase."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._offsets: dict[Path, int] = {}
        self.ended = 0

    @property
    def bytes(self) -> int:
        """How much has been recorded so far."""
        return sum(self._offsets.values())

    def read(self, streams: Path) -> None:
        """Read on."""
        for path in streams.glob(f"{self._prefix}*.ndjson"):
            with path.open("rb") as stream:
                stream.seek(self._offsets.get(path, 0))
                added = stream.read()
            self._offsets[path] = self._offsets.get(path, 0) + len(added)
            self.ended += added.decode("utf-8", "replace").count(_ENDED)


def _ladder(verdict: Verdict, registry: Registry) -> Ladder:
    """What waits for which cause, as every document says it."""
    rows = [{"id": one.id, "outcome": one.outcome, "blocked_by": one.blocked_by, "needs": registry[one.id].needs}
            for one in verdict.requirements]  # fmt: skip
    causes = [{"requirement": one.requirement, "in_passing": one.in_passing} for one in verdict.causes]
    return Ladder({"requirements": rows, "causes": causes})
