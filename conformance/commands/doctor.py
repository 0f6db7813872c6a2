"""``chat-conformance doctor``: what is wrong with a profile, the way to a server or this machine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.commands import signals
from conformance.verdict import exits

if TYPE_CHECKING:
    from conformance.doctor.explained import Row
    from conformance.doctor.finding import Finding

COLOURS = {"ok": "green", "note": "cyan", "unknown": "yellow", "wrong": "red"}


@click.command()
@click.argument("profile", default="reference")
@click.option("--url", help="Examine the server at this address instead of the profile's.")
@click.option(
    "--report-dir",
    default="reports/latest",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where a run would write.",
)
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
def doctor(profile: str, url: str | None, report_dir: Path, as_json: bool) -> int:
    """Explain PROFILE, and examine what a run with it stands on: launch, address, token, socket, clocks, this machine.

    Without a PROFILE it is "reference", which launches the reference server.

    Nothing is created on the server.  One that the profile launches is started and ended again.

    \b
    Example: chat-conformance doctor my-server.toml --url http://127.0.0.1:8080

    \b
    Exit status: 0 everything is in order, 2 usage, 3 something is wrong or cannot be told, 130 interrupted.
    """
    from conformance.contract import manifest, registry
    from conformance.controller.options import Options, refuse_nonsense
    from conformance.doctor import examine, explained, finding
    from conformance.target import profile as profiles

    signals.as_interrupts()
    loaded = profiles.load(profile)
    refuse_nonsense(Options(profile, url), loaded, registry.load(), manifest.load())
    rows = explained.rows(loaded)
    found = examine.everything(finding.Subject(loaded, url), report_dir)
    findings = list(found) if as_json else _told(rows, found)
    good = finding.in_order(findings)
    if as_json:
        document = {"profile": loaded.source, "url": url, "in_order": good}
        whole = {"values": [asdict(row) for row in rows], "findings": [asdict(one) for one in findings]}
        click.echo(json.dumps({**document, **whole}, indent=1))
    return exits.FINE if good else exits.UNREACHABLE


def _told(rows: Sequence[Row], found: Iterable[Finding]) -> list[Finding]:
    """Print everything, each finding as soon as it is there."""
    width = max(len(row.key) for row in rows)
    for row in rows:
        click.echo(f"{row.key:{width}}  {row.shown}  ({row.file})")
    click.echo()
    findings = []
    for one in found:
        findings.append(one)
        # The colours are left out where nobody would see them.
        click.echo(click.style(f"{one.state:8}", fg=COLOURS[one.state]) + one.line[8:])
    counts = {state: sum(one.state == state for one in findings) for state in COLOURS}
    click.echo("\n" + ", ".join(f"{count} {state}" for state, count in counts.items() if count))
    return findings
