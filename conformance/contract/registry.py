"""Reads the requirement registry: one entry for each thing that can be broken alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

CONTRACT_VERSION = "1.0"
LEVELS = ("MUST", "SHOULD", "MAY")
CATEGORIES = ("unit", "integration", "performance", "security", "reliability", "e2e")
SEVERITIES = ("P0", "P1", "P2", "P3")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One clause of the contract.

    ``needs`` are the requirements that it stands on (it cannot be judged while one of them is broken); ``rung`` is
    its place on the ladder that is climbed before anything else; a ``draft`` is published for comment and judged
    by no check yet; a ``service_level`` is judged on the verdict's second line only.
    """

    id: str
    level: str
    statement: str
    section: str
    since: str
    category: str
    severity: str
    impact: str
    remedy: str
    groups: tuple[str, ...]
    needs: tuple[str, ...] = ()
    transports: tuple[str, ...] = ()
    capability: str | None = None
    conditional: bool = False
    draft: bool = False
    rung: int | None = None
    service_level: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """Every requirement of the contract, by id, in the order of the documents."""

    requirements: Mapping[str, Requirement]
    groups: Mapping[str, Mapping[str, str]]
    digest: str = ""
    _depths: dict[str, int] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> Requirement:
        return self.requirements[name]

    def __contains__(self, name: str) -> bool:
        return name in self.requirements

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self.requirements.values())

    def judged(self) -> list[Requirement]:
        """All requirements that checks judge: those that are no drafts."""
        return [entry for entry in self.requirements.values() if not entry.draft]

    def rungs(self) -> list[Requirement]:
        """The ladder, lowest rung first."""
        rungs = [entry for entry in self.judged() if entry.rung is not None]
        return sorted(rungs, key=lambda entry: entry.rung or 0)

    def stands_on(self, name: str) -> list[str]:
        """Everything that a requirement stands on, directly or not, lowest first."""
        found: set[str] = set()
        waiting = list(self.requirements[name].needs)
        while waiting:
            need = waiting.pop()
            if need not in found:
                found.add(need)
                waiting.extend(self.requirements[need].needs)
        return sorted(found, key=lambda need: (self.depth(need), need))

    def depth(self, name: str) -> int:
        """Length of the longest way down the ladder from here; what stands on nothing has depth 0."""
        if name not in self._depths:
            needs = self.requirements[name].needs
            self._depths[name] = 1 + max(map(self.depth, needs)) if needs else 0
        return self._depths[name]


class RegistryError(Exception):
    """The registry contradicts itself: a fault of the suite, never of a server."""


def build(entries: Iterable[Mapping[str, Any]], groups: Iterable[Mapping[str, str]], digest: str = "") -> Registry:
    """A registry from plain entries; raises :class:`RegistryError` for what does not fit together."""
    requirements: dict[str, Requirement] = {}
    for entry in entries:
        requirement = _requirement(entry)
        if requirement.id in requirements:
            raise RegistryError(f"{requirement.id} is defined twice")
        requirements[requirement.id] = requirement
    registry = Registry(requirements, {group["id"]: _group(group) for group in groups}, digest)
    for requirement in requirements.values():
        _refuse_contradictions(requirement, registry)
    _refuse_cycles(registry)
    return registry


def _requirement(entry: Mapping[str, Any]) -> Requirement:
    name = entry.get("id", "(an entry without id)")
    lists = {key: tuple(entry[key]) for key in ("groups", "needs", "transports") if key in entry}
    try:
        return Requirement(**{**entry, **lists})
    except TypeError as error:
        raise RegistryError(f"{name}: {error}") from error


def _group(entry: Mapping[str, str]) -> Mapping[str, str]:
    if surplus := set(entry) - {"id", "title", "origin"}:
        raise RegistryError(
            f"group {entry['id']}: {', '.join(sorted(surplus))}: no group has that; is a quote missing?"
        )
    return entry


def _refuse_contradictions(entry: Requirement, registry: Registry) -> None:
    allowed = {
        "level": (entry.level, LEVELS),
        "category": (entry.category, CATEGORIES),
        "severity": (entry.severity, SEVERITIES),
    }
    for key, (value, values) in allowed.items():
        if value not in values:
            raise RegistryError(f"{entry.id}: {key} is {value!r}, expected one of {', '.join(values)}")
    for need in entry.needs:
        if need not in registry:
            raise RegistryError(f"{entry.id} needs {need}, which does not exist")
    for group in entry.groups:
        if group not in registry.groups:
            raise RegistryError(f"{entry.id} is in the group {group}, which does not exist")


def _refuse_cycles(registry: Registry) -> None:
    done: set[str] = set()
    for name in registry.requirements:
        _walk(name, registry, (), done)


def _walk(name: str, registry: Registry, path: tuple[str, ...], done: set[str]) -> None:
    if name in path:
        raise RegistryError(f"needs form a cycle: {' -> '.join([*path[path.index(name) :], name])}")
    if name not in done:
        for need in registry[name].needs:
            _walk(need, registry, (*path, name), done)
        done.add(name)


def documents() -> Traversable:
    """The folder of the contract's documents, also inside an installed package."""
    return files("conformance.contract")


@cache
def load() -> Registry:
    """The registry that this suite judges by."""
    entries: list[Mapping[str, Any]] = []
    folder = documents() / "requirements"
    for document in sorted(folder.iterdir(), key=lambda item: item.name):
        if document.name.endswith(".yaml"):
            entries.extend(parsed(document))
    return build(entries, parsed(documents() / "groups.yaml"), digest())


def parsed(document: Traversable) -> Any:
    """A YAML document as plain values (by libyaml where it is there: ten times faster)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(document.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders


def digest() -> str:
    """SHA-256 over every normative document, so that a report says exactly which contract it judged by."""
    total = hashlib.sha256()
    for name in ("openapi.yaml", "asyncapi.yaml", "groups.yaml"):
        total.update((documents() / name).read_bytes())
    for document in sorted((documents() / "requirements").iterdir(), key=lambda item: item.name):
        total.update(document.read_bytes())
    return total.hexdigest()
