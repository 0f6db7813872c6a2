"""``chat-conformance verify`` and ``rejudge``: what a report is worth to somebody who was not there."""

from __future__ import annotations

import itertools
from pathlib import Path

import click

import conformance
from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.report import read
from conformance.report.results import build
from conformance.report.write import write_results
from conformance.trust import signature
from conformance.trust.rejudging import rejudged
from conformance.trust.verification import discrepancies
from conformance.usage import UsageError
from conformance.verdict import exits
from conformance.verdict.comparison import compared
from conformance.verdict.recording import NotARecording

SHOWN = 20
"""So many discrepancies are printed; the rest is counted."""

REPORT = click.argument("results", type=click.Path(path_type=Path))


@click.command()
@REPORT
@click.option("--key", type=click.Path(path_type=Path), help="Hold its signature against this public key (PEM).")
def verify(results: Path, key: Path | None) -> int:
    """Draw everything that a report says again from what was recorded, and name what does not add up.

    RESULTS is a report's folder, or the results.json in it, with the streams beside it.  No server is asked.

    \b
    Example: chat-conformance verify reports/latest --key vendor.pub.pem

    \b
    Exit status: 0 it adds up, 1 it does not, 2 usage, 4 it was judged by another suite or contract, and this one
    cannot tell.
    """
    objections = [] if key is None else list(signature.objections(read.folder_of(results), signature.public_key(key)))
    said, registry = read.results_at(results), registries.load()
    if (other := _judged_by_another(said["suite"], registry.digest)) is not None:
        click.echo(f"cannot tell: {other}; verify it with that suite, or see what this one decides: rejudge")
        return _objected(objections) or exits.INCOMPLETE
    events = read.events_at(results)
    found = [*objections, *discrepancies(said, events, registry, manifests.load())]
    if found:
        return _objected(found)
    evaluations = sum(event.kind == "evaluation" for event in events)
    click.echo(f"adds up: {evaluations} evaluations of {len(events)} events find again what they found, and the "
               f"verdict follows: {said['verdict']['sentence']}")  # fmt: skip
    click.echo(_worth(results, key))
    return exits.FINE


def _judged_by_another(suite: dict[str, str], digest: str) -> str | None:
    if suite["version"] != conformance.__version__:
        return f"it was judged by suite {suite['version']}, and this is {conformance.__version__}"
    return "it was judged by another edition of the contract" if suite["contract_digest"] != digest else None


def _objected(found: list[str]) -> int:
    for sentence in itertools.islice(found, SHOWN):
        click.echo(read.printable(f"does not add up: {sentence}"))
    if len(found) > SHOWN:
        click.echo(f"... and {len(found) - SHOWN} more")
    return exits.NON_CONFORMANT if found else exits.FINE


def _worth(results: Path, key: Path | None) -> str:
    """What was not excluded."""
    if key is not None:
        return f"signed: by the holder of the key whose public half is {key}"
    signed = (read.folder_of(results) / signature.FILE).exists()
    hint = "it is signed: --key PUBLIC.pem" if signed else "run --sign KEY signs a report"
    return f"not excluded: events that were invented as a whole; only a signature excludes that ({hint})"


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
