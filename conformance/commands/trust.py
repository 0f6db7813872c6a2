"""``chat-conformance verify`` and ``rejudge``: what a report is worth to somebody who was not there."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

import conformance
from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.recorder.events import Event
from conformance.report import read
from conformance.report.place import behind, refuse_strange
from conformance.report.results import build
from conformance.report.write import write_results
from conformance.trust import documents, signature
from conformance.trust.rejudging import rejudged
from conformance.trust.verification import differences, discrepancies
from conformance.usage import UsageError
from conformance.verdict import exits
from conformance.verdict.comparison import compared
from conformance.verdict.recording import NotARecording

SHOWN = 20
"""So many discrepancies are printed; the rest is counted."""

BESIDES = 8
"""So many files that nothing was held against are named; the rest is counted."""

REPORT = click.argument("results", type=click.Path(path_type=Path))


@click.command()
@REPORT
@click.option("--key", type=click.Path(path_type=Path), help="Hold its signature against this public key (PEM).")
def verify(results: Path, key: Path | None) -> int:
    """Draw everything that a report says again from what was recorded, and name what does not add up.

    RESULTS is a report's folder, or the results.json in it, with the streams beside it.  The documents that lie there
    are rendered again and compared.  No server is asked.

    \b
    Example: chat-conformance verify reports/latest --key vendor.pub.pem

    \b
    Exit status: 0 it adds up, 1 it does not, 2 usage, 4 it was judged by another suite or contract, and this one
    cannot tell.
    """
    folder = read.folder_of(results)
    public = None if key is None else signature.public_key(key)
    said, events, registry = read.results_at(results), read.events_at(results), registries.load()
    objections = [] if public is None else list(signature.objections(folder, public))
    suite = _recorded_suite(events) or said["suite"]
    if (other := _judged_by_another(suite, registry.digest)) is not None:
        objections += differences(said["suite"], suite, "results.json: suite")
        return _cannot_tell(other, objections, folder, key)
    found = [*objections, *discrepancies(said, events, registry, manifests.load())]
    found += documents.discrepancies(folder, said)
    if found:
        return _objected(found)
    evaluations = sum(event.kind == "evaluation" for event in events)
    click.echo(f"adds up: {evaluations} evaluations of {len(events)} events find again what they found, and the "
               f"verdict follows: {said['verdict']['sentence']}")  # fmt: skip
    if rendered := documents.there(folder):
        click.echo(f"documents: what results.json says, and nothing else: {', '.join(rendered)}")
    _say_what_it_is_worth(folder, key)
    return exits.FINE


def _recorded_suite(events: Sequence[Event]) -> Mapping[str, str] | None:
    """The suite that a record was made by, where it is one run's: results that name another are held against it."""
    began = [event.data["suite"] for event in events if event.kind == "run_began"]
    return began[0] if len(began) == 1 else None


def _judged_by_another(suite: Mapping[str, str], digest: str) -> str | None:
    if suite["version"] != conformance.__version__:
        return f"it was judged by suite {suite['version']}, and this is {conformance.__version__}"
    return "it was judged by another edition of the contract" if suite["contract_digest"] != digest else None


def _cannot_tell(other: str, found: list[str], folder: Path, key: Path | None) -> int:
    """What can be said of a report of another suite: whether it was made by what it names, and its signature."""
    click.echo(read.printable(f"cannot tell whether it adds up, nor of its documents: {other}; verify it with that "
                              "suite, or see what this one decides: rejudge"))  # fmt: skip
    if found:
        return _objected(found)
    _say_what_it_is_worth(folder, key)
    return exits.INCOMPLETE


def _objected(found: list[str]) -> int:
    for sentence in itertools.islice(found, SHOWN):
        click.echo(read.printable(f"does not add up: {sentence}"))
    if len(found) > SHOWN:
        click.echo(f"... and {len(found) - SHOWN} more")
    return exits.NON_CONFORMANT


def _say_what_it_is_worth(folder: Path, key: Path | None) -> None:
    """Who vouches for what, and what was not excluded."""
    if more := documents.besides(folder):
        shown = [*more[:BESIDES], *([f"and {len(more) - BESIDES} more"] if len(more) > BESIDES else [])]
        click.echo(read.printable(f"not looked at: {', '.join(shown)}"))
    if key is not None:
        click.echo(f"signed: results.json and streams, by the holder of the key whose public half is {key}; "
                   "what they recorded is theirs to answer for")  # fmt: skip
        return
    signed = (folder / signature.FILE).exists()
    hint = "it is signed: --key PUBLIC.pem" if signed else "run --sign KEY signs a report"
    click.echo("not excluded: a record forged by somebody who can write streams, events or evaluations of them; only a "
               f"signature excludes that ({hint})")  # fmt: skip


@click.command()
@REPORT
@click.option("--report-dir", type=click.Path(path_type=Path, file_okay=False), help="Write the new report here.")
def rejudge(results: Path, report_dir: Path | None) -> int:
    """Show what the installed suite decides on an older recording, without a server.

    RESULTS is a report's folder, or the results.json in it, with the streams beside it.

    \b
    Example: chat-conformance rejudge archive/2026-05 --report-dir reports/rejudged

    \b
    Exit status: 0 fine, 1 not conformant, 2 usage, 3 unreachable, 4 incomplete, 5 the suite's own fault: as run has
    them, for the verdict of today.
    """
    if report_dir is not None:
        refuse_strange(report_dir)
        if behind(report_dir) == behind(read.folder_of(results)):
            raise UsageError(f"--report-dir: {report_dir}: is the report that is judged anew; name another folder")
    then = read.results_at(results)
    try:
        run = rejudged(read.events_at(results), registries.load(), manifests.load(), conformance.__version__)
    except NotARecording as error:
        raise UsageError(f"{read.folder_of(results) / 'streams'}: {error}") from error
    now = build(run)
    click.echo(f"then: {then['verdict']['sentence']}\nnow:  {now['verdict']['sentence']}")
    for line in compared(then, now).lines():
        click.echo(read.printable(line))
    if report_dir is not None:
        report_dir.mkdir(parents=True, exist_ok=True)
        write_results(report_dir, now)
        click.echo(f"report: {report_dir / 'report.md'}")
    return run.verdict.exit_status
