"""Small results of tests for the gardener, in the forms in which they come."""

from __future__ import annotations

from pathlib import Path

from gardens import entries

from conformance.garden import causes, pytest_output
from conformance.garden.model import Entry


def xml(*cases: str) -> str:
    return f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>"


def case(name: str, inside: str = "", time: float = 0.01) -> str:
    return f'<testcase classname="tests.test_a" name="{name}" time="{time}">{inside}</testcase>'


def failure(message: str, kind: str = "failure") -> str:
    return f'<{kind} message="{message}"/>'


def written(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return path


def of_xml(folder: Path, *cases: str) -> tuple[Entry, ...]:
    return entries(written(folder, "junit.xml", xml(*cases)))


def of_output(words: str) -> tuple[Entry, ...]:
    return causes.worklog([pytest_output.read("out.txt", words)]).entries
