"""Where a run writes that was not told, and what the last run left to be asked again.

Whoever looks at a few checks more closely must not lose the report of all of them, nor its record: each kind of run has
a folder of its own.  So each ``--last-failed`` narrows down what the one before it left, however often a single check
is asked in between.
"""

from __future__ import annotations

from pathlib import Path

from conformance.report import read
from conformance.usage import UsageError
from conformance.verdict.decide import NOT_SELECTED

WHOLE = Path("reports/latest")
SELECTED = Path("reports/selected")
FAILED = Path("reports/last-failed")

SETTLED = ("passed", "not_applicable")


def folder(*, selects: bool, last_failed: bool) -> Path:
    """Where a run of this kind writes its report."""
    if last_failed:
        return FAILED
    return SELECTED if selects else WHOLE


def report(given: Path | None) -> Path:
    """The report that ``--last-failed`` goes by: that in the folder which the command line names, or else the newer of
    the last whole run and what ``--last-failed`` made of it since."""
    if given is not None or not (FAILED / read.RESULTS).exists():
        return given or WHOLE
    if not (WHOLE / read.RESULTS).exists():
        return FAILED
    whole, failed = (read.results_at(one)["run"]["began"] for one in (WHOLE, FAILED))
    return FAILED if failed >= whole else WHOLE


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
