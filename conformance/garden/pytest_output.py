"""What pytest prints, or a runner around it: outcomes, the words of failures, warnings, slow tests, and why it
stopped.

The text is cut into pytest's own sections.  What stands outside them is somebody's output (a build, a service, a
runner) and is held against the table of ``patterns``; what stands inside a test's section speaks only through its
exception.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from conformance.garden import patterns, text
from conformance.garden.model import Blocked, Case, Evidence, Finding, Kind, Origin, Reading, Stop
from conformance.garden.warned import warnings_in

LINES = 400_000
"""At most so many lines of one file are read."""

WIDTH = 2_000
"""At most so many characters of a line are read: nothing that is looked for stands further to the right."""

_BLOCK = re.compile(r"^_{3,} (?P<title>.+?) _{3,}$")
_SHORT = re.compile(r"^(?P<word>FAILED|ERROR|RERUN|XPASS|XFAIL|SKIPPED|PASSED) (?P<rest>\S.*)$")
_VERBOSE = re.compile(
    r"^(?:\[gw\d+\] (?:\[ *\d+%\] )?)?(?P<id>[^\s:]+\.py::\S.*?) "
    r"(?P<word>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS|RERUN)\b"
)
_DISTRIBUTED = re.compile(
    r"^\[gw\d+\] (?:\[ *\d+%\] )?(?P<word>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS|RERUN) (?P<id>[^\s:]+\.py::\S.*?)\s*$"
)
_DURATION = re.compile(r"^(?P<seconds>\d+(?:\.\d+)?)s (?P<phase>call|setup|teardown) +(?P<id>\S.*)$")
_COUNT = re.compile(r"(\d+) (failed|passed|skipped|deselected|xfailed|xpassed|errors?|warnings?|rerun|selected)\b")
_ENDED = re.compile(r"\bin \d+(?:\.\d+)?s\b|no tests (?:ran|collected)")
_ITEMS = re.compile(r"\bcollected (?P<items>\d+) items?\b|^(?P<tests>\d+) tests? collected\b|^no tests collected\b")
_NEVER = re.compile(
    r"cannot collect test class '(?P<name>\w+)' because it has an? (?P<why>__init__|__new__) constructor"
)

_OUTCOMES = {
    "FAILED": "failed",
    "ERROR": "error",
    "RERUN": "rerun",
    "PASSED": "passed",
    "SKIPPED": "skipped",
    "XFAIL": "skipped",
    "XPASS": "passed",
}
_COLLECTING = "ERROR collecting "
_AT = re.compile(r"^ERROR at (?P<phase>setup|teardown) of (?P<name>.+)$")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    section: str
    words: str


@dataclass(frozen=True, slots=True)
class _Block:
    """One failure as its section prints it."""

    number: int
    title: str
    phase: str
    words: str


def read(source: str, printed: str) -> Reading:
    """Everything that a printed test run tells; a text that tells nothing gives a reading that says so."""
    lines = list(_sectioned([line[:WIDTH] for line in text.plain(printed).split("\n")[:LINES]]))
    cases = _cases(source, lines)
    findings = (*_loose(source, lines), *warnings_in(source, [(line.number, line.words) for line in lines]),
                *_never_collected(source, lines))  # fmt: skip
    counts = _counts(lines)
    stops = tuple(_stops(source, lines))
    said = [] if cases or findings or counts or stops else [f"{source}: no output of a test run was recognised in it"]
    if printed.count("\n") > LINES:
        said.append(f"{source}: only the first {LINES} lines were read")
    return Reading(source, "output", cases, findings, stops, counts, tuple(said))


def _sectioned(lines: Sequence[str]) -> Iterator[_Line]:
    """Each line with the section that it stands in; a section's own title stands in none."""
    section = ""
    for number, line in enumerate(lines, 1):
        if line.startswith("===") and line.rstrip().endswith("==="):
            title = line.rstrip().strip("=").strip()
            section = _section_named(title)
            yield _Line(number, "title", title)
        else:
            yield _Line(number, section, line)


