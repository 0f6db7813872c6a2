"""Small verdicts, for the tests of how one is reached."""

from __future__ import annotations

import datetime
from typing import Any

from helpers import (
    REACHED,
    clause,
    contract,
    one_check_each,
    outcomes,
    passed,
)

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.verdict.decide import decide
from conformance.verdict.model import CheckResult, Raw, RequirementResult, Scope, Verdict

TODAY = datetime.date(2026, 11, 20)
TOMORROW, YESTERDAY = TODAY + datetime.timedelta(1), TODAY - datetime.timedelta(1)
EVERYTHING = Scope("full", "1.0")
LADDER = contract(clause(REACHED), clause("AUTH-01", REACHED), clause("CREATE-01", "AUTH-01"))
PAIR = contract(clause("ONE-01"), clause("TWO-01"))


def judge(
    contract: Registry,
    *raws: Raw,
    checks: dict[str, ManifestEntry] | None = None,
    scope: Scope = EVERYTHING,
    **more: Any,
) -> Verdict:
    """The verdict where every check passed but for those whose outcome is given."""
    checks = one_check_each(contract) if checks is None else checks
    found = {**{name: passed(name) for name in checks}, **outcomes(*raws)}
    return decide(contract, checks, scope, found, today=TODAY, **more)


def requirement(verdict: Verdict, name: str) -> RequirementResult:
    return next(result for result in verdict.requirements if result.id == name)


def result_of(verdict: Verdict, name: str) -> CheckResult:
    return next(result for result in verdict.checks if result.id == name)


def causes(verdict: Verdict) -> list[str]:
    return [cause.requirement for cause in verdict.causes]


SLOW = contract(clause("ONE-01"), clause("SLO-01", service_level={"bound": 250}))
