"""Lists: one line for each requirement, check, profile or group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.catalogue import checks
from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.contract.registry import Requirement
from conformance.target import profile as profiles


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: of each kind of fact, these values, or any where none is given."""

    category: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    capability: tuple[str, ...] = ()
    level: tuple[str, ...] = ()

    def takes(self, entry: Requirement) -> bool:
        """Whether a requirement is wanted."""
        return (
            (not self.category or entry.category in self.category)
            and (not self.severity or entry.severity in self.severity)
            and (not self.group or bool(set(self.group).intersection(entry.groups)))
            and (not self.capability or entry.capability in self.capability)
            and (not self.level or entry.level in self.level)
        )

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()


Row = Mapping[str, Any]
"""One line as plain values; ``id`` comes first, ``text`` last."""


def requirements(wanted: Wanted) -> Iterator[Row]:
    """The requirements, drafts too."""
    for entry in registries.load():
        if wanted.takes(entry):
            yield {
                "id": entry.id,
                "level": entry.level,
                "severity": entry.severity,
                "category": entry.category,
                "section": entry.section,
                "capability": entry.capability,
                "groups": list(entry.groups),
                "draft": entry.draft,
                "text": " ".join(entry.statement.split()),
            }


def of_checks(wanted: Wanted) -> Iterator[Row]:
    """The checks of which any requirement is wanted."""
    registry = registries.load()
    for entry in manifests.load().values():
        if any(wanted.takes(registry[name]) for name in entry.requirements):
            yield {
                "id": entry.id,
                "phase": entry.phase,
                "category": registry[entry.requirements[0]].category,
                "requirements": list(entry.requirements),
                "needs": list(entry.needs),
                "text": checks.told(entry).claim,
            }


def of_profiles(_wanted: Wanted) -> Iterator[Row]:
    """The profiles that come with the suite."""
    for path in sorted(profiles.bundled().glob("*.toml")):
        loaded = profiles.load(path.stem)
        yield {
            "id": path.stem,
            "capabilities": loaded.profile.capabilities,
            "launches": loaded.launches,
            "text": path.read_text(encoding="utf-8").splitlines()[0].lstrip("# "),
        }


def groups(_wanted: Wanted) -> Iterator[Row]:
    """The groups that gather requirements."""
    registry = registries.load()
    for name, group in registry.groups.items():
        count = sum(name in entry.groups for entry in registry)
        yield {"id": name, "requirements": count, "text": group["title"]}


KINDS: Mapping[str, Callable[[Wanted], Iterator[Row]]] = {
    "requirements": requirements,
    "checks": of_checks,
    "profiles": of_profiles,
    "groups": groups,
}


def line(row: Row) -> str:
    """A row as one line: its id, what can be told in a word, and its text."""
    words = [_word(key, value) for key, value in row.items() if key not in ("id", "text", "groups")]
    return f"{row['id']}  {' '.join(word for word in words if word)}: {row['text']}"


def _word(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return key if value else ""
    if isinstance(value, list):
        return ",".join(value)
    if value is None:
        return ""
    return f"{key} {value}" if key in ("section", "requirements") else str(value)
