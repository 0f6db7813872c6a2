"""How grave an entry is: a table of rules, read from the top; the first that holds gives the degree and says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.garden.model import Kind

MANY = 5
"""So many tests behind one cause make it urgent."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at."""

    kind: Kind
    family: str
    explains: int
    blocks: bool
    total: int
    """How many tests were read in all."""
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A degree, the sentence that justifies it, and when it holds."""

    degree: str
    sentence: str
    holds: Callable[[Facts], bool]


def _behind_half(facts: Facts) -> bool:
    return facts.total >= MANY and facts.explains * 2 >= facts.total


RULES = (
    Rule("P0", "the contract says how grave it is", lambda facts: facts.given == "P0"),
    Rule("P1", "the contract says how grave it is", lambda facts: facts.given == "P1"),
    Rule("P2", "the contract says how grave it is", lambda facts: facts.given == "P2"),
    Rule("P3", "the contract says how grave it is", lambda facts: facts.given == "P3"),
    Rule("P3", "a deprecation breaks nothing yet", lambda facts: facts.kind is Kind.DEPRECATION),
    Rule("P3", "slow tests tell the truth, late", lambda facts: facts.kind is Kind.SLOW),
    Rule("P0", "it keeps other tests from running", lambda facts: facts.blocks),
    Rule(
        "P0",
        "no image, no disk or no Docker: nothing that needs them can run",
        lambda facts: facts.family in ("image-build", "docker-daemon", "disk-full"),
    ),
    Rule("P0", "it is behind at least half of all tests that were read",
         lambda facts: facts.kind in (Kind.INFRASTRUCTURE, Kind.FAILING) and _behind_half(facts)),
    Rule("P2", "a warning of the environment: nothing failed of it yet",
         lambda facts: facts.kind is Kind.INFRASTRUCTURE and facts.explains == 0),
    Rule("P1", "tests that fail of their environment say nothing", lambda facts: facts.kind is Kind.INFRASTRUCTURE),
    Rule("P2", "a module without tests hides nothing", lambda facts: facts.family == "empty"),
    Rule("P1", "tests that never run look like tests that pass", lambda facts: facts.kind is Kind.UNCOLLECTABLE),
    Rule("P1", f"it is behind {MANY} tests or more",
         lambda facts: facts.kind in (Kind.FAILING, Kind.HOLLOW) and facts.explains >= MANY),
    Rule("P2", "it is behind a few tests", lambda _: True),
)  # fmt: skip


def of(facts: Facts) -> tuple[str, str]:
    """The degree, P0 to P3, and the sentence of the rule that gave it."""
    rule = next(rule for rule in RULES if rule.holds(facts))
    return rule.degree, rule.sentence
