"""What ``python -m unittest`` prints: the tests that failed with their tracebacks, and how many were run."""

from __future__ import annotations

import re

from conformance.garden import text
from conformance.garden.model import Case, Reading

_RAN = re.compile(r"^Ran (\d{1,9}) tests? in \d+\.\d+s$", re.MULTILINE)
_BLOCK = re.compile(r"^={70}\n(?P<word>FAIL|ERROR): (?P<title>[^\n]+)\n(?:[^\n]+\n)?-{70}\n", re.MULTILINE)
_TITLE = re.compile(r"(?P<name>\w+) \((?P<owner>[\w.]+)\)")


def is_one(printed: str) -> bool:
    """Whether a text ends as unittest ends a run."""
    return _RAN.search(printed) is not None


def read(source: str, printed: str) -> Reading:
    """The failures of a run, and its counts."""
    printed = text.plain(printed)
    found = list(_BLOCK.finditer(printed))
    cases = []
    for at, block in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(printed)
        words = re.split(r"^-{70}$", printed[block.end() : end], maxsplit=1, flags=re.MULTILINE)[0].strip()
        said = text.exception_in(words)
        line = printed.count("\n", 0, block.start()) + 2
        cases.append(
            Case(
                _named(block["title"]),
                "failed" if block["word"] == "FAIL" else "error",
                f"{source}:{line}",
                exception=said.name,
                message=said.message,
                text=words[-text.TRACEBACK :],
                place=said.place,
            )
        )
    ran = sum(int(one[1]) for one in _RAN.finditer(printed))
    return Reading(source, "output", tuple(cases), counts=(("run", ran), ("failed", len(cases))))


def _named(title: str) -> str:
    """As JUnit XML names it; from Python 3.11 on the class is followed by the test once more."""
    found = _TITLE.match(title)
    if found is None:
        return text.one_line(title)
    return f"{found['owner'].removesuffix('.' + found['name'])}::{found['name']}"
