"""PURE: templates: JSON values in which some strings and numbers are references.

A reference stands for what a server chose in an earlier step, for an id that is made anew each time, or for somebody's
id or credential.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """A value that the server chose: it stands at ``path`` in the data of the event ``event``; ``hint`` is a name
    for it."""

    event: str
    path: tuple[str | int, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """An id that the client chooses; each one that was recorded (``literal``) stands for a new one of its ``kind``."""

    literal: str
    kind: str


@dataclass(frozen=True, slots=True)
class Known:
    """The id by which the server knows an actor."""

    actor: str


@dataclass(frozen=True, slots=True)
class Credential:
    """The token of an actor."""

    actor: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A secret of the profile's: it comes from an environment variable."""

    variable: str


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server listens: host and port as an HTTP request names them."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A reference whose value is percent-encoded in its place."""

    of: Told | Fresh | Known | Credential


Ref = Told | Fresh | Known | Credential | Outside | Server | Quoted


@dataclass(frozen=True, slots=True)
class Text:
    """A string in which references stand."""

    parts: tuple[str | Ref, ...]


def refs(template: Any) -> Iterator[Ref]:
    """Every reference in a template, or in a step."""
    match template:
        case Quoted(of=inner):
            yield inner
        case Told() | Fresh() | Known() | Credential() | Outside() | Server():
            yield template
        case Text(parts=parts):
            for part in parts:
                yield from refs(part)
        case Mapping():
            for key, item in template.items():
                yield from refs(key)
                yield from refs(item)
        case list() | tuple():
            for item in template:
                yield from refs(item)
        case str() | bytes() | None | int() | float():
            return
        case _ if hasattr(template, "__dataclass_fields__"):
            for one in fields(template):
                yield from refs(getattr(template, one.name))
