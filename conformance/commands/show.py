"""``chat-conformance show ID``: everything that is known of a requirement, a check, a group or a section."""

from __future__ import annotations

from collections import defaultdict

import click


@click.command()
@click.argument("name", metavar="ID")
def show(name: str) -> None:
    """Explain ID: a requirement, a check, a group or the number of a section.

    \b
    Example: chat-conformance show MSG-DUP-01

    \b
    Exit status: 0, or 2 usage.
    """
    from conformance.catalogue import lookup, pages, places
    from conformance.contract import manifest as manifests
    from conformance.contract import registry as registries

    registry, manifest = registries.load(), manifests.load()
    meant = lookup.meaning(name, registry, manifest)
    match meant.kind:
        case "requirement":
            flaws = _flaws()
            told = [pages.requirement(registry[one], registry, manifest, flaws) for one in meant.ids]
        case "check":
            flaws = _flaws()
            told = [pages.check(manifest[one], registry, flaws) for one in meant.ids]
        case "group":
            title = registry.groups[meant.ids[0]]["title"]
            told = [pages.several(title, (entry for entry in registry if meant.ids[0] in entry.groups))]
        case _:
            found = places.within(meant.ids[0])
            told = [
                pages.several(f"{one.number} {one.title} ({one.where})", (registry[name] for name in one.requirements))
                for one in found
            ]
    click.echo("\n\n".join(told))


def _flaws() -> dict[str, list[tuple[str, str]]] | str:
    """The flaws of the reference server by the requirement that they break, or why they are not known here."""
    from conformance.sensitivity import deviations

    found = defaultdict(list)
    try:
        for flaw in deviations.flaws():
            found[flaw.breaks].append((flaw.name, flaw.sentence))
    except deviations.NoReferenceServer as error:
        return f"not known here: {error}"
    return dict(found)
