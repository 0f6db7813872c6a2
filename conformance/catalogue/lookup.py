"""What a name means: a requirement, a check, a group or a section; upper and lower case are the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conformance.catalogue import places
from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.usage import UsageError, did_you_mean


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name was found to be: its ``kind`` (requirement, check, group, section) and the ids that it stands for."""

    kind: str
    ids: tuple[str, ...]


def meaning(name: str, registry: Registry, manifest: Mapping[str, ManifestEntry]) -> Meant:
    """What a name means; raises :class:`UsageError` with the nearest name that means something."""
    known = {
        "requirement": [entry.id for entry in registry],
        "check": list(manifest),
        "group": list(registry.groups),
        "section": [section.number for section in places.sections()],
    }
    for kind, names in known.items():
        found = _matching(name, names)
        if found:
            return Meant(kind, found)
    everything = [one for names in known.values() for one in names]
    nearest = did_you_mean(name, everything) or did_you_mean(name.upper(), everything)
    raise UsageError(f"{name}: is no requirement, check, group or section{nearest or '; see chat-conformance list'}")


def _matching(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The id itself, or, without its transport, both of a check on two transports."""
    wanted = name.casefold()
    same = tuple(one for one in known if one.casefold() == wanted)
    return same or tuple(one for one in known if one.casefold().partition("[")[0] == wanted)
