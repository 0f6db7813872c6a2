"""JUnit XML, anybody's, read as a stream.

A document of a stranger may try to make its reader expand entities or fetch others.  Both begin with a document type,
no test runner writes one, and so it is refused where it begins: that takes one handler of the standard library's
parser, and no package that would have to be trusted in turn.

The suite's own file says in properties what results.json says, and is read as that (``conformance.garden.our_junit``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.parsers import expat

from conformance.garden import our_junit, text
from conformance.garden.model import Case, Reading
from conformance.usage import UsageError

CASES = 200_000
"""At most so many test cases are read from one file."""

DEPTH = 100
TEXT = 200_000
"""At most so many characters are kept of what one failure says."""

_OUTCOMES = {
    "failure": "failed",
    "error": "error",
    "skipped": "skipped",
    # Surefire's words for what passed, or failed again, when it was run again.
    "rerunFailure": "rerun",
    "rerunError": "rerun",
    "flakyFailure": "rerun",
    "flakyError": "rerun",
}

_PHASES = (("collection", "collect"), ("failed on setup", "setup"), ("failed on teardown", "teardown"))


class _Refused(Exception):
    """The document is none that is read; says why."""


@dataclass(slots=True)
class _Cases:
    """What the parser's handlers gather."""

    source: str
    parser: expat.XMLParserType
    cases: list[Case] = field(default_factory=list)
    open: Case | None = None
    seen: list[Case] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    length: int = 0
    depth: int = 0
    left_out: int = 0
    ours: our_junit.Told | None = None
    """What the suite's own file says beside its cases; ``None`` for anybody else's."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth == 1 and tag not in ("testsuites", "testsuite"):
            raise _Refused(f"is no JUnit XML: it begins with <{text.one_line(tag, 40)}>, expected <testsuites>")
        if self.depth == 1 and attributes.get("name") == our_junit.NAME:
            self.ours = our_junit.Told()
        if self.depth > DEPTH:
            raise _Refused(f"is no JUnit XML: its elements are nested more than {DEPTH} deep")
        if tag == "testcase":
            self.open, self.seen = self._case(attributes), []
            if self.ours is not None:
                self.ours.begins(attributes.get("name", ""))
        elif tag == "property" and self.ours is not None:
            self.ours.says(attributes.get("name", ""), attributes.get("value", ""))
        elif tag in _OUTCOMES and self.open is not None:
            self.words, self.length = [], 0
            self.seen.append(_with_outcome(self.open, tag, attributes))
            if self.ours is not None:
                self.ours.ends_with(attributes.get("message", ""))

    def _case(self, attributes: Mapping[str, str]) -> Case:
        group, name = attributes.get("classname", ""), attributes.get("name", "")
        return Case(
            text.one_line(f"{group}::{name}" if group else name),
            "passed",
            f"{self.source}:{self.parser.CurrentLineNumber}",
            duration_s=_seconds(attributes.get("time", "")),
        )

    def data(self, data: str) -> None:
        if self.seen and self.length < TEXT:
            self.words.append(data[: TEXT - self.length])
            self.length += len(data)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if tag in _OUTCOMES and self.seen:
            self.seen[-1] = _with_text(self.seen[-1], "".join(self.words))
            self.words = []
        elif tag == "testcase" and self.open is not None:
            self._keep(self.seen or [self.open])
            if self.seen and all(case.outcome == "rerun" for case in self.seen) and not _ran_in_vain(self.seen):
                self._keep([self.open])
            self.open, self.seen = None, []

    def _keep(self, cases: list[Case]) -> None:
        room = max(0, CASES - len(self.cases))
        self.cases += cases[:room]
        self.left_out += len(cases[room:])

    def doctype(self, *_: object) -> None:
        raise _Refused("declares a document type, which no test runner writes and which is not read; remove <!DOCTYPE")


def _ran_in_vain(seen: list[Case]) -> bool:
    # Surefire writes rerun... beside a failure that stayed, flaky... beside none: then the last try passed.
    return any(case.outcome in ("failed", "error") for case in seen)


def _with_outcome(case: Case, tag: str, attributes: Mapping[str, str]) -> Case:
    message = attributes.get("message", "")
    phase = next((phase for words, phase in _PHASES if message.startswith(words)), "call")
    kind = text.one_line(attributes.get("type", ""), 120)
    return replace(case, outcome=_OUTCOMES[tag], phase=phase, exception=kind, message=message[:TEXT])


def _with_text(case: Case, words: str) -> Case:
    """What pytest writes inside an element says more than its attributes."""
    found, summed_up = text.exception_in(words), text.exception_in(case.message)
    return replace(
        case,
        text=words,
        exception=found.name or case.exception.rpartition(".")[2] or summed_up.name,
        message=text.one_line(found.message or summed_up.message or case.message),
        place=found.place,
    )


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value.replace(",", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < 1e9 else None


def read(path: Path, source: str, content: bytes) -> Reading:
    """The test cases of a JUnit file; raises :class:`UsageError` for what is none."""
    parser = expat.ParserCreate()
    found = _Cases(source, parser)
    parser.buffer_text = True
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.data
    parser.StartDoctypeDeclHandler = found.doctype
    left_out = []
    try:
        parser.Parse(content, True)
    except _Refused as error:
        raise UsageError(f"{path}:{parser.CurrentLineNumber}: {error}") from error
    except (expat.ExpatError, ValueError, LookupError) as error:
        why = f"{source}:{parser.CurrentLineNumber}: the document breaks off here ({text.one_line(str(error), 80)})"
        if not found.cases:
            raise UsageError(f"{path}: is no XML that can be read: {text.one_line(str(error), 80)}") from error
        left_out.append(f"{why}; the {text.counted(len(found.cases), 'test')} before it were read")
    if found.left_out:
        left_out.append(f"{source}: {found.left_out} test cases after the first {CASES} were not read")
    if found.ours is not None:
        if found.ours.is_whole and not left_out:
            return found.ours.reading(source)
        left_out.append(f"{source}: {our_junit.INCOMPLETE}")
        found.cases = [our_junit.named(case) for case in found.cases]
    return Reading(source, "results", tuple(found.cases), counts=_counts(found.cases), left_out=tuple(left_out))


def _counts(cases: list[Case]) -> tuple[tuple[str, int], ...]:
    outcomes = [case.outcome for case in cases]
    return tuple((name, outcomes.count(name)) for name in ("passed", "failed", "error", "skipped", "rerun")
                 if name in outcomes)  # fmt: skip
