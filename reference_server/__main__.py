"""The command: `python -m reference_server`."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import resource
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from reference_server import __version__, config
from reference_server.config import CAPABILITIES, BadSetting, Settings

SECRET_BYTES = 32
SECRET_ALGORITHM = "HS256"  # noqa: S105  the name of an algorithm
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class OneLine(argparse.ArgumentParser):
    """A parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with 2."""
        complain(message)


def complain(message: str, code: int = 2) -> NoReturn:
    """Say one line on stderr and exit."""
    sys.stderr.write(f"reference_server: {' '.join(message.split())}\n")
    raise SystemExit(code)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command's arguments."""
    defaults = Settings()
    found = OneLine(prog="reference_server", description=__doc__, allow_abbrev=False)
    add = found.add_argument
    add("--host", default=defaults.host)
    add("--port", type=int, default=defaults.port, help="0 picks a free one")
    add("--data", default=defaults.data, metavar="DIR", help="where conversations are kept")
    add("--jwks", default=defaults.jwks, metavar="FILE_OR_URL", help="the issuer's public keys")
    add("--issuer", default=defaults.issuer, help="the iss that tokens must have")
    add("--audience", default=defaults.audience, help="the aud that tokens must have")
    add("--algorithm", action="append", default=[], metavar="ALG", help="repeatable; RS256, ES256, EdDSA")
    add("--shared-secret-env", metavar="NAME", help="the variable with the secret for HS256")
    add("--limit", action="append", default=[], metavar="NAME=VALUE", help="repeatable; rate=none lifts it")
    add("--without", action="append", default=[], choices=CAPABILITIES, help="repeatable")
    add("--ticket-lifetime", type=int, default=defaults.ticket_lifetime, metavar="SECONDS", help="1 to 30")
    add("--allowed-origin", action="append", default=[], metavar="ORIGIN", help="repeatable")
    add("--deflate", action="store_true", help="agree to permessage-deflate")
    add("--flaw", action="append", default=[], metavar="NAME", help="repeatable; break the contract in one thing")
    add("--freedom", action="append", default=[], metavar="NAME", help="repeatable; do otherwise what it leaves open")
    add("--told", metavar="DIR", help="where each deviation keeps count of its tellings")
    add("--uses", metavar="DIR", help="note there when each thing that a deviation could replace was used")
    add("--deviations", action="store_true", help="list flaws and freedoms as JSON, and exit")
    add("--version", action="version", version=__version__)
    return found


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Return the settings that the arguments mean."""
    secret = shared_secret(arguments.shared_secret_env)
    algorithms = tuple(arguments.algorithm) or Settings().algorithms
    for name in algorithms:
        if name not in (*ALGORITHMS, SECRET_ALGORITHM) or (name == SECRET_ALGORITHM and secret is None):
            raise BadSetting(f"algorithm {name!r} cannot be used")
    if secret is not None and SECRET_ALGORITHM not in algorithms:
        algorithms = (*algorithms, SECRET_ALGORITHM)
    if not 0 <= arguments.port <= 65_535:
        raise BadSetting(f"port {arguments.port} is none")
    if not 1 <= arguments.ticket_lifetime <= config.MOST_TICKET_SECONDS:
        raise BadSetting(f"a ticket lives 1 to {config.MOST_TICKET_SECONDS} seconds")
    return Settings(
        host=arguments.host,
        port=arguments.port,
        data=arguments.data,
        jwks=arguments.jwks,
        issuer=arguments.issuer,
        audience=arguments.audience,
        algorithms=algorithms,
        shared_secret=secret,
        limits=config.with_limits(arguments.limit),
        capabilities=tuple(name for name in CAPABILITIES if name not in arguments.without),
        allowed_origins=tuple(arguments.allowed_origin),
        ticket_lifetime=arguments.ticket_lifetime,
        deflate=arguments.deflate,
    )


def shared_secret(variable: str | None) -> bytes | None:
    """Return the secret in a variable; one that can be guessed is refused."""
    if variable is None:
        return None
    secret = os.environ.get(variable, "").encode()
    if len(secret) < SECRET_BYTES:
        raise BadSetting(f"the variable {variable} must hold at least {SECRET_BYTES} bytes")
    return secret


def announce(settings: Settings, port: int) -> None:
    """Say how to try the server by hand, and that it is ready."""
    host = "127.0.0.1" if settings.host in {"", "0.0.0.0"} else settings.host  # noqa: S104
    host = f"[{host}]" if ":" in host else host
    base = f"http://{host}:{port}"
    keys, usual = Path(settings.jwks), Path(Settings().jwks)
    # Keys at an address lie in no folder that could be named.
    a_file = "://" not in settings.jwks and keys.name == usual.name
    whose = f" --issuer-dir {shlex.quote(str(keys.parent))}" if a_file and keys != usual else ""
    post = "curl -s -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json'"
    print("# By hand; ID and TICKET are in the answers:")
    print(f"# a token:   TOKEN=$(chat-conformance token alice{whose})")
    print(f'# create:    {post} {base}/chat/create -d \'{{"access": "open"}}\'')
    print(f"# a ticket:  {post} {base}/chat/tickets -d '{{\"conversation_id\": \"'$ID'\"}}'")
    print(f'# a socket:  python -m websockets "ws://{host}:{port}/chat/ws/$ID?ticket=$TICKET"')
    print(f"ready {base}", flush=True)


def raise_file_limit() -> None:
    """Ask for as many open files as we may have: a connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def quiet_framework() -> None:
    """Let the framework's own log speak of faults only: its lines would show queries."""
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("uvicorn.error").addFilter(lambda record: not str(record.msg).startswith("Invalid"))


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    # Imported late: flaws are in place by now, and wrong arguments are told without the wait.
    from reference_server import app, log, server
    from reference_server.storage import lock

    try:
        held = lock.hold(Path(settings.data))
    except OSError as fault:
        complain(f"cannot use the folder {settings.data}: {fault.strerror or fault}", 1)
    try:
        listener = server.listen(settings.host, settings.port)
    except OSError as fault:
        complain(f"cannot listen on {settings.host}:{settings.port}: {fault.strerror}", 1)
    lines = log.Log()
    house = app.House(settings, lines)
    framework = server.uvicorn_config(app.build(settings, house), settings)
    running = server.ChatServer(framework, lambda port: announce(settings, port), house.farewell)
    try:
        with asyncio.Runner(loop_factory=framework.get_loop_factory()) as runner:
            runner.run(running.serve([listener]))
    finally:
        lines.stop()
        held.close()


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command."""
    arguments = parser().parse_args(argv)
    if arguments.deviations:
        list_deviations()
        return
    try:
        settings = settings_of(arguments)
    except BadSetting as wrong:
        complain(str(wrong))
    raise_file_limit()
    quiet_framework()
    if arguments.uses:
        from reference_server import uses

        uses.note_uses(Path(arguments.uses))
    if arguments.flaw or arguments.freedom:
        serve_deviating(settings, arguments)
    else:
        serve(settings)


def serve_deviating(settings: Settings, arguments: argparse.Namespace) -> None:
    """Serve, deviating on purpose; say at the end how often."""
    from reference_server import deviations

    tally = deviations.Tally(Path(arguments.told) if arguments.told else None)
    try:
        for shelf, names in ((deviations.FLAWS, arguments.flaw), (deviations.FREEDOMS, arguments.freedom)):
            for name in names:
                shelf.install(name, tally)
    except deviations.BadDeviation as wrong:
        complain(str(wrong))
    try:
        serve(settings)
    finally:
        tally.report()


def list_deviations() -> None:
    """Print what every flaw and freedom says of itself, as a JSON array."""
    from reference_server import deviations

    shelves = (deviations.FLAWS, deviations.FREEDOMS)
    try:
        found = [asdict(shelf.load(name)) for shelf in shelves for name in shelf.names()]
    except deviations.BadDeviation as wrong:
        complain(str(wrong))
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
