"""What the doctor's tests share: profiles, what is found of a server, and how a finding reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from helpers import one_line
from servers import null
from servers.miniature import HTML

from conformance.doctor import examine
from conformance.doctor.finding import UNKNOWN, WRONG, Finding, Subject
from conformance.target import profile as profiles

SECRET = "a secret of these tests, long enough for HS256"
IDENTITY = f'extends = "full"\n[auth]\nkind = "shared_secret"\nsecret = "{SECRET}"\n'


def subject(folder: Path, text: str, url: str | None = None) -> Subject:
    """A subject whose profile is this text, in ``folder/mine.toml``."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return Subject(profiles.load(str(path)), url)


def examined(folder: Path, text: str, url: str | None = None) -> dict[str, Finding]:
    """What is found of a server, by the name of the examination."""
    return {found.name: found for found in examine.of_server(subject(folder, text, url))}


def at(url: str, *more: str) -> str:
    """The profile of who knows where a server is."""
    return "\n".join([IDENTITY, f'[target]\nurl = "{url}"', *more, ""])


def is_wrong(found: Finding, *parts: str, decisive: bool) -> None:
    """A finding is one line that says all this."""
    assert found.state == WRONG, found.line
    one_line(found.line, *parts)
    assert found.decisive is decisive, found.line


def rest_is_unknown(findings: Mapping[str, Finding], why: str) -> None:
    """What could not be examined says why."""
    rest = {name: findings[name] for name in ("capabilities", "clock", "token", "socket")}
    assert {(found.state, found.what) for found in rest.values()} == {(UNKNOWN, f"because {why}")}


PAGE = null.answer("200 OK", b"<!DOCTYPE html><title>Sign\nin\x1b[31m</title>", HTML)


def launched(command: list[str]) -> str:
    """The profile of who lets the suite start this."""
    return f"{IDENTITY}\n[launch]\ncommand = {json.dumps(command)}\nready_timeout_s = 0.3\n"


def program(folder: Path, text: str, mode: int = 0o755) -> str:
    """A script to be launched."""
    path = folder / "server.sh"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(mode)
    return str(path)
