"""``chat-conformance garden``: read test results and test suites, and write down what is wrong, one entry for each
cause."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conformance.commands import signals
from conformance.garden import causes, collect, issues, novelty, reading, worklog
from conformance.garden.model import Entry, Reading, Worklog
from conformance.usage import UsageError
from conformance.verdict import exits

FOUND = 1


@click.command()
@click.argument("what", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="WHAT...")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here, not to the console.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, which the next garden's --since reads.")
@click.option("--issues", "folder", type=click.Path(path_type=Path), help="Keep a Markdown file for each cause here.")
@click.option(
    "--since", type=click.Path(path_type=Path), help="What was known: an earlier JSON, or a folder of issues."
)
@click.option(
    "--collect", "collects", is_flag=True, help="Run pytest --collect-only on folders. This imports their code."
)
@click.option("--python", default=sys.executable, metavar="PATH", help="With --collect: the suite's own interpreter.")
@click.option(
    "--timeout", default=120.0, type=click.FloatRange(1, 86400), help="With --collect: seconds for each folder."
)
def garden(
    what: tuple[Path, ...],
    output: Path | None,
    as_json: bool,
    folder: Path | None,
    since: Path | None,
    collects: bool,
    python: str,
    timeout: float,
) -> int:
    """Read test results and test suites, anybody's, and write a worklog with one entry for each cause.

    WHAT is any mix of report folders of this suite (or the results.json in them), JUnit XML, what pytest printed, and
    folders of tests. Tests are parsed; without --collect nothing in them is imported or run.

    \b
    Example: chat-conformance garden junit.xml console.txt tests/ -o worklog.md

    \b
    Exit status: 0 nothing found, 1 something found, 2 usage.
    """
    if collects and not any(_is_suite(one) for one in what):
        raise UsageError("--collect: none of what was given is a folder; name the folder of the tests")
    if collects and not python:
        raise UsageError("--python: empty; give the path of the suite's own interpreter, or leave the option out")
    if output is not None and not output.parent.is_dir():
        raise UsageError(f"-o: there is no folder {output.parent}; create it, or name another file")
    if collects:
        signals.as_interrupts()  # what was started is ended
    earlier = (*(_earlier(since) if since is not None else ()), *(issues.entries_in(folder) if folder else ()))
    readings = _readings(what, Path(python) if collects else None, timeout)
    log = novelty.compared(causes.worklog(readings), _last_of_each(earlier), readings)
    _write(log, output, as_json)
    if folder is not None:
        changed = issues.written(folder, log)
        click.echo(f"{folder}: {len(log.entries)} issues, {changed} files changed", err=True)
    return FOUND if any(entry.open for entry in log.entries) else exits.FINE


def _readings(what: tuple[Path, ...], python: Path | None, timeout_s: float) -> list[Reading]:
    found = []
    for path in dict.fromkeys(what):
        found.append(reading.read(path))
        if python is not None and _is_suite(path):
            found.append(collect.collected(path, python, timeout_s))
    return found


def _is_suite(path: Path) -> bool:
    return path.is_dir() and not reading.is_report(path)


def _earlier(since: Path) -> tuple[Entry, ...]:
    if not since.exists():
        raise UsageError(f"--since: {since}: there is no such file or folder; leave the option out the first time")
    return issues.entries_in(since) if since.is_dir() else novelty.entries_from(since)


def _last_of_each(entries: tuple[Entry, ...]) -> list[Entry]:
    """Where both a file and a folder say what was known, the folder is believed."""
    return list({entry.id: entry for entry in entries}.values())


def _write(log: Worklog, output: Path | None, as_json: bool) -> None:
    words = novelty.to_json(log) if as_json else worklog.render(log)
    if output is None:
        click.echo(words.encode("utf-8", "replace").decode(), nl=False)
        return
    try:
        issues.replace_file(output, words)
    except OSError as error:
        raise UsageError(f"-o: {output}: cannot be written: {error.strerror or error}") from error
