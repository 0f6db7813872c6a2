"""The command ``chat-conformance``."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

import conformance
from conformance.contract.registry import CATEGORIES
from conformance.controller.console import Console
from conformance.controller.options import Options, UsageError
from conformance.sensitivity import commands
from conformance.target import profile as profiles
from conformance.target import tokens
from conformance.target.issuer import Issuer
from conformance.target.profile import ProfileError
from conformance.verdict import exits


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(conformance.__version__, prog_name="chat-conformance")
def cli() -> None:
    """Judge a chat server against the published contract."""


@cli.command()
@click.argument("profile", default="reference")
@click.option("--url", help="Judge the server at this address instead of the profile's.")
@click.option("--category", "-C", "categories", multiple=True, type=click.Choice(CATEGORIES), help="Only these.")
@click.option("--requirement", "-R", "requirements", multiple=True, metavar="ID", help="Only checks of these.")
@click.option("--check", "-k", "checks", multiple=True, metavar="ID", help="Only these checks.")
@click.option("-n", "workers", default=1, type=click.IntRange(1, 64), help="Worker processes.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Decides everything random (default: a new one).")
@click.option("--intensity", default=1.0, type=click.FloatRange(0, 100), help="Scales rounds and sizes.")
@click.option("--report-dir", default="reports/latest", type=click.Path(path_type=Path, file_okay=False))
@click.option("--first-failure", "-x", is_flag=True, help="Run nothing more once a check has failed.")
@click.option("--no-ladder", is_flag=True, help="Run every check, whatever is broken below it.")
def run(
    profile: str,
    url: str | None,
    categories: tuple[str, ...],
    requirements: tuple[str, ...],
    checks: tuple[str, ...],
    workers: int,
    seed: int | None,
    intensity: float,
    report_dir: Path,
    first_failure: bool,
    no_ladder: bool,
) -> None:
    """Judge a server and write a report.

    PROFILE is the name of a bundled profile or the path of a TOML file; "reference" launches the reference server.

    \b
    Example: chat-conformance run my-server.toml --url http://127.0.0.1:8080 -n 4

    \b
    Exit status: 0 fine, 1 not conformant, 2 usage, 3 server or environment unreachable, 4 incomplete,
    5 the suite's own fault, 130 interrupted.
    """
    chosen = secrets.randbelow(2**31) if seed is None else seed
    options = Options(
        profile,
        url,
        categories,
        requirements,
        checks,
        workers,
        chosen,
        intensity,
        report_dir,
        ladder=not no_ladder,
        first_failure=first_failure,
    )
    # SIGINT too: a shell starts what it puts into the background with SIGINT ignored, and so would our children be.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _as_interrupt)
    try:
        from conformance.controller import run as controller  # pytest and its plugins: half a second that --help saves

        status = controller.run(options, Console())
    except (ProfileError, UsageError) as error:
        _refuse(error)
    except KeyboardInterrupt:
        click.echo("chat-conformance: interrupted before there was anything to report", err=True)
        status = exits.INTERRUPTED
    except Exception:  # noqa: BLE001 - the suite's own fault, and said to be: it must not look like the server's
        traceback.print_exc()
        click.echo("chat-conformance: the suite itself failed; this says nothing about the server", err=True)
        status = exits.SUITE_FAULT
    sys.exit(status)


@cli.command()
@click.argument("sub")
@click.option("--issuer-dir", default=tokens.ISSUER_FOLDER, type=click.Path(path_type=Path, file_okay=False))
@click.option("--ai", is_flag=True, help="A token of an agent.")
@click.option("--profile", default="reference", help="The profile whose [auth] table says issuer and audience.")
def token(sub: str, issuer_dir: Path, ai: bool, profile: str) -> None:
    """Print a token for the participant SUB, valid for an hour, to try a server by hand.

    \b
    Example: curl -H "Authorization: Bearer $(chat-conformance token alice)" http://127.0.0.1:8080/chat/my-conversations
    """
    try:
        auth = profiles.load(profile).auth
        maker = tokens.kept(auth, issuer_dir) if auth.kind == "issuer" else tokens.from_profile(auth, issuer_dir)
        click.echo(maker.token(sub, claims={"participant_type": "ai"} if ai else None))
    except (ProfileError, tokens.CannotMint) as error:
        _refuse(error)


@cli.command()
@click.option("--port", default=9400, type=click.IntRange(0, 65535), help="Where to serve the public keys.")
@click.option("--issuer-dir", default=tokens.ISSUER_FOLDER, type=click.Path(path_type=Path, file_okay=False))
@click.option("--profile", default="reference", help="The profile whose [auth] table says issuer and audience.")
def issuer(port: int, issuer_dir: Path, profile: str) -> None:
    """Serve the suite's public keys, for a server that is started by hand and reads them from a URL.

    \b
    Example: chat-conformance issuer --port 9400
    """
    try:
        auth = profiles.load(profile).auth
        served = Issuer(tokens.kept(auth, issuer_dir), port)
    except ProfileError as error:
        _refuse(error)
    except OSError as error:
        _refuse(UsageError(f"--port {port}: {error.strerror}"))
    click.echo(f"keys      {served.jwks_url}\nissuer    {auth.issuer}\naudience  {auth.audience}")
    click.echo(f"a token   chat-conformance token alice --issuer-dir {issuer_dir}")
    with contextlib.suppress(KeyboardInterrupt):
        served.serve_forever()


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("--issuer-dir", default=tokens.ISSUER_FOLDER, type=click.Path(path_type=Path, file_okay=False))
def serve(arguments: tuple[str, ...], issuer_dir: Path) -> None:
    """Run the reference server; ARGUMENTS are its own (see chat-conformance serve --help).

    \b
    Example: chat-conformance serve --port 8080
    """
    if importlib.util.find_spec("quart") is None:
        _refuse(UsageError('the reference server needs its extra: pip install "chat-conformance[reference]"'))
    auth = profiles.load("reference").auth
    tokens.kept(auth, issuer_dir)  # so that the first token finds its key already known
    keys = ["--jwks", str(issuer_dir / "jwks.json"), "--issuer", auth.issuer, "--audience", auth.audience]
    command = [sys.executable, "-P", "-m", "reference_server", *keys, *arguments]
    # The suite imports no server: it becomes one.
    os.execv(sys.executable, command)  # noqa: S606


for command in (commands.flaws, commands.freedoms, commands.prove):
    cli.add_command(command)


def _as_interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _refuse(error: Exception) -> NoReturn:
    click.echo(f"chat-conformance: {error}", err=True)
    sys.exit(exits.USAGE)


def main() -> None:
    """Entry point."""
    cli(prog_name="chat-conformance")
