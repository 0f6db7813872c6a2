"""What an examination found: one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from conformance.target import profile as profiles
from conformance.target.profile import Profile

OK, NOTE, UNKNOWN, WRONG = "ok", "note", "unknown", "wrong"
"""In order; not in order, and nothing depends on it; it could not be told; not in order."""

SHOWN = 300
"""Of what a server or a command says at most so many characters are shown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One examination: its ``name``, its ``state``, ``what`` was found, and what to ``write`` where to mend it.

    ``decisive``: the profile or the environment is at fault for certain, so that a judgement would say nothing of the
    server.  Whatever a server can be at fault for is not decisive: that is for the checks to judge.
    """

    name: str
    state: str
    what: str
    write: str = ""
    decisive: bool = False

    @property
    def sentence(self) -> str:
        """What was found, and the remedy."""
        return f"{self.what}: {self.write}" if self.write else self.what

    @property
    def line(self) -> str:
        """All of it."""
        return f"{self.state:8}{self.name:14}{self.sentence}"


def in_order(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong, and nothing that a judgement depends on is unknown."""
    return all(found.state in (OK, NOTE) for found in findings)


def unknown_because(names: Iterable[str], why: str) -> list[Finding]:
    """The examinations that cannot be made, because one before them was not in order."""
    return [Finding(name, UNKNOWN, f"because {why}") for name in names]


def plain(text: object, limit: int = SHOWN) -> str:
    """Words of others in one printable line: no control character passes, and no more than ``limit`` of them."""
    spaced = " ".join(str(text).split())
    printable = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in spaced)
    return printable if len(printable) <= limit else f"{printable[: limit - 1]}…"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is examined: a profile, and the address that the command line gives in place of the profile's."""

    profile: Profile
    url: str | None = None

    @property
    def launches(self) -> bool:
        """Whether the suite starts the server itself."""
        return self.profile.launches and self.url is None

    @property
    def file(self) -> str:
        """Where to write a remedy; nobody is sent into the package to change a bundled profile."""
        source = profiles.find(self.profile.source)
        if source.parent == profiles.bundled():
            return f'a profile of your own, extends = "{source.stem}"'
        return self.profile.source

    def within(self, table: str) -> str:
        """``[table] of FILE``."""
        return f"[{table}] of {self.file}"

    def place(self, key: str = "url") -> str:
        """Who says where the server is: the command line, or ``key`` of ``[target]``."""
        return "--url" if key == "url" and self.url is not None else f"{key} in {self.within('target')}"

    def instead(self, address: str, key: str = "url") -> str:
        """What to write where, so that this is the address."""
        if key == "url" and self.url is not None:
            return f"give --url {address}"
        return f'write [target] {key} = "{address}" ({self.file})'
