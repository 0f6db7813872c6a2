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


def _a_folder(_context: click.Context, _option: click.Parameter, given: str) -> Path:
    """The folder that was named; an address is none, though a folder of that name could be made."""
    if "://" in given:
        raise UsageError(
            f"--issuer-dir: {given} is an address; name the folder in which `chat-conformance issuer` keeps its keys"
        )
    if Path(given).exists() and not Path(given).is_dir():
        raise UsageError(f"--issuer-dir: {given} is a file; name the folder of the key pair")
    return Path(given)


issuer_dir = click.option(
    "--issuer-dir",
    default=str(tokens.ISSUER_FOLDER),
    show_default=True,
    callback=_a_folder,
    metavar="DIR",
    help="Where the suite's key pair lies.",
)


@click.command()
@click.argument("sub")
@issuer_dir
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
    is_new = auth.kind == "issuer" and not tokens.keeps(auth, issuer_dir)
    maker = tokens.kept(auth, issuer_dir) if auth.kind == "issuer" else tokens.from_profile(auth, issuer_dir)
    try:
        click.echo(maker.token(sub, claims={"participant_type": "ai"} if ai else None))
    except tokens.CannotMint as error:
        raise UsageError(str(error)) from error
    if is_new:
        click.echo(
            f"chat-conformance token: made a new key pair in {issuer_dir}; a server accepts this token once it has "
            f"read {issuer_dir / 'jwks.json'}",
            err=True,
        )


@click.command()
@click.option("--port", default=9400, type=click.IntRange(0, 65535), help="Where to serve the public keys.")
@issuer_dir
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
@issuer_dir
def serve(arguments: tuple[str, ...], issuer_dir: Path) -> None:
    """Run the reference server. It prints the lines that get a token and open a socket.

    \b
    ARGUMENTS are its own; all of them: chat-conformance serve -- --help
      --port PORT, --host HOST   where it listens
      --data DIR                 where conversations are kept
      --jwks FILE_OR_URL         the issuer's public keys
      --limit NAME=VALUE         a limit that it declares
      --without CAPABILITY       one that it does not have
      --flaw NAME                break the contract in one thing (chat-conformance flaws)
      --freedom NAME             do otherwise what it leaves open (chat-conformance freedoms)

    \b
    Example: chat-conformance serve --port 8080
    Example: chat-conformance serve --port 8080 --flaw duplicate-gets-new-number

    \b
    Exit status: 0, or 2 usage.
    """
    if (lack := reference.missing()) is not None:
        raise UsageError(lack)
    auth = profiles.load("reference").auth
    if not {"-h", "--help", "--version", "--deviations"} & set(arguments):
        tokens.kept(auth, issuer_dir)  # so that the first token finds its key already known
    keys = ["--jwks", str(issuer_dir / "jwks.json"), "--issuer", auth.issuer, "--audience", auth.audience]
    command = [sys.executable, "-P", "-m", "reference_server", *keys, *arguments]
    # The suite imports no server: it becomes one.
    os.execv(sys.executable, command)  # noqa: S606
