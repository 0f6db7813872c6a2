"""Deprecations, by their text: one warning that a hundred tests show is one entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from conformance.garden import text
from conformance.garden.model import Evidence, Finding, Kind, Origin

_WARNING = re.compile(
    r"(?P<place>[^\s:][^:]{0,300}:\d+): "
    r"(?P<name>(?:\w+\.){0,6}\w*(?:Deprecat|RemovedIn|FutureWarning)\w*): (?P<message>.+)$"
)
"""As Python prints a warning: ``file:line: Category: words``."""

_TEST = re.compile(r"^(?P<id>[^\s:]+\.py(?:::\S.*?)?)(?:: \d+ warnings?)?$")


def warnings_in(source: str, lines: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    """A finding for each deprecation that these numbered lines print; the tests that stand above it are those that
    showed it."""
    tests: list[str] = []
    for number, line in lines:
        found = _WARNING.search(line)
        if found and not line.lstrip().startswith(("E ", ">", "FAILED", "ERROR")):
            yield _deprecation(source, number, found, tuple(tests))
            tests = []
        elif named := _TEST.match(line):
            tests.append(text.one_line(named["id"]))
        else:
            tests = []


def _deprecation(source: str, number: int, found: re.Match[str], tests: tuple[str, ...]) -> Finding:
    name, message = found["name"].rpartition(".")[2], text.one_line(found["message"])
    return Finding(
        Kind.DEPRECATION,
        ("deprecation", name, text.normalised(message)),
        f"{name}: {message}",
        "deprecation: a warning whose category announces that something will be removed or changed",
        Origin.UNKNOWN,
        (Evidence(f"{source}:{number}", text.one_line(f"{found['place'].strip()}: {name}")),),
        details=(f"raised at {text.one_line(found['place'].strip())}",)
        + ((f"shown by {text.counted(len(tests), 'test')}, for example {tests[0]}",) if tests else ()),
        next_step="Use what the warning names instead, at the place that raised it; then make the warning an error.",
    )
