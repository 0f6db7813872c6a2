"""The suite's own ``junit.xml``: its properties say what ``results.json`` says of causes, so that both are one worklog.

The properties of its first suite name how many causes there are, and each of them as a JSON object; those of a case its
outcome, its requirements, and the line that shows it again (``conformance/report/junit.py`` writes them).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.garden import ours
from conformance.garden.model import Case, Reading

NAME, CAUSES, CAUSE = "chat-conformance", "causes", "cause"
"""Names that the suite's own file gives to its root, and to properties of its first suite."""

OUTCOMES = ("passed", "failed", "blocked", "not_applicable", "not_run", "inconclusive", "error")
INCOMPLETE = (
    "is of this suite and does not hold its causes (an older version wrote it, or it was changed or cut): what follows "
    "is told from its words alone; give the results.json beside it"
)

_AGAIN = re.compile(r"(?:Again: )?(chat-conformance [^\n]+)")


@dataclass(slots=True)
class Told:
    """Gathers what the properties and cases of such a file say, as members of a results.json."""

    causes: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    expected: str = ""
    """How many causes the file says that it names."""

    def begins(self, name: str) -> None:
        """A case begins."""
        self.checks.append({"id": name, "outcome": "", "reason": "", "requirements": "", "failure": {}})

    def says(self, name: str, value: str) -> None:
        """A property of the case that began last; of a suite, before its first case."""
        if name == CAUSES:
            self.expected = value
        elif name == CAUSE:
            self.causes.append(_cause(value))
        elif self.checks and name in ("outcome", "requirements"):
            self.checks[-1][name] = value
        elif self.checks and name == "reproduce":
            self.checks[-1]["failure"] = {"reproduce": value}

    def ends_with(self, message: str) -> None:
        """Why the case that began last did not pass, behind its outcome."""
        self.checks[-1]["reason"] = message.partition(": ")[2]

    @property
    def is_whole(self) -> bool:
        """Whether it holds all that it says of itself, and every check its outcome."""
        named = self.expected == str(len(self.causes)) and all(self.causes)
        return named and all(check["outcome"] in OUTCOMES for check in self.checks)

    def reading(self, source: str) -> Reading:
        """The same as of the results.json of that run."""
        mine: dict[str, list[str]] = {}
        for check in self.checks:
            for name in check["requirements"].split():
                mine.setdefault(name, []).append(check["id"])
        statements = {cause.get("requirement"): cause.get("statement") for cause in self.causes}
        found = Counter(check["outcome"] for check in self.checks)
        return ours.reading_of(
            source,
            {
                "counts": {"expected": len(self.checks), **{name: found[name] for name in OUTCOMES}},
                "causes": self.causes,
                "requirements": [
                    {"id": name, "statement": statements.get(name), "checks": checks} for name, checks in mine.items()
                ],
                "checks": self.checks,
            },
        )


def _cause(value: str) -> dict[str, Any]:
    """One cause; empty where it is none."""
    try:
        cause = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return cause if isinstance(cause, dict) and isinstance(cause.get("requirement"), str) else {}


def named(case: Case) -> Case:
    """A case of such a file under the name of its check, without the category that is written before it, and with the
    line that shows it again.  That is the last line of what the file says; a server may have written those before."""
    lines = case.text.strip().splitlines()
    found = _AGAIN.fullmatch(lines[-1].strip()) if lines else None
    return replace(case, id=case.id.rpartition("::")[2], again=found[1] if found else "")
