"""``chat-conformance report``, ``compare`` and ``matrix``: what can be made of runs that are over."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from conformance.report import matrix as matrices
from conformance.report import normal as normal_form
from conformance.report import read
from conformance.report.write import render, write_results, write_text
from conformance.usage import UsageError
from conformance.verdict import exits
from conformance.verdict.comparison import compared


@click.command()
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--report-dir", type=click.Path(path_type=Path, file_okay=False), help="Write them here, not beside it.")
@click.option("--normal", is_flag=True, help="In the normal form, which two runs of one server have in common.")
def report(results: Path, report_dir: Path | None, normal: bool) -> int:
    """Render every document of a report again from its results.json.

    RESULTS is a report's folder, or the results.json in it.  In the normal form people, ids and connections are
    numbered by appearance, times are an order, and what the machine decides is left out.

    \b
    Example: chat-conformance report reports/latest --report-dir shared/report

    \b
    Exit status: 0, or 2 usage.
    """
    found = read.results_at(results)
    if normal and report_dir is None:
        raise UsageError("--normal: what it leaves out would be lost; say where to write it with --report-dir")
    folder = report_dir or read.folder_of(results)
    folder.mkdir(parents=True, exist_ok=True)
    if normal:
        write_results(folder, normal_form.normal(found))
    else:
        render(folder, found)
    click.echo(f"report: {folder / 'report.md'}")
    return exits.FINE


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
def compare(before: Path, after: Path, as_json: bool) -> int:
    """Show what changed between two runs: of one server at two times, or of two servers.

    BEFORE and AFTER are report folders, or the results.json in them.  Findings are known again by their fingerprint:
    the clause and the first divergence.

    \b
    Example: chat-conformance compare reports/main reports/latest

    \b
    Exit status: 0 nothing regressed, 1 something that was kept is broken (also where its own checks fail behind a
    fault that was there before) or a service level that was met is missed, 2 usage, 4 something that was kept or met
    is not judged any more, unless what regressed explains it.
    """
    found = compared(read.results_at(before), read.results_at(after))
    if as_json:
        click.echo(json.dumps(asdict(found), indent=1))
    else:
        for line in found.lines():
            click.echo(read.printable(line))
    if found.regressed or found.missed:
        return exits.NON_CONFORMANT
    return exits.INCOMPLETE if found.unknown else exits.FINE


def _is_hidden(path: Path, folder: Path) -> bool:
    """Whether it lies in a hidden folder: a run that was stopped leaves its own there."""
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--out", "-o", type=click.Path(path_type=Path, file_okay=False), help="Where to write (default: FOLDER).")
def matrix(folder: Path, out: Path | None) -> int:
    """Put many servers beside each other: matrix.md, matrix.html and matrix.json from every report below FOLDER.

    \b
    Example: chat-conformance matrix reports/servers

    \b
    Exit status: 0, or 2 usage.
    """
    reports = sorted(path.parent for path in folder.glob("**/results.json") if not _is_hidden(path, folder))
    if not reports:
        raise UsageError(f"{folder}: there is no results.json below it; give each server's report a folder in it")
    found = matrices.of({path.relative_to(folder).as_posix(): read.results_at(path) for path in reports})
    target = out or folder
    target.mkdir(parents=True, exist_ok=True)
    for name, text in matrices.rendered(found).items():
        write_text(target / name, text)
    click.echo(f"{len(reports)} reports, {len(found['requirements'])} requirements: {target / 'matrix.md'}")
    return exits.FINE
