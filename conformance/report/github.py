"""What GitHub Actions shows of a run: a summary of the step, and annotations.

The runner obeys whatever it reads on a line of the step's output that looks like a command. A server that is judged
could write one: while a run goes on no command is obeyed (``stop-commands``), and what is printed afterwards is
escaped.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from conformance.recorder.words import bounded
from conformance.report import narrative
from conformance.report.ladder import Row
from conformance.report.markdown import as_code, in_a_line
from conformance.report.remedies import remedy
from conformance.report.unjudged import unjudged
from conformance.report.visible import one_line, visible
from conformance.verdict.decide import NOT_SELECTED
from conformance.verdict.model import SERVER

ANNOTATIONS = 10
"""GitHub shows no more of one step."""

SUMMARY_LIMIT = 1024 * 1024
"""GitHub takes no larger summary of one step, from all of its commands together."""

CAUSES_SHOWN = 10
LONGEST = 300
LONGEST_ANNOTATION = 1000


@contextmanager
def nothing_obeyed(environ: Mapping[str, str]) -> Iterator[None]:
    """While this lasts the runner takes nothing that is printed for a command."""
    if environ.get("GITHUB_ACTIONS") != "true":
        yield
        return
    token = secrets.token_hex(16)
    print(f"::stop-commands::{token}", flush=True)
    try:
        yield
    finally:
        print(f"::{token}::", flush=True)


def told(report: Path, environ: Mapping[str, str]) -> list[str]:
    """Append the summary of the report in this folder to the step's, and return the annotations to print."""
    on_github, summary_file = environ.get("GITHUB_ACTIONS") == "true", environ.get("GITHUB_STEP_SUMMARY")
    if not on_github and not summary_file:
        return []
    results = json.loads((report / "results.json").read_text(encoding="utf-8"))
    trouble = _append(Path(summary_file), summary(results)) if summary_file else None
    lines = workflow_commands(results) if on_github else []
    return [*lines, *([_command("notice", "chat-conformance", trouble)] if trouble and on_github else [])]


def workflow_commands(results: Row) -> list[str]:
    """At most ten workflow commands, causes first, each on one line."""
    every = [*_of_causes(results), *_of_silence(results)]
    if len(every) <= ANNOTATIONS:
        return every
    left = len(every) - ANNOTATIONS + 1
    rest = _command("notice", "chat-conformance", f"{left} more findings stand in report.md.")
    return [*every[: ANNOTATIONS - 1], rest]


def summary(results: Row) -> str:
    """The verdict, the counts and the first causes, as Markdown of a few kilobytes."""
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in results["counts"].items() if count)
    shown = results["causes"][:CAUSES_SHOWN]
    rows = [f"| {cause['requirement']} | {cause['severity']} | {_cell(cause['summary'])} | "
            f"{_cell(remedy(_row(cause, results), results))} |" for cause in shown]  # fmt: skip
    left = len(results["causes"]) - len(shown)
    table = ["| Cause | Severity | What came | Where to look |", "|---|---|---|---|", *rows, ""] if rows else []
    more = [f"{left} more causes stand in report.md.", ""] if left else []
    steps = [f"{in_a_line(step.sentence)} {as_code(step.command)}" for step in narrative.next_steps(results)
             if step.command][:1]  # fmt: skip
    said = in_a_line(bounded(" ".join(narrative.summary(results)), LONGEST * 4))
    head = [f"## {_cell(results['verdict']['sentence'])}", "", said, "", f"Checks: {counts}", ""]
    return "\n".join([*head, *table, *more, *steps, ""])


def _of_causes(results: Row) -> list[str]:
    lines = []
    for cause in results["causes"]:
        kind = "notice" if cause["requirement"] in results["advice"] else "error"
        where = "" if cause["origin"] == SERVER else f", {cause['origin']}"
        look = "" if cause["origin"] == "suite" else f"\n{remedy(_row(cause, results), results)}"
        lines.append(_command(kind, f"{cause['requirement']} ({cause['severity']}{where})", cause["summary"] + look))
    return lines


def _of_silence(results: Row) -> list[str]:
    return [
        _command("warning", f"{len(row.checks)} {row.kind}", f"{row.why}: {narrative.listed(row.checks)}")
        for row in unjudged(results)
        if row.outcome in ("inconclusive", "not_run") and row.why != NOT_SELECTED
    ]


def _command(kind: str, title: str, message: str) -> str:
    """One workflow command, in which nothing that a server wrote is anything but text."""
    text = _data(visible(bounded(message, LONGEST_ANNOTATION)))
    return f"::{kind} title={_property(one_line(title))}::{text}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    return in_a_line(bounded(one_line(text), LONGEST))


def _row(cause: Row, results: Row) -> Row:
    found: Row = next(row for row in results["requirements"] if row["id"] == cause["requirement"])
    return found


def _append(path: Path, text: str) -> str | None:
    """Add to the step's summary; what kept it from being added, in words."""
    added = text.encode("utf-8", "backslashreplace")
    try:
        held = path.stat().st_size if path.exists() else 0
        if held + len(added) > SUMMARY_LIMIT:
            return f"the step's summary holds {held} bytes and has no room for {len(added)} more; see report.md."
        with path.open("ab") as summary_file:
            summary_file.write(added)
    except OSError as error:
        return f"the step's summary could not be written: {error}"
    return None
