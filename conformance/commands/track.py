"""``chat-conformance track``: keep a page of what fails, and what people wrote on it."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.usage import UsageError


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--file", default="FAILING_TESTS.md", type=click.Path(path_type=Path, dir_okay=False), help="The tracker."
)
@click.option(
    "--history",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What is remembered of earlier runs (default: beside the tracker, ending in .history.ndjson).",
)
@click.option(
    "--build", metavar="TEXT", help="Which build of the server this is, such as a commit, instead of its version."
)
@click.option("--check", is_flag=True, help="Write nothing; say what the tracker does not list as it is.")
@click.option("--mend", is_flag=True, help="Write damaged parts anew, and begin a history that is lost.")
@click.option("--renamed", is_flag=True, help="The server has another name now.")
def track(
    results: tuple[Path, ...],
    file: Path,
    history: Path | None,
    build: str | None,
    check: bool,
    mend: bool,
    renamed: bool,
) -> int:
    """Bring a tracker of failing tests up to date with RESULTS: report folders, or their results.json.

    What people wrote in it is kept: all text outside the parts that are written anew, and in these the columns Issue,
    Note and Owner and the notes on known issues.

    \b
    Example: chat-conformance track reports/latest
    Example: chat-conformance track reports/latest --build "$(git rev-parse --short HEAD)" --check

    \b
    Exit status: 0 up to date, 1 with --check: the tracker lists a finding that is fixed, or lacks one, 2 usage.
    """
    from conformance.report import read  # jinja and JSON Schema: time that --help of the others saves
    from conformance.tracker import files
    from conformance.tracker.update import Tracker, updated

    if not file.name:
        raise UsageError("--file: names no file; write for example --file FAILING_TESTS.md")
    history = history or file.with_suffix(".history.ndjson")
    if history.resolve() == file.resolve():
        raise UsageError(f"{file}: is the tracker and its history in one; give another --history")
    with files.alone(file, history):
        page, past = files.found(file), files.found(history)
        tracker = Tracker(str(file), page.text, str(past.path), past.text)
        found = [read.results_at(path) for path in results]
        update = updated(tracker, found, build=build, mend=mend, renamed=renamed)
        if check:
            return _told(update.differences, file)
        changed = files.replace_all([(past, update.history), (page, update.page)])
    click.echo(f"{file}: {update.summary}{'' if changed else ' (nothing has changed)'}")
    return 0


def _told(differences: tuple[str, ...], file: Path) -> int:
    for line in differences:
        click.echo(line)
    if differences:
        click.echo(f"{file}: is out of date; run this without --check")
        return 1
    click.echo(f"{file}: lists what these results show")
    return 0
