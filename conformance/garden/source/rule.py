"""How a rule about single tests speaks: one finding for each module, which lists the tests and quotes their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.garden import text
from conformance.garden.model import Evidence, Finding, Kind
from conformance.garden.source.folder import Module


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name, what it calls the tests that it finds, what makes it find them, and what to do."""

    name: str
    what: str
    statement: str
    next_step: str
    kind: Kind = Kind.HOLLOW


def finding(module: Module, rule: Rule, found: Sequence[tuple[str, int]], also: str = "") -> Finding:
    """What a rule says of the tests of a module; ``found`` are their names and the lines to look at."""
    lines = module.words.splitlines()
    names = tuple(dict.fromkeys(f"{module.name}::{name}" for name, _ in found))
    return Finding(
        rule.kind,
        (rule.name, module.name),
        f"{module.name}: {rule.what}{also}",
        f"{rule.name}: {rule.statement}",
        evidence=tuple(
            Evidence(f"{module.name}:{at}", text.one_line(lines[at - 1]) if 0 < at <= len(lines) else "")
            for _, at in found
        ),
        explains=names,
        details=(f"{len(names)} of the {text.counted(len(module.tests), 'test')} of this module",),
        reproduce=f"python -m pytest {module.name}",
        next_step=rule.next_step,
    )
