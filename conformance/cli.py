"""The command ``chat-conformance``: which commands there are, and how each of them refuses what it cannot use."""

from __future__ import annotations

import builtins
import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

import conformance
from conformance.commands.unobeyed import nothing_obeyed
from conformance.usage import UsageError, did_you_mean
from conformance.verdict import exits

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


class Commands(click.Group):
    """The commands, in the order in which a vendor meets them."""

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
    except Exception:  # noqa: BLE001 - the suite's own fault, and said to be: it must not look like the server's
        traceback.print_exc()
        click.echo("chat-conformance: the suite itself failed; this says nothing about the server", err=True)
        status = exits.SUITE_FAULT
    return status if isinstance(status, int) else exits.FINE


def _refuse(why: str, who: str = "chat-conformance") -> int:
    click.echo(f"{who}: {' '.join(why.split())}", err=True)
    return exits.USAGE
