"""``chat-conformance run``: judge a server and write a report."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from conformance.commands import signals
from conformance.contract.registry import CATEGORIES
from conformance.controller import last
from conformance.controller.console import Console
from conformance.controller.options import Options
from conformance.trust import signature
from conformance.verdict import exits
from conformance.verdict.causes import plural


@click.command()
@click.argument("profile", default="reference")
@click.option("--url", help="Judge the server at this address instead of the profile's.")
@click.option("--category", "-C", "categories", multiple=True, type=click.Choice(CATEGORIES), help="Only these.")
@click.option("--requirement", "-R", "requirements", multiple=True, metavar="ID", help="Only checks of these.")
@click.option("--check", "-k", "checks", multiple=True, metavar="ID", help="Only these checks.")
@click.option("-n", "workers", default=1, type=click.IntRange(0, 64), help="Worker processes (0: as 1).")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Decides everything random (default: a new one).")
@click.option("--intensity", default=1.0, type=click.FloatRange(0, 100), help="Scales rounds and sizes.")
@click.option(
    "--report-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"Where the report is written (default: {last.WHOLE}; of a selection {last.SELECTED}, "
    f"with --last-failed {last.FAILED}).",
)
@click.option(
    "--last-failed",
    is_flag=True,
    help=f"Only what did not pass in the newer of {last.WHOLE} and {last.FAILED}; with --report-dir, in the report "
    "there, which is replaced.",
)
@click.option("--sign", type=click.Path(path_type=Path), metavar="KEY", help="Sign the report (Ed25519, PEM).")
@click.option("--first-failure", "-x", is_flag=True, help="Run nothing more once a check has failed.")
@click.option("--no-ladder", is_flag=True, help="Run every check, whatever is broken below it.")
@click.option("--no-doctor", is_flag=True, help="Judge at once; what may be wrong in the profile is not looked for.")
def run(
    profile: str,
    url: str | None,
    categories: tuple[str, ...],
    requirements: tuple[str, ...],
    checks: tuple[str, ...],
    workers: int,
    seed: int | None,
    intensity: float,
    report_dir: Path | None,
    last_failed: bool,
    sign: Path | None,
    first_failure: bool,
    no_ladder: bool,
    no_doctor: bool,
) -> int:
    """Judge a server and write a report.

    PROFILE is the name of a bundled profile or the path of a TOML file. The default, "reference", launches the
    reference server and judges that.

    \b
    Example: chat-conformance run my-server.toml --url http://127.0.0.1:8080 -n 4
    Example: chat-conformance run my-server.toml --check 'messages.duplicate-same-number[rest]'

    \b
    Exit status: 0 fine, 1 not conformant, 2 usage, 3 server or environment unreachable, 4 incomplete,
    5 the suite's own fault, 130 interrupted.
    """
    chosen = secrets.randbelow(2**31) if seed is None else seed
    folder = report_dir or last.folder(selects=bool(categories or requirements or checks), last_failed=last_failed)
    if last_failed:
        before = last.report(report_dir)
        again = last.did_not_pass(before)
        click.echo(f"--last-failed: {plural(len(again), 'check')} did not pass in {before}")
        checks = (*checks, *again)
    options = Options(
        profile,
        url,
        categories,
        requirements,
        checks,
        max(1, workers),
        chosen,
        intensity,
        folder,
        ladder=not no_ladder,
        first_failure=first_failure,
        key=None if sign is None else signature.private_key(sign),
        doctor=not no_doctor,
    )
    signals.as_interrupts()
    try:
        # pytest and its plugins, and what reports are made with: half a second that --help saves.
        from conformance.controller import run as controller
        from conformance.report import github

        with github.nothing_obeyed(os.environ):
            status = controller.run(options, Console())
        for line in github.told(folder, os.environ):
            click.echo(line)
    except KeyboardInterrupt:
        click.echo("chat-conformance: interrupted before there was anything to report", err=True)
        return exits.INTERRUPTED
    return status
