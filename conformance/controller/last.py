"""What the last run left to be asked again."""

from __future__ import annotations

from pathlib import Path

from conformance.report import read
from conformance.usage import UsageError
from conformance.verdict.decide import NOT_SELECTED

SETTLED = ("passed", "not_applicable")


def did_not_pass(report_dir: Path) -> tuple[str, ...]:
    """The checks that did not pass in the report that lies in a folder, for whatever reason but that nobody asked: also
    those that an interruption, or a first failure, left out."""
    found = tuple(
        check["id"]
        for check in read.results_at(report_dir)["checks"]
        if check["outcome"] not in SETTLED and check["reason"] != NOT_SELECTED
    )
    if not found:
        raise UsageError(f"--last-failed: everything that was asked passed in {report_dir}; run without it")
    return found