def _section_named(title: str) -> str:
    known = ("ERRORS", "FAILURES", "warnings summary", "short test summary info", "PASSES")
    if title.startswith("slowest"):
        return "durations"
    if title.startswith("rerun test summary"):
        return "short test summary info"
    return next((name for name in known if title.startswith(name)), "")


# -- cases ------------------------------------------------------------------------------------------------------------


def _cases(source: str, lines: Sequence[_Line]) -> tuple[Case, ...]:
    told = _told(source, lines)
    seconds = _durations(lines)
    red = [case for case in told if case.red]
    named = _names(red)
    cases = [_case(source, block, named) for block in _blocks(lines)]
    shown = {(case.id, case.outcome) for case in cases}
    rest = [case for case in told if (case.id, case.outcome) not in shown]
    return tuple(_timed(case, seconds) for case in (*cases, *_once_each(rest)))


def _told(source: str, lines: Sequence[_Line]) -> list[Case]:
    """What the lines of outcomes tell, be they verbose or of the short summary."""
    found = []
    for line in lines:
        where = f"{source}:{line.number}"
        if line.section == "short test summary info":
            short = _SHORT.match(line.words)
            if (short and "::" in short["rest"]) or (short and short["word"] == "ERROR"):
                name, message = _split(short["rest"])
                found.append(_said(Case(name, _OUTCOMES[short["word"]], where, _phase_of(name), message=message)))
        elif not line.section:
            verbose = _VERBOSE.match(line.words) or _DISTRIBUTED.match(line.words)
            if verbose:
                found.append(Case(text.one_line(verbose["id"]), _OUTCOMES[verbose["word"]], where))
    return found


def _phase_of(name: str) -> str:
    return "call" if "::" in name else "collect"


def _said(case: Case) -> Case:
    """The type of the exception that a line of the summary begins with."""
    said = text.exception_in(case.message)
    name = said.name or ("AssertionError" if case.message.startswith("assert ") else "")
    return replace(case, exception=name, message=said.message or case.message)


def _split(rest: str) -> tuple[str, str]:
    """``tests/test_a.py::test[x - y] - words`` as its two parts: a dash in brackets parts nothing."""
    depth = 0
    for at, char in enumerate(rest):
        depth += (char == "[") - (char == "]")
        if depth <= 0 and rest.startswith(" - ", at):
            return text.one_line(rest[:at]), text.one_line(rest[at + 3 :])
    return text.one_line(rest), ""


def _once_each(cases: Sequence[Case]) -> list[Case]:
    """A test that both lists name is one case; the one that says why wins."""
    best: dict[tuple[str, str], Case] = {}
    for case in cases:
        key = (case.id, case.outcome)
        if key not in best or (case.message and not best[key].message):
            best[key] = case
    return list(best.values())


def _names(red: Sequence[Case]) -> dict[str, deque[str]]:
    """The ids of red tests by the title that pytest gives their sections, in the order in which it prints them."""
    named: dict[str, deque[str]] = defaultdict(deque)
    for case in _once_each(red):
        title = case.id.partition("::")[2].replace("::", ".") or case.id
        if case.id not in named[title]:
            named[title].append(case.id)
    return named


def _blocks(lines: Sequence[_Line]) -> Iterator[_Block]:
    title, number, words = "", 0, list[str]()
    for line in (*lines, _Line(0, "", "")):
        inside = line.section in ("FAILURES", "ERRORS")
        begins = _BLOCK.match(line.words) if inside else None
        if title and (begins or not inside):
            yield _block(title, number, words)
            title = ""
        if begins and len(begins["title"].replace("_ ", "").strip()) > 1:
            title, number, words = begins["title"].strip(), line.number, []
        elif title:
            words.append(line.words)


def _block(title: str, number: int, words: list[str]) -> _Block:
    if title.startswith(_COLLECTING):
        return _Block(number, title.removeprefix(_COLLECTING), "collect", "\n".join(words))
    at = _AT.match(title)
    return _Block(number, at["name"] if at else title, at["phase"] if at else "call", "\n".join(words))


