"""The tool that draws random changes of the reference server: what it changes, and what it says of the results."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from mutants import mutations, report


def changes(source: str, operator: str | None = None) -> list[str]:
    """What could be changed in a source, as ``before → after``."""
    found = mutations.mutations("core.some", source)
    return [f"{one.before} → {one.after}" for one in found if operator in (None, one.operator)]


# -- operators --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "source", "expected"),
    [
        ("comparison", "x = a < b", ["a < b → a <= b"]),
        ("comparison", "x = a in b", ["a in b → a not in b"]),
        ("comparison", "x = 1 <= a != b", ["1 <= a != b → 1 < a != b", "1 <= a != b → 1 <= a == b"]),
        ("comparison", "x = a is None", ["a is None → a is not None"]),
        ("constant", "LIMIT = 5", ["5 → 6", "5 → 4"]),
        ("constant", "LIMIT = 0.5", ["0.5 → 1.0", "0.5 → 0.25"]),
        ("constant", "ON = True", ["True → False"]),
        ("constant", "ROLE = 'owner'", ["'owner' → 'owner_'"]),
        ("constant", "TITLE = 'Not found'", []),
        ("constant", "COLUMNS = ('SELECT a WHERE b > 1 ORDER BY c DESC',)",
         ["'SELECT a WHERE b > 1 ORDER BY c DESC' → 'SELECT a WHERE b >= 1 ORDER BY c DESC'",
          "'SELECT a WHERE b > 1 ORDER BY c DESC' → 'SELECT a WHERE b > 1 ORDER BY c'"]),
        ("branch", "def f(a):\n    if a.b:\n        a.c()", ["if a.b → if not a.b"]),
        ("branch", "def f(a):\n    if not a:\n        a.c()", ["if not a → if a"]),
        ("branch", "def f(a):\n    if a is None:\n        a.c()", []),
        ("branch", "x = [a for a in b if a.c]", ["if a.c → if not a.c"]),
        ("guard", "def f(a):\n    if a:\n        raise ValueError", ["if a: raise ValueError → pass"]),
        ("guard", "def f(a):\n    if a:\n        a.b()", []),
        ("else", "def f(a):\n    if a:\n        a.b()\n    else:\n        a.c()",
         ["if a: a.b() else: a.c() → if a: a.b()"]),
        ("boolean", "x = a and b", ["a and b → a or b", "a and b → b", "a and b → a"]),
        ("arithmetic", "x = a + b * c", ["a + b * c → a - b * c", "b * c → b / c"]),
        ("arithmetic", "x = 'a' + b", []),
        ("await", "async def f(a):\n    await a()", ["await a() → pass"]),
        ("deleted", "def f(a):\n    a.b = 1\n    a.c()\n    a.d += 1",
         ["a.b = 1 → pass", "a.c() → pass", "a.d += 1 → pass"]),
        ("deleted", "def f(a):\n    b = 1", []),
        ("swapped", "def f(a):\n    a.b()\n    a.c()", ["a.b(); a.c() → a.c(); a.b()"]),
        ("swapped", "def f(a):\n    a.b = 1\n    a.c = 2", []),
        ("lock", "async def f(a):\n    async with a.lock:\n        a.b()", ["async with a.lock: → a.b()"]),
        ("rollback", "def f(a):\n    try:\n        a.b()\n    except ValueError:\n        a.c()\n        raise",
         ["a.c(); raise → pass", "raise → pass"]),
        ("rollback", "def f(a):\n    try:\n        a.b()\n    finally:\n        a.c()", ["try: → a.b()"]),
        ("return", "def f(a):\n    return a.b", ["return a.b → return None"]),
        ("return", "def f(a) -> bool:\n    return a.b", ["return a.b → return not a.b"]),
        ("return", "def f(a):\n    return None", []),
        ("arguments", "x = f(a, b)", ["f(a, b) → f(b, a)"]),
        ("arguments", "def f(a: int, b: str):\n    g(a, b)", []),
        ("arguments", "x = f('CODE', 'a sentence')", []),
    ],
)  # fmt: skip
def test_an_operator_finds_its_changes(operator: str, source: str, expected: list[str]) -> None:
    assert changes(source, operator) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""',
        "from a import b",
        "__all__ = ['a', 'b']",
        "if TYPE_CHECKING:\n    x = 1",
        "Who = tuple[str, str]",
        "def f(a: Literal['b']) -> Literal[1]:\n    '''Says it.'''",
        "class P(Protocol):\n    x: int = 1",
        "def f(self):\n    self.lines.line('fault', 1)",
        "def f(a):\n    assert a > 1",
        "x = {'name': a}",
        "@cache(1)\ndef f(a): ...",
    ],
)
def test_what_decides_nothing_is_left_alone(source: str) -> None:
    assert changes(source) == []


# -- ids and trees ----------------------------------------------------------------------------------------------------

SOURCE = '''"""Some module."""

LIMIT = 3


class Room:
    def join(self, who, most=5):
        """Let somebody in."""
        if len(self.people) >= most or who is None:
            raise ValueError(who)
        self.people.append(who)
        try:
            self.tell(who, 1)
        except OSError:
            self.people.pop()
            raise
        return self.people[-1] if who else False
'''


def test_every_change_compiles_and_makes_a_difference() -> None:
    plain = ast.unparse(ast.parse(SOURCE))
    found = mutations.mutations("core.some", SOURCE)
    assert len(found) > 20
    texts = set()
    for one in found:
        tree = mutations.mutated("core.some", SOURCE, one.id)
        compile(tree, "some.py", "exec")
        texts.add(ast.unparse(tree))
    assert plain not in texts
    assert len(texts) == len(found), "no change is counted twice"


def test_ids_are_unlike_and_do_not_depend_on_what_stands_above() -> None:
    before = mutations.mutations("core.some", SOURCE)
    after = mutations.mutations("core.some", SOURCE.replace("LIMIT = 3", "LIMIT = 3\n# a comment\nOTHER = 'x y'"))
    assert len({one.id for one in before}) == len(before)
    assert [(one.id, one.digest) for one in before] == [(one.id, one.digest) for one in after]
    assert "core.some:Room.join+2:comparison:0" in {one.id for one in before}


def test_a_digest_changes_with_its_function_alone() -> None:
    def digests(source: str) -> dict[str, str]:
        return {one.scope: one.digest for one in mutations.mutations("m", source)}

    before, after = digests(SOURCE), digests(SOURCE.replace("pop()", "pop(0)"))
    assert before["LIMIT"] == after["LIMIT"]
    assert before["Room.join"] != after["Room.join"]


def test_the_marker_comes_before_the_changed_statement() -> None:
    tree = mutations.mutated("core.some", SOURCE, "core.some:Room.join+4:deleted:0", "told")
    assert "told()\n        pass\n" in ast.unparse(tree)
    at_import = mutations.mutated("core.some", SOURCE, "core.some:LIMIT+0:constant:0", "told")
    assert "told" not in ast.unparse(at_import)


def test_markers_say_where_changes_would_be_and_change_nothing() -> None:
    names = ["core.some:Room.join+4:deleted:0", "core.some:Room.join+2:comparison:0", "core.some:LIMIT+0:constant:0"]
    text = ast.unparse(mutations.marked("core.some", SOURCE, names, "told"))
    assert f"        told({names[1]!r})\n        if len(self.people) >= most" in text
    assert f"        told({names[0]!r})\n        self.people.append(who)" in text
    assert "LIMIT+0" not in text
    unmarked = "\n".join(line for line in text.splitlines() if "told(" not in line)
    assert unmarked == ast.unparse(ast.parse(SOURCE))


def test_a_change_that_there_is_not_is_refused() -> None:
    with pytest.raises(LookupError, match="no mutation"):
        mutations.mutated("core.some", SOURCE, "core.some:Room.join+99:deleted:0")


def test_a_draw_is_the_same_again_and_another_for_another_seed() -> None:
    found = mutations.mutations("core.some", SOURCE)
    assert mutations.drawn(found, 1) == mutations.drawn(found[::-1], 1)
    assert mutations.drawn(found, 1) != mutations.drawn(found, 2)
    assert sorted(mutations.drawn(found, 1), key=found.index) == found


PROGRAM = Path(mutations.__file__).with_name("server.py")
CHANGED = "core.limits:queue_has_room+2:comparison:0"


def printed(finder: str) -> str:
    """What a process prints that finds its modules so, and asks whether a full queue has room."""
    code = (
        f"import sys; sys.path.append({str(PROGRAM.parent.parent)!r});"
        f"from mutants import server; sys.meta_path.insert(0, {finder});"
        "from reference_server.core import limits; print(limits.queue_has_room(5, 5))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_commands_own_arguments_come_behind_ours(tmp_path: Path) -> None:
    command = [sys.executable, "-P", str(PROGRAM), "--mutant", CHANGED, "--told", str(tmp_path / "told"), "--version"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_module_is_compiled_with_its_change_and_says_that_it_was_reached(tmp_path: Path) -> None:
    told = tmp_path / "told"
    assert printed(f"server.changed({CHANGED!r}, {str(told)!r})") == "True"
    assert told.read_text(encoding="utf-8") == "."


def test_a_module_that_is_only_marked_does_as_ever_and_notes_when_it_was_reached(tmp_path: Path) -> None:
    assert printed(f"server.noting([{CHANGED!r}], {str(tmp_path)!r})") == "False"
    [notes] = tmp_path.iterdir()
    [line] = notes.read_text(encoding="utf-8").splitlines()
    assert line.partition(" ")[2] == CHANGED


# -- figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (45, 50, 0.7864, 0.9565)],
)
def test_wilson_interval(hits: int, of: int, low: float, high: float) -> None:
    assert report.wilson(hits, of) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(
    ("status", "outcome", "causes", "expected"),
    [
        (0, "passed", [], ("survived", "")),
        (1, "failed", [{"requirement": "MSG-ACK-01"}], ("caught", "MSG-ACK-01 by some.check")),
        (1, "blocked", [{"requirement": "MSG-ACK-01"}], ("caught", "MSG-ACK-01 by some.check")),
        (4, "failed", [{"requirement": "HLT-COUNT-01"}], ("caught", "HLT-COUNT-01 by some.check")),
        (3, "error", [{"requirement": "NET-HTTP-01"}], ("at start", "some.check error")),
        (4, "inconclusive", [], ("undecided", "some.check inconclusive")),
        (None, "passed", [], ("timed out", "no end within the time that it was given")),
    ],
)
def test_how_a_run_ended(status: int | None, outcome: str, causes: list[dict[str, str]], expected: object) -> None:
    said = {"causes": causes, "checks": [{"id": "some.check", "outcome": outcome}]}
    assert report.ended(status, said) == expected


def test_a_run_without_a_report_decides_nothing() -> None:
    assert report.ended(5, None) == ("undecided", "exit status 5 and no report")


def row(name: str, outcome: str, **more: object) -> dict[str, object]:
    """One result."""
    plain = {"id": name, "digest": "d", "operator": "branch", "module": "core.some", "line": 3, "reached": True}
    return {**plain, "outcome": outcome, "before": "a | b", "after": "c", "by": "MSG-ACK-01", **more}


ROWS = [
    row("one", "caught"),
    row("two", "at start", operator="deleted"),
    row("three", "survived"),
    row("four", "survived", reached=False),
    row("five", "undecided"),
    row("six", "survived"),
]
JUDGEMENTS = {
    "three": report.Judgement("equivalent", "nothing changes", "d"),
    "four": report.Judgement("check", "wanted", "d"),
    "six": report.Judgement("freedom", "left open", "of another text"),
}


def test_what_counts_is_what_was_caught_and_what_is_not_excused() -> None:
    figures = report.summary(ROWS, JUDGEMENTS, 1000, 7)
    assert (figures["tried"], figures["counted"], figures["caught"]) == (6, 4, 2)
    assert figures["raw"]["counted"] == 5
    assert figures["survivors_by_judgement"] == {"check": 1, "equivalent": 1, "unjudged": 1}
    assert figures["survivors_never_reached"] == 1
    assert figures["by_operator"]["deleted"]["share"] == 1.0


def test_the_page_names_every_survivor_with_its_judgement() -> None:
    page = report.markdown(report.summary(ROWS, JUDGEMENTS, 1000, 7))
    assert "50.0%" in page
    assert "| `three` (line 3) | `a \\| b` → `c` | equivalent: nothing changes |" in page
    assert "`four` (line 3) (never reached)" in page
    assert "unjudged" in page
    assert "- `five`: MSG-ACK-01" in page


def test_a_judgement_must_be_one_that_there_is() -> None:
    with pytest.raises(ValueError, match="no verdict"):
        report.judged({"x": {"verdict": "fine", "why": "", "digest": ""}})
