"""Small runs for the tests of the tracker: as its history has them, and as results."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from conformance.tracker.model import Build, Outcome, Run, Sighting
from conformance.verdict.model import OUTCOMES

MARK = "a1b2c3d4e5f6"


def began(number: int) -> str:
    """When the run of this number began: one a day."""
    return f"2026-{1 + number // 28:02}-{1 + number % 28:02}T00:00:00Z"


def run(number: int, build: str | None = "1", outcomes: Mapping[str, str] | None = None, **more: Any) -> Run:
    """A run in which checks came to this, a reason behind a colon; what failed is one finding."""
    words = {check: word.partition(": ") for check, word in (outcomes or {"one": "passed"}).items()}
    told = {check: outcome(word, reason) for check, (word, _, reason) in words.items()}
    failed = [check for check, one in told.items() if one.word == "failed"]
    counts = {word: sum(1 for one in told.values() if one.word == word) for word in OUTCOMES}
    return Run(**{
        "id": f"run{number}",
        "began": began(number),
        "build": Build("a server", build, "full", "0" * 64, "0.1"),
        "seed": number,
        "workers": 2,
        "intensity": 1.0,
        "verdict": "non-conformant" if failed else "conformant",
        "counts": {"expected": len(told), **counts},
        "causes": len(failed),
        "outcomes": told,
        "findings": {MARK: Sighting("ONE-01", tuple(failed), "as it wanted")} if failed else {},
        **more,
    })  # fmt: skip


def outcome(word: str, reason: str = "") -> Outcome:
    """An outcome; an error is the suite's."""
    return Outcome(word, "suite" if word == "error" else "server", reason)


def later(results: Mapping[str, Any], number: int, build: str = "1.2", **outcomes: str) -> dict[str, Any]:
    """The same results as those of another run, in which these checks came to something else; findings of a check that
    passes or is not run are gone, and so are the causes that it was to show."""
    again = copy.deepcopy(dict(results))
    again["run"].update(id=f"run{number}", began=began(number))
    again["target"]["server"]["version"] = build
    for check in again["checks"]:
        word = outcomes.get(check["id"].replace(".", "_"))
        if word is not None:
            check.update(outcome=word, raw=word, failure=None, reason="")
            again["causes"] = [one for one in again["causes"] if check["id"] not in one["failed"]]
    again["counts"] = {
        "expected": len(again["checks"]),
        **{word: sum(1 for check in again["checks"] if check["outcome"] == word) for word in OUTCOMES},
    }
    return again
