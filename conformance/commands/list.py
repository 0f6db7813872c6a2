"""``chat-conformance list``: one line for each requirement, check, profile or group."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

import click

from conformance.contract.registry import CATEGORIES, LEVELS, SEVERITIES
from conformance.usage import UsageError, did_you_mean

KINDS = ("requirements", "checks", "profiles", "groups")


@click.command("list")
@click.argument("kind", default="requirements", type=click.Choice(KINDS))
@click.option("--category", "-C", multiple=True, type=click.Choice(CATEGORIES), help="Only these.")
@click.option("--severity", multiple=True, type=click.Choice(SEVERITIES, case_sensitive=False), help="Only these.")
@click.option("--level", multiple=True, type=click.Choice(LEVELS, case_sensitive=False), help="Only these.")
@click.option("--group", multiple=True, metavar="ID", help="Only what is in one of these groups.")
@click.option("--capability", multiple=True, metavar="NAME", help="Only what belongs to one of these capabilities.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def list_(
    kind: str,
    category: tuple[str, ...],
    severity: tuple[str, ...],
    level: tuple[str, ...],
    group: tuple[str, ...],
    capability: tuple[str, ...],
    as_json: bool,
) -> None:
    """List requirements, checks, profiles or groups (KIND), one line each.

    Several values of one option are alternatives; several options must all hold.

    \b
    Example: chat-conformance list checks --category security --severity P0

    \b
    Exit status: 0, or 2 usage.
    """
    from conformance.catalogue import lists
    from conformance.contract import registry
    from conformance.target.profile import KNOWN_CAPABILITIES

    _refuse_unknown("--group", group, registry.load().groups)
    _refuse_unknown("--capability", capability, KNOWN_CAPABILITIES)
    wanted = lists.Wanted(category, severity, group, capability, level)
    if kind in ("profiles", "groups") and not wanted.everything:
        raise UsageError(f"list {kind}: only requirements and checks can be chosen from; leave the options out")
    rows = lists.KINDS[kind](wanted)
    if as_json:
        click.echo(json.dumps([*rows], indent=1))
        return
    for row in rows:
        click.echo(lists.line(row))


def _refuse_unknown(option: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"; expected one of {', '.join(known)}"
            raise UsageError(f"{option}: there is no {name}{hint}")
