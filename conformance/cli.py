"""The command ``chat-conformance``: which commands there are, and how each of them refuses what it cannot use."""

from __future__ import annotations

import builtins
import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import conformance
from conformance.commands.unobeyed import nothing_obeyed
from conformance.usage import UsageError, did_you_mean
from conformance.verdict import exits

CLOSED_PIPE = 141
"""The status that a shell gives to whoever wrote into a pipe that nobody reads any more."""

COMMANDS: Mapping[str, str] = {
    "run": "run",
    "report": "report",
    "compare": "report",
    "matrix": "report",
    "verify": "trust",
    "rejudge": "trust",
    "doctor": "doctor",
    "list": "list",
    "show": "show",
    "contract-diff": "contract_diff",
    "reproduce": "reproduce",
    "token": "by_hand",
    "issuer": "by_hand",
    "serve": "by_hand",
    "flaws": "prove",
    "freedoms": "prove",
    "prove": "prove",
    "track": "track",
    "garden": "garden",
}
"""Each command and the module of ``conformance.commands`` that holds it.  A module is imported when its command is
called, so that none waits for what only another one needs."""


class NobodyListensError(Exception):
    """A broken pipe, which click would make status 1 of: that says "not conformant" here."""


class Commands(click.Group):
    """The commands, in the order in which a vendor meets them."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """What was asked for, with ``--help`` and ``--version``, which print at once."""
        try:
            return super().make_context(*args, **more)
        except BrokenPipeError as error:
            raise NobodyListensError from error

    def invoke(self, ctx: click.Context) -> Any:
        """The command carried out."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise NobodyListensError from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them.  In its module a dash is an underscore, and a name that Python has taken already ends in one."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"conformance.commands.{COMMANDS[cmd_name]}")
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(module, f"{name}_" if hasattr(builtins, name) else name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was asked for; a name that is none is refused with the nearest that is."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UsageError(f"{args[0]}: there is no such command{did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(conformance.__version__, prog_name="chat-conformance")
def cli() -> None:
    """Judge a chat server against the published contract."""


def main() -> None:
    """Entry point: on GitHub Actions nothing that a server or a record said is a command."""
    with nothing_obeyed(os.environ, next((one for one in sys.argv[1:] if not one.startswith("-")), "")):
        status = _carried_out()
    sys.exit(status)


def _carried_out() -> int:
    """What a user can mend is one line and status 2; a traceback is only ever the suite's own fault."""
    try:
        status: Any = cli(prog_name="chat-conformance", standalone_mode=False)
        sys.stdout.flush()
    except UsageError as error:
        status = _refuse(str(error))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = exits.USAGE
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        status = _refuse(error.format_message(), context.command_path if context else "chat-conformance")
    except (KeyboardInterrupt, click.Abort):
        click.echo("chat-conformance: interrupted", err=True)
        status = exits.INTERRUPTED
    except (BrokenPipeError, NobodyListensError):
        status = _unheard(CLOSED_PIPE)
    except OSError as error:
        status = _refuse_file(error)
    except Exception:  # noqa: BLE001 - the suite's own fault, and said to be: it must not look like the server's
        status = _suite_failed()
    return status if isinstance(status, int) else exits.FINE


def _suite_failed() -> int:
    traceback.print_exc()
    click.echo("chat-conformance: the suite itself failed; this says nothing about the server", err=True)
    return exits.SUITE_FAULT


def _refuse_file(error: OSError) -> int:
    """The last resort for a file of the user's, or a full disk.  A file of the package is missing by our own fault, and
    so is whatever names no file."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    ours = Path(conformance.__file__).parent
    named = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else None
    if (named is None and not full) or (named is not None and Path(named).absolute().is_relative_to(ours)):
        return _suite_failed()
    refused = _refuse(f"{named or 'what this writes'}: {error.strerror}")
    return _unheard(refused) if named is None else refused


def _unheard(status: int) -> int:
    """What is still to be printed goes nowhere: at its end Python would try once more, and complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _refuse(why: str, who: str = "chat-conformance") -> int:
    click.echo(f"{who}: {' '.join(why.split())}", err=True)
    return exits.USAGE
