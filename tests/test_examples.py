"""The committed examples: each is what its command makes today, and shows what it is there to show."""

from __future__ import annotations

import difflib
import itertools
import re
from pathlib import Path

import pytest
from examples.making import EXAMPLES, EXAMPLES_BY_NAME, files_of, made

SHOWN = 40


def text(example: str, file: str) -> str:
    return (EXAMPLES / example / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXAMPLES_BY_NAME)
def test_an_example_is_what_its_command_makes_today(tmp_path: Path, name: str) -> None:
    """Two runs of one server, on two machines and days, are the same byte for byte in their normal form."""
    committed, today = files_of(EXAMPLES / name), made(name, tmp_path / name)
    assert sorted(committed) == sorted(today)
    differing = [path for path in today if committed[path] != today[path]]
    assert differing == [], "\n".join(itertools.islice(difference(committed, today, differing), SHOWN))


def difference(committed: dict[str, str], today: dict[str, str], paths: list[str]) -> itertools.chain[str]:
    """The lines in which files differ, cut to what a reader can take in."""
    return itertools.chain.from_iterable(
        (line[:400] for line in difflib.unified_diff(
            committed[path].splitlines(), today[path].splitlines(), f"committed/{path}", path, n=0, lineterm=""))
        for path in paths
    )  # fmt: skip


def test_every_example_is_committed_and_nothing_else() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.is_dir()} == set(EXAMPLES_BY_NAME)


def test_the_operations_that_a_server_lacks_are_listed_as_missing() -> None:
    rows = [line for line in text("missing-operations", "report.md").splitlines() if "**MISSING**" in line]
    assert [re.sub(r"\\", "", row.split(" | ")[0]) for row in rows] == [
        "| GET /chat/conversations/{conversation_id}",
        "| POST /chat/{conversation_id}/join",
        "| DELETE /chat/{conversation_id}/leave",
    ]
    assert all("was answered 404" in row for row in rows)


def test_a_dead_port_is_one_cause_and_nothing_else() -> None:
    report, analysis = text("dead-port", "report.md"), text("dead-port", "analysis.md")
    assert report.startswith("# incomplete for full 1.0: the server could not be reached")
    found = [line for line in report.splitlines() if re.match(r"### \d", line)]
    assert found == ["### 1. NET-HTTP-01 (P0, the environment)"]
    assert set(re.findall(r"\b[A-Z]+(?:-[A-Z]+)+-\d\d\b", analysis)) == {"NET-HTTP-01"}


def test_one_broken_module_of_a_foreign_suite_costs_no_other_its_reading() -> None:
    worklog = text("foreign-suite", "worklog.md")
    assert "uncollectable | 1 |" in worklog
    assert re.search(r"suite \| source \| [4-9] test modules, \d\d tests", worklog)
