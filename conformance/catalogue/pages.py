"""Pages: everything that is known of one requirement, check, group or section, as plain text."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from conformance.catalogue import checks, places
from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry, Requirement

WIDTH = 100
MARGIN = 14

Flaws = Mapping[str, Sequence[tuple[str, str]]] | str
"""Requirement to the flaws that break it, each a name and a sentence; or why these are not known here."""


def requirement(entry: Requirement, registry: Registry, manifest: Mapping[str, ManifestEntry], flaws: Flaws) -> str:
    """Everything of one requirement."""
    own = [check for check in manifest.values() if entry.id in check.requirements]
    return "\n".join(
        [
            f"{entry.id}  {', '.join(_facts(entry))}",
            *_wrapped(entry.statement, "  ", 2),
            "",
            *_row("stated in", [_section(entry)]),
            *_row("why", [entry.impact]),
            *_row("remedy", [entry.remedy]),
            *_row("groups", [registry.groups[name]["title"] for name in entry.groups]),
            *_row("stands on", [_short(registry[name]) for name in registry.stands_on(entry.id)] or ["nothing"]),
            *_row("under it", [_under(entry, registry)]),
            *_row("named by", [f"{place.name} ({place.where})" for place in places.named_by(entry.id)]),
            *_row("checks", [f"{check.id} ({checks.told(check).where})" for check in own] or ["none: it is a draft"]),
            *_row("flaws", _flaws([entry.id], flaws)),
            *_row("how it fails", [_proof(check) for check in own[:1] if check.where]),
            *_row("alone", [f"chat-conformance run PROFILE --requirement {entry.id}"] if own else []),
        ]
    )


def check(entry: ManifestEntry, registry: Registry, flaws: Flaws) -> str:
    """Everything of one check."""
    told = checks.told(entry)
    manner = [word for word, holds in (("hostile", told.hostile), ("slow", told.slow)) if holds]
    return "\n".join(
        [
            f"{entry.id}  {', '.join([registry[entry.requirements[0]].category, f'phase {entry.phase}', *manner])}",
            *_wrapped(told.claim, "  ", 2),
            "",
            *_row("judges", [_short(registry[name]) for name in entry.requirements]),
            *_row("transport", [entry.id.partition("[")[2].rstrip("]")] if "[" in entry.id else []),
            *_row("needs", [_NEEDS.get(need, need) for need in entry.needs] or ["nothing but a server"]),
            *_row("file", [told.where]),
            *_row("flaws", _flaws(entry.requirements, flaws)),
            *_row("how it fails", [_proof(entry)] if entry.where else []),
            *_row("alone", [f"chat-conformance run PROFILE --check {shlex.quote(entry.id)}"]),
        ]
    )


_NEEDS = {
    "launch": "launch: a server that can be ended and started",
    "mint": "mint: tokens that can be made for it",
    "browser": "browser: a Chromium",
    "load": "load: the load of the profile",
}


def several(title: str, entries: Iterable[Requirement]) -> str:
    """A group or a section: its title, and a line for each of its requirements."""
    return "\n".join([title, *(f"  {_short(entry)}" for entry in entries)])


def _facts(entry: Requirement) -> Iterator[str]:
    yield from (entry.level, entry.severity, entry.category, f"since {entry.since}")
    if entry.transports:
        yield " and ".join(entry.transports)
    if entry.capability:
        yield f"capability {entry.capability}"
    if entry.conditional:
        yield "conditional"
    if entry.rung is not None:
        yield f"rung {entry.rung} of the ladder"
    if entry.service_level is not None:
        yield "a service level"
    if entry.draft:
        yield "draft: published for comment, demanded of nobody"


def _section(entry: Requirement) -> str:
    found = places.section_of(entry.id, entry.section)
    return f"section {found.number} {found.title} ({found.where})" if found else f"section {entry.section}"


def _under(entry: Requirement, registry: Registry) -> str:
    """What is blocked while a requirement is broken."""
    above = [one.id for one in registry if entry.id in registry.stands_on(one.id)]
    direct = [one.id for one in registry if entry.id in one.needs]
    if not above:
        return "nothing stands on it"
    return f"{len(above)} requirements, directly {', '.join(direct)}"


def _short(entry: Requirement) -> str:
    width = WIDTH - MARGIN - len(entry.id) - 2
    return f"{entry.id}  {textwrap.shorten(entry.statement, width, placeholder=' …', break_on_hyphens=False)}"


def _flaws(requirements: Iterable[str], flaws: Flaws) -> list[str]:
    """The flaws of the reference server that break any of these."""
    if isinstance(flaws, str):
        return [flaws]
    return [f"{name}: {sentence}" for one in requirements for name, sentence in flaws.get(one, ())] or ["none"]


def _proof(check: ManifestEntry) -> str:
    return f"chat-conformance prove {shlex.quote(check.id)} shows it, in the words that a vendor reads"


def _row(name: str, values: Sequence[str]) -> list[str]:
    """A name in the margin, and each of the values on lines of its own beside it."""
    lines: list[str] = []
    for value in values:
        lines += _wrapped(value, f"{name if not lines else '':{MARGIN}}", MARGIN)
    return lines


def _wrapped(text: str, lead: str, indent: int) -> list[str]:
    """A text in lines; ids and paths are never broken."""
    return textwrap.wrap(text.strip(), WIDTH, initial_indent=lead, subsequent_indent=" " * indent,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip
