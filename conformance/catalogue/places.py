"""Where a requirement stands in the contract's documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from conformance.contract.page import ID
from conformance.contract.registry import documents

_HEADING = re.compile(r"^#+ (\d+(?:\.\d+)*)\.? (.+)$")


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section of the prose: where it begins, and the requirements that it states."""

    number: str
    title: str
    where: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One operation, channel or message that names a requirement: what it is called, and its document and line."""

    name: str
    where: str


@cache
def sections() -> tuple[Section, ...]:
    """The numbered sections, in their order; a requirement belongs to the smallest that states it."""
    found: list[Section] = []
    for document in sorted((documents() / "prose").iterdir(), key=lambda item: item.name):
        lines = document.read_text(encoding="utf-8").splitlines()
        heads = [(place, match) for place, line in enumerate(lines) if (match := _HEADING.match(line))]
        ends = [place for place, _ in heads[1:]] + [len(lines)]
        for (place, match), end in zip(heads, ends[: len(heads)], strict=True):
            stated = dict.fromkeys(ID.findall("\n".join(lines[place:end])))
            found.append(Section(match[1], match[2], f"prose/{document.name}:{place + 1}", tuple(stated)))
    return tuple(found)


def section_of(requirement: str, chapter: str) -> Section | None:
    """The section of a chapter that states a requirement; of several, the first."""
    return next((section for section in within(chapter) if requirement in section.requirements), None)


def within(number: str) -> list[Section]:
    """A section and those inside it."""
    return [one for one in sections() if one.number == number or one.number.startswith(f"{number}.")]


def named_by(requirement: str) -> list[Place]:
    """Every operation, channel or message of the two machine-readable documents that names a requirement."""
    return [place for name, place in _named() if name == requirement]


@cache
def _named() -> tuple[tuple[str, Place], ...]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: list[tuple[str, Place]] = []
    for name in ("openapi.yaml", "asyncapi.yaml"):
        root = yaml.compose((documents() / name).read_text(encoding="utf-8"), Loader=loader)
        found += _naming(root, (), f"{name}:1")
    return tuple(found)


def _naming(node: Any, path: tuple[str, ...], where: str) -> Iterator[tuple[str, Place]]:
    """Walk down a document; a node knows its line, which a parsed value does not."""
    if not isinstance(node, yaml.MappingNode):
        return
    members = {key.value: (key, value) for key, value in node.value}
    if "x-requirements" in members:
        for item in members["x-requirements"][1].value:
            yield item.value, Place(_called(path), where)
    document = where.partition(":")[0]
    for key, (head, value) in members.items():
        yield from _naming(value, (*path, key), f"{document}:{head.start_mark.line + 1}")


def _called(path: tuple[str, ...]) -> str:
    """``GET /chat/create`` for an operation, ``message message_ack`` for what lies below ``components``."""
    if path[0] == "paths":
        return f"{path[2].upper()} {path[1]}" if len(path) > 2 else path[1]
    kind = path[1] if path[0] == "components" else path[0]
    return f"{kind.removesuffix('s')} {path[-1]}"