def _case(source: str, block: _Block, named: dict[str, deque[str]]) -> Case:
    words = _before_captured(block.words)
    said = text.exception_in(words)
    ids = named.get(block.title)
    name = (ids.popleft() if len(ids) > 1 else ids[0]) if ids else _named_by_place(block)
    # pytest's own refusals come without a traceback.
    first = next((line for line in words.splitlines() if line.strip()), "")
    return Case(
        text.one_line(name),
        "error" if block.phase != "call" else "failed",
        f"{source}:{block.number}",
        block.phase,
        said.name,
        said.message or ("" if said.name else text.one_line(first)),
        words[-text.TRACEBACK :],
        said.place,
    )


def _before_captured(words: str) -> str:
    """A failure without the output of the test: what it logged is not what it failed of."""
    return re.split(r"^-{3,} Captured .* -{3,}$", words, maxsplit=1, flags=re.MULTILINE)[0]


def _named_by_place(block: _Block) -> str:
    """Without a summary the file is told by the first place of the traceback."""
    if block.phase == "collect":
        return block.title
    place = re.search(r"^(?:file )?(\S+\.py)(?::\d+:|, line \d+)", block.words, re.MULTILINE)
    return f"{place[1] if place else '?'}::{block.title.replace('.', '::')}"


def _durations(lines: Sequence[_Line]) -> dict[str, float]:
    total: dict[str, float] = {}
    for line in lines:
        found = _DURATION.match(line.words.strip()) if line.section == "durations" else None
        if found:
            name = text.one_line(found["id"])
            total[name] = total.get(name, 0.0) + float(found["seconds"][:12])
    return total


def _timed(case: Case, seconds: dict[str, float]) -> Case:
    return replace(case, duration_s=seconds[case.id]) if case.id in seconds else case


def _counts(lines: Sequence[_Line]) -> tuple[tuple[str, int], ...]:
    """What the last line of each run in the text sums up."""
    total: dict[str, int] = {}
    for line in lines:
        if (line.section in ("title", "") or line.words[:1].isdigit()) and _ENDED.search(line.words):
            for number, word in _COUNT.findall(line.words):
                key = {"errors": "error", "warnings": "warning"}.get(word, word)
                total[key] = total.get(key, 0) + int(number[:9])
        elif (found := _ITEMS.search(line.words)) and line.section == "":
            total["collected"] = total.get("collected", 0) + int((found["items"] or found["tests"] or "0")[:9])
    return tuple(total.items())


# -- what is nobody's test --------------------------------------------------------------------------------------------


def _loose(source: str, lines: Sequence[_Line]) -> Iterator[Finding]:
    """What the lines outside pytest's sections say about the environment."""
    for line in lines:
        if line.section or _VERBOSE.match(line.words) or _DISTRIBUTED.match(line.words) or _SHORT.match(line.words):
            continue
        if found := patterns.matching(line.words):
            yield patterns.finding_of(found, f"{source}:{line.number}", line.words)


def _never_collected(source: str, lines: Sequence[_Line]) -> Iterator[Finding]:
    for line in lines:
        if found := _NEVER.search(line.words):
            yield Finding(
                Kind.UNCOLLECTABLE,
                ("constructor", found["name"]),
                f"The tests of class {found['name']} are never collected: it has {found['why']}",
                "class-with-constructor: pytest leaves out classes that have a constructor, with a warning",
                Origin.SUITE,
                (Evidence(f"{source}:{line.number}", text.one_line(line.words)),),
                next_step="Move what the constructor does into a fixture or setup_method.",
            )


def _stops(source: str, lines: Sequence[_Line]) -> Iterator[Stop]:
    left = tuple(
        Blocked(text.one_line(found["what"].strip(), 80))
        for line in lines
        if not line.section and not _VERBOSE.match(line.words) and (found := patterns.LEFT_OUT.match(line.words))
    )
    whys = [(line, found) for line in lines if (found := _stopped(line))]
    for line, found in whys:
        yield Stop(f"{source}:{line.number}", text.one_line(found["why"]), left)
    if left and not whys:
        yield Stop(source, "a part was not run because another failed", left)


def _stopped(line: _Line) -> re.Match[str] | None:
    if line.section in ("FAILURES", "ERRORS") and not line.words.startswith("!"):
        return None
    return next((found for pattern in patterns.STOPS if (found := pattern.search(line.words))), None)
