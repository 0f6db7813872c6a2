"""``chat-conformance token``, ``issuer`` and ``serve``: what is needed to try a server by hand."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import click

from conformance.target import profile as profiles
from conformance.target import reference, tokens
from conformance.target.issuer import Issuer
from conformance.usage import UsageError


@click.command()
@click.argument("sub")
@click.option("--issuer-dir", default=tokens.ISSUER_FOLDER, type=click.Path(path_type=Path, file_okay=False))
@click.option("--ai", is_flag=True, help="A token of an agent.")
@click.option("--profile", default="reference", help="The profile whose [auth] table says issuer and audience.")
def token(sub: str, issuer_dir: Path, ai: bool, profile: str) -> None:
    """Print a token for the participant SUB, valid for an hour, to try a server by hand.

    \b
    Example: curl -H "Authorization: Bearer $(chat-conformance token alice)" http://127.0.0.1:8080/chat/my-conversations

    \b
    Exit status: 0, or 2 usage.
    """
    auth = profiles.load(profile).auth
    maker = tokens.kept(auth, issuer_dir) if auth.kind == "issuer" else tokens.from_profile(auth, issuer_dir)
    try:
        click.echo(maker.token(sub, claims={"participant_type": "ai"} if ai else None))
    except tokens.CannotMint as error:
        raise UsageError(str(error)) from error


@click.command()
@click.option("--port", default=9400, type=click.IntRange(0, 65535), help="Where to serve the public keys.")
@click.option("--issuer-dir", default=tokens.ISSUER_FOLDER, type=click.Path(path_type=Path, file_okay=False))
@click.option("--profile", default="reference", help="The profile whose [auth] table says issuer and audience.")
def issuer(port: int, issuer_dir: Path, profile: str) -> None:
    """Serve the suite's public keys, for a server that is started by hand and reads them from a URL.

    \b
    Example: chat-conformance issuer --port 9400

    \b
    Exit status: 0, or 2 usage.
    """
    auth = profiles.load(profile).auth
    try:
        served = Issuer(tokens.kept(auth, issuer_dir), port)
    except OSError as error:
        raise UsageError(f"--port {port}: {error.strerror}") from error
    click.echo(f"keys      {served.jwks_url}\nissuer    {auth.issuer}\naudience  {auth.audience}")
    click.echo(f"a token   chat-conformance token alice --issuer-dir {issuer_dir}")
    with contextlib.suppress(KeyboardInterrupt):
        served.serve_forever()


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("--issuer-dir", default=tokens.ISSUER_FOLDER, type=click.Path(path_type=Path, file_okay=False))
def serve(arguments: tuple[str, ...], issuer_dir: Path) -> None:
    """Run the reference server; ARGUMENTS are its own (see chat-conformance serve --help).

    \b
    Example: chat-conformance serve --port 8080

    \b
    Exit status: 0, or 2 usage.
    """
    if (lack := reference.missing()) is not None:
        raise UsageError(lack)
    auth = profiles.load("reference").auth
    tokens.kept(auth, issuer_dir)  # so that the first token finds its key already known
    keys = ["--jwks", str(issuer_dir / "jwks.json"), "--issuer", auth.issuer, "--audience", auth.audience]
    command = [sys.executable, "-P", "-m", "reference_server", *keys, *arguments]
    # The suite imports no server: it becomes one.
    os.execv(sys.executable, command)  # noqa: S606
