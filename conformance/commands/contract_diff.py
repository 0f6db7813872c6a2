"""``chat-conformance contract-diff``: how a vendor's own documents stand against the contract, without any server."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import click

from conformance.contract import registry as registries
from conformance.diff import compare, load, report
from conformance.usage import UsageError, did_you_mean
from conformance.verdict import exits


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...", type=click.Path(path_type=Path))
@click.option("--without", multiple=True, metavar="CAPABILITY", help="The server does not declare this capability.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.option("--markdown", type=click.Path(path_type=Path, dir_okay=False), help="Write the report there as well.")
def contract_diff(documents: tuple[Path, ...], without: tuple[str, ...], as_json: bool, markdown: Path | None) -> int:
    """Compare your own OpenAPI and AsyncAPI documents with the contract, without any server.

    DOCUMENT is an OpenAPI 3 or an AsyncAPI 3 document in YAML or JSON; one, or one of each, in either order.

    \b
    Example: chat-conformance contract-diff openapi.yaml asyncapi.yaml --without invites

    \b
    Exit status: 0 nothing is missing, narrower or incompatible, 1 something is, 2 usage.
    """
    registry = registries.load()
    capabilities = {entry.capability for entry in registry if entry.capability}
    for name in without:
        if name not in capabilities:
            raise UsageError(f"--without: {name} is no capability{did_you_mean(name, capabilities)}")
    outcome = compare.compare([load.read(path) for path in documents], registry, without)
    if markdown is not None:
        _write(markdown, report.markdown(outcome))
    click.echo(json.dumps(report.as_json(outcome), indent=1) if as_json else report.text(outcome))
    return exits.FINE if outcome.conforms else exits.NON_CONFORMANT


def _write(path: Path, text: str) -> None:
    """The text at that path, whole or not at all."""
    try:
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"--markdown: {path}: {error.strerror}") from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except OSError as error:
        raise UsageError(f"--markdown: {path}: {error.strerror}") from error
    finally:
        Path(beside).unlink(missing_ok=True)
