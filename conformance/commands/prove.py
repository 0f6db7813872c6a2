"""``chat-conformance flaws``, ``freedoms`` and ``prove CHECK``: what the reference server can do wrong, what it may do
otherwise, and a check seen both ways."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

import click

from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.contract.manifest import ManifestEntry
from conformance.controller.options import unknown_check, unknown_requirement
from conformance.sensitivity import deviations
from conformance.sensitivity.deviations import Deviation, NoReferenceServer
from conformance.sensitivity.trial import Trial, trial_of
from conformance.usage import UsageError


@click.command()
@click.option("--requirement", "-R", "requirements", multiple=True, metavar="ID", help="Only those that break it.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def flaws(requirements: tuple[str, ...], as_json: bool) -> None:
    """List the flaws of the reference server: what each does wrong, and which requirement it breaks.

    \b
    Example: chat-conformance flaws --requirement DUR-SEEN-01

    \b
    Exit status: 0, or 2 usage.
    """
    _list(_offered("flaw"), requirements, as_json)


@click.command()
@click.option(
    "--requirement", "-R", "requirements", multiple=True, metavar="ID", help="Only those that it leaves open."
)
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def freedoms(requirements: tuple[str, ...], as_json: bool) -> None:
    """List the freedoms of the reference server: what each does otherwise, and which requirements leave it open.

    \b
    Example: chat-conformance freedoms --json

    \b
    Exit status: 0, or 2 usage.
    """
    _list(_offered("freedom"), requirements, as_json)


@click.command()
@click.argument("check")
@click.option("--seed", default=1, type=click.IntRange(0, 2**63 - 1), help="Decides everything random.")
def prove(check: str, seed: int) -> int:
    """Show that CHECK passes on the reference server and fails on its flaws, with the words that a vendor would read.

    \b
    Example: chat-conformance prove 'messages.duplicate-same-number[rest]'

    \b
    Exit status: 0 seen both ways, 1 not, 2 usage.
    """
    manifest = manifests.load()
    if check not in manifest:
        raise unknown_check(check, "CHECK", manifest)
    entry = manifest[check]
    lies = [one for one in _offered("flaw") if one.breaks in entry.requirements]
    for name in entry.requirements:
        click.echo(f"{name}: {registries.load()[name].statement}")
    return 0 if _proven(entry, lies, seed) else 1


def _proven(entry: ManifestEntry, lies: list[Deviation], seed: int) -> bool:
    """Whether the check passes on the plain server and fails on a flaw; says so as it goes."""
    only = ["--check", entry.id]
    good = trial_of([], only, seed=seed)
    outcome = good.checks[entry.id]
    click.echo(f"\nas it is: {outcome}{_reason(good, entry)}")
    failing = 0
    for flaw in lies:
        trial = trial_of([flaw], only, seed=seed)
        failing += trial.checks[entry.id] == "failed"
        click.echo(f"\nflaw {flaw.name}: {_word(trial, entry)}\n  {flaw.sentence}{_reason(trial, entry)}")
    click.echo(f"\npasses on the server as it is: {'yes' if outcome == 'passed' else 'no'}; "
               f"fails on {failing} of {len(lies)} flaws of what it judges")  # fmt: skip
    return outcome == "passed" and failing > 0


def _word(trial: Trial, entry: ManifestEntry) -> str:
    outcome = trial.checks[entry.id]
    if outcome == "passed":
        return "passed: the flaw was told and not seen" if trial.told else "passed: the flaw was never told"
    return outcome


def _reason(trial: Trial, entry: ManifestEntry) -> str:
    """Why a check did not pass, as its report says it."""
    for row in trial.results["checks"]:
        if row["id"] == entry.id and row["reason"]:
            return f"\n  {row['reason']}"
    return ""


def _offered(kind: str) -> list[Deviation]:
    try:
        return [one for one in deviations.offered() if one.kind == kind]
    except NoReferenceServer as error:
        raise UsageError(str(error)) from error


def _list(found: Iterable[Deviation], requirements: tuple[str, ...], as_json: bool) -> None:
    registry = registries.load()
    for name in requirements:
        if name not in registry:
            raise unknown_requirement(name, "--requirement", registry)
    chosen = [one for one in found if not requirements or set(requirements) & set(one.clauses)]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in chosen], indent=1))
        return
    for one in chosen:
        click.echo(f"{one.name}  ({', '.join(one.clauses)})\n    {one.sentence}")
