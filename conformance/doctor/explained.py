"""A profile, explained: what holds, and which file of its ``extends`` chain says so.  Secrets are never shown."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from conformance.doctor.finding import plain
from conformance.target import profile as profiles
from conformance.target.addresses import without_password
from conformance.target.profile import Profile

DEFAULT = "default"

SECRET = ("auth.secret", "auth.key")
SECRET_BELOW = ("auth.tokens.", "target.headers.", "launch.env.", "launch.functional.env.", "launch.load.env.")
"""Where values may be secrets wherever they are written: that they are there is all that is shown."""

ALWAYS = ("profile", "auth.kind", "auth.issuer", "auth.audience", "load")
"""What is shown though no file says it, because much depends on it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a profile: its key, how it is shown, and the file that says so (or :data:`DEFAULT`)."""

    key: str
    shown: str
    file: str


def rows(profile: Profile) -> list[Row]:
    """Everything that a profile says, in the order of its tables; a profile that can be loaded."""
    said = dict(_said(profiles.find(profile.source)))
    held = dict(_leaves({key: value for key, value in asdict(profile).items() if key != "source"}))
    return [
        Row(key, shown(key, value, written), file)
        for key, value in held.items()
        if (found := said.get(key)) is not None or _always(key)
        for file, written in [found or (DEFAULT, None)]
    ]


def _always(key: str) -> bool:
    return any(key == name or key.startswith(f"{name}.") for name in ALWAYS)


def _said(path: Path) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Each key that a file of the chain says, with the file and what is written there; the nearest comes last."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    parent = table.pop("extends", None)
    if isinstance(parent, str):
        yield from _said(profiles.found_from(path, parent))
    for key, value in _leaves(table):
        yield key, (str(path), value)


def _leaves(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Everything that is no table, by its dotted key."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def shown(key: str, value: Any, written: Any) -> str:
    """A value as it may be seen.  ``written``: what stands in the file, where ``env:`` and ``file:`` still do."""
    if isinstance(written, str) and written.startswith(("env:", "file:")):
        return f"{plain(written, 80)} (is there, not shown)"
    if key in SECRET or key.startswith(SECRET_BELOW):
        return "(is there, not shown)"
    if isinstance(value, str):
        return plain(without_password(value))
    if isinstance(value, list):
        return plain(written if isinstance(written, list) else value)
    return plain(value)
