"""The command behind ``nox -s sensitivity``: lets the checks meet flaws and freedoms, and writes the matrix.

It is written anew after each row, so that whatever ends it costs one row at most.
"""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.sensitivity import deviations, page
from conformance.sensitivity.bundles import MOST_FLAWS, bundled, suspects
from conformance.sensitivity.crowd import Crowd, gathered
from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.matrix import CAUGHT, PASSED, Matrix, Row, met_again, standing_unshown, summary
from conformance.sensitivity.rows import FUNCTIONAL, WORKERS, checks_named, row_of, rows_of_bundle
from conformance.sensitivity.trial import Trial, trial_of
from conformance.verdict import exits

Work = Callable[[], list[Row]]

RUNGS = [entry.id for entry in manifests.load().values() if entry.phase == "rungs"]
"""Climbed in every wide run, as a vendor's are: what is broken there comes first."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1)
@click.option("--kind", type=click.Choice(["flaw", "freedom"]), help="Only flaws, or only freedoms.")
@click.option("--wide", is_flag=True, help="Let every flaw meet all quick checks, not only those of what it breaks.")
@click.option("--stale", is_flag=True, help="Only what this commit has not seen yet.")
@click.option("--unseen", is_flag=True, help="Only what no commit has seen yet.")
@click.option(
    "--edges", "only_edges", is_flag=True, help="Only what could confirm an edge of the ladder that nothing confirms."
)
@click.option("--page", "only_page", is_flag=True, help="Try nothing: conclude and write the page anew.")
@click.option("--at-once", default=3, type=click.IntRange(1, 64), help="Runs at once; they mostly wait.")
@click.option("--out", default="reports/reference", type=click.Path(path_type=Path, file_okay=False))
def main(
    names: tuple[str, ...],
    kind: str | None,
    wide: bool,
    stale: bool,
    unseen: bool,
    only_edges: bool,
    only_page: bool,
    at_once: int,
    out: Path,
) -> None:
    """Let the checks meet flaws and freedoms; NAMES are those to try (default: all).

    \b
    Example: python -m conformance.sensitivity --kind flaw shown-before-the-commit
    """
    # SIGINT too: a shell starts what it puts into the background with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    book = Book(out, commit())
    wanted = [one for one in deviations.offered() if kind in (None, one.kind) and (not names or one.name in names)]
    if unknown := set(names) - {one.name for one in wanted}:
        raise click.UsageError(f"there is no {kind or 'flaw or freedom'} {', '.join(sorted(unknown))}")
    if only_page:
        sys.exit(book.close())
    if stale or unseen:
        wanted = [one for one in wanted if not book.has(one, wide=wide, at_any_commit=unseen)]
    wanted.sort(key=Deviation.lot)
    flaws, freedoms = ([one for one in wanted if one.kind == kind] for kind in ("flaw", "freedom"))
    beside: list[Work]
    by_itself: list[Work] = []
    if only_edges:
        beside = [partial(book.row_of_edges, flaw, checks) for flaw, checks in book.unconfirmed(flaws)]
    else:
        beside = [partial(rows_of_freedoms, bundle, book.commit) for bundle in bundled(freedoms)]
        levels = {entry.id for entry in registries.load().judged() if entry.service_level is not None}
        measured = [one for one in flaws if one.breaks in levels]
        flaws = [one for one in flaws if one.breaks not in levels]
        if wide and (flaws or measured):
            everybody = gathered()
            tried = partial(rows_of_flaws, crowd=everybody, commit=book.commit)
            beside += [partial(tried, several) for several in bundled(flaws, MOST_FLAWS)]
            by_itself = [partial(tried, [one]) for one in measured]
        else:
            beside += [partial(rows_of_flaw, one, book.commit) for one in flaws]
            by_itself = [partial(rows_of_flaw, one, book.commit) for one in measured]
    everything = len(beside) if only_edges else len(wanted)
    began, numbers = time.monotonic(), itertools.count(1)

    def enter(row: Row) -> None:
        book.enter(row)
        click.echo(f"{next(numbers)}/{everything} {time.monotonic() - began:.0f} s  {spoken(row)}")

    work_off(beside, by_itself, at_once, enter)
    sys.exit(book.close())


def work_off(beside: Sequence[Work], by_itself: Sequence[Work], at_once: int, enter: Callable[[Row], None]) -> None:
    """Do all work and enter its rows as they come: first what can be done beside other work, then what cannot, because
    it measures how fast a server is.  When interrupted, it waits for what is under way, and exits."""
    for works, workers in ((beside, at_once), (by_itself, 1)):
        with ThreadPoolExecutor(workers) as pool:
            try:
                for future in as_completed([pool.submit(one) for one in works]):
                    for row in future.result():
                        enter(row)
            except KeyboardInterrupt:
                click.echo("interrupted: waiting for the runs under way; what was seen is written", err=True)
                pool.shutdown(cancel_futures=True)
                sys.exit(exits.INTERRUPTED)


class Book:
    """The matrix on disk."""

    def __init__(self, folder: Path, commit: str) -> None:
        self.commit = commit
        self._folder = folder
        self._registry, self._manifest = registries.load(), manifests.load()
        path = folder / "sensitivity.json"
        matrix = Matrix.read(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Matrix(())
        self._matrix = matrix.only((one.kind, one.name) for one in deviations.offered())

    def has(self, one: Deviation, *, wide: bool, at_any_commit: bool) -> bool:
        """Whether this commit (or any) has seen it, with all the checks that are wanted."""
        rows = [row for row in self._matrix.rows if (row.kind, row.name) == (one.kind, one.name)]
        seen = {row.wide if wide and one.kind == "flaw" else row.commit for row in rows}
        return bool(seen - {None}) if at_any_commit else self.commit in seen

    def enter(self, row: Row) -> None:
        """Write a row."""
        own = {entry.id for entry in self._manifest.values() if row.clauses[0] in entry.requirements}
        self._matrix = self._matrix.with_row(row, own)
        self._keep()

    def unconfirmed(self, flaws: Iterable[Deviation]) -> list[tuple[Deviation, set[str]]]:
        """Some of these flaws, each with the checks of what stands on that which it breaks, though nothing shows it."""
        wide = [row for row in self._matrix.flaws if row.wide]
        met, standing = {row.name for row in wide}, standing_unshown(self._registry, wide, self._manifest)
        return [(flaw, standing[flaw.breaks]) for flaw in flaws if flaw.name in met and flaw.breaks in standing]

    def row_of_edges(self, flaw: Deviation, checks: set[str]) -> list[Row]:
        """The row of a flaw that the quick checks have met, after these met it too."""
        [row] = [row for row in self._matrix.flaws if row.name == flaw.name]
        trial = trial_of([flaw], [*checks_named(sorted(checks)), "--no-ladder"])
        return [met_again(row, row_of(flaw, trial), trial.checks)]

    def close(self) -> int:
        """Write the page; returns the exit status: 1 when a flaw was not caught, or a freedom not passed."""
        self._keep()
        found = summary(self._matrix, self._registry, self._manifest)
        self._write("sensitivity.md", page.render(self._matrix, found, page.reasons()))
        click.echo(f"caught: {found['caught']} of {found['flaws_of_a_must']} flaws that break a MUST")
        click.echo(f"passed: {found['freedoms_passed']} of {found['freedoms']} freedoms")
        passed = found["freedoms_passed"] == found["freedoms"]
        return 0 if passed and not (found["told_and_unseen"] or found["never_told"]) else 1

    def _keep(self) -> None:
        self._write("sensitivity.json", spelled(self._matrix.plain(self._registry, self._manifest)))

    def _write(self, name: str, text: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._folder / f".{name}"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self._folder / name)


def rows_of_flaws(bundle: Sequence[Deviation], crowd: Crowd, commit: str) -> list[Row]:
    """Try some flaws with everybody: first all at once, then each by itself with those that failed on them."""

    def outcomes(several: Sequence[Deviation], checks: Sequence[str]) -> Mapping[str, str]:
        return trial_of(several, checks_named([*RUNGS, *checks])).checks

    able = {flaw.name: crowd.for_flaw(flaw) for flaw in bundle}
    return [row_of_flaw_alone(flaw, crowd, seen, commit) for flaw, seen in suspects(bundle, able, outcomes)]


def row_of_flaw_alone(flaw: Deviation, crowd: Crowd, others: Sequence[str], commit: str) -> Row:
    """Try one flaw with the checks of what it breaks, the ladder, and some others.

    What the story of another check finds broken counts as broken while none of its own checks was asked: they are, in a
    second run.  Where the flaw breaks a rung, what stands on that never ran, and blocked by order says nothing: what
    those checks make of the flaw is asked once more without the ladder.
    """
    own = ["--requirement", flaw.breaks]
    trial = trial_of([flaw], [*own, *checks_named([*RUNGS, *others])])
    if unasked := checks_of(trial.broken) - set(trial.checks):
        trial = trial_of([flaw], [*own, *checks_named([*RUNGS, *others, *sorted(unasked)])])
    row = row_of(flaw, trial, commit, wide=True)
    if set(RUNGS) & {*row.failed, *row.hurt}:
        flat = trial_of([flaw], [*own, *checks_named(sorted(crowd.above(flaw))), "--no-ladder"])
        row = met_again(row, row_of(flaw, flat, commit), flat.checks)
    return row


def checks_of(requirements: Set[str]) -> set[str]:
    """The checks that judge one of these requirements."""
    return {entry.id for entry in manifests.load().values() if not requirements.isdisjoint(entry.requirements)}


def rows_of_flaw(flaw: Deviation, commit: str) -> list[Row]:
    """Try one flaw with the checks of what it breaks."""
    return [row_of(flaw, trial_of([flaw], ["--requirement", flaw.breaks]), commit)]


def rows_of_freedoms(bundle: Sequence[Deviation], commit: str) -> list[Row]:
    """Try several freedoms on one server; what is held against them, each of them meets once more by itself."""
    trial = trial_of(bundle, [*FUNCTIONAL, *WORKERS])
    rows = rows_of_bundle(bundle, trial, commit)
    if len(bundle) == 1 or all(row.outcome == PASSED for row in rows):
        return rows
    held = sorted({check for row in rows for check in (*row.failed, *row.hurt)})
    why = f"{len(held)} check(s)" if held else "what was never told"
    click.echo(f"one by one, because of {why}: {', '.join(one.name for one in bundle)}", err=True)
    for check in trial.results["checks"]:
        if check["id"] in held:
            click.echo(f"  {check['id']} {check['outcome']}: {check['reason']}", err=True)
    return [row_of_freedom_alone(one, held, trial, commit) for one in bundle]


def row_of_freedom_alone(freedom: Deviation, held: Sequence[str], beside_others: Trial, commit: str) -> Row:
    """Try one freedom with the checks that did not pass it beside others; what passed there passes alone."""
    asked = checks_named([*RUNGS, *held]) if held else FUNCTIONAL
    alone = trial_of([freedom], [*asked, *WORKERS])
    [row] = rows_of_bundle([freedom], replace(alone, told={**beside_others.told, **alone.told}), commit)
    return row


def spelled(plain: dict[str, Any]) -> str:
    """The JSON text of a matrix, a row in a line, so that a change of it can be read."""
    rows = ",\n".join(json.dumps(row) for row in plain["rows"])
    return f'{{\n"summary": {json.dumps(plain["summary"], indent=1)},\n"rows": [\n{rows}\n]\n}}\n'


def spoken(row: Row) -> str:
    """A row in one line."""
    good = row.outcome in (CAUGHT, PASSED)
    also = f"; also {', '.join(row.others)}" if row.others else ""
    return f"{'ok ' if good else '!! '} {row.kind} {row.name}: {row.outcome}{also}"


def commit() -> str:
    """The commit of the checkout that this is run in; ``unknown`` outside of one."""
    command = ["git", "rev-parse", "--short=10", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
