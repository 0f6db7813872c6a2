"""Which requirements a difference touches, as far as the contract's documents and statements name them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conformance.contract.registry import Registry, Requirement
from conformance.diff.document import Node


def named(node: Node) -> tuple[str, ...]:
    """The ids under ``x-requirements``."""
    return tuple(node.words("x-requirements"))


def touched(ids: Sequence[str], part: str, path: str, registry: Registry) -> tuple[str, ...]:
    """Those of an operation's requirements whose statements name what differs.

    That is the innermost member of ``path``, or the parameter that ``part`` names, in backticks as statements write
    it; or else the status in ``part``.  What is said of problems belongs to refusals, and to nothing else.
    """
    status = next(iter(re.findall(r"\b[1-5][0-9][0-9]\b", part)), "")
    name = _innermost(path) or part.partition("query parameter ")[2] or part.partition("header parameter ")[2]
    if not name:
        return tuple(one for one in ids if status and re.search(rf"\b{status}\b", registry[one].statement))
    refusal = status >= "4"
    return tuple(one for one in ids if _names(registry[one].statement, name) and _of_refusals(registry[one]) == refusal)


def _innermost(path: str) -> str:
    steps = re.sub(r"\{[^}]*\}", "", path).replace("header ", "/").split("/")
    return next((step for step in reversed(steps) if step not in ("", "[]", "*", "query ", "headers ")), "")


def _names(statement: str, name: str) -> bool:
    return any(
        re.search(rf"\b{re.escape(name)}\b", quoted, re.IGNORECASE) for quoted in re.findall("`([^`]*)`", statement)
    )


def _of_refusals(requirement: Requirement) -> bool:
    return re.search(r"\b(problem|refusal|response that|A 4[0-9][0-9])\b", requirement.statement) is not None


def capability(ids: Sequence[str], registry: Registry) -> str | None:
    """The capability that an operation or message belongs to: the one that more than half of its requirements need.

    The contract's documents say it in their words only; the requirements say it each for itself.
    """
    needed = [registry[name].capability for name in ids]
    return next((one for one in dict.fromkeys(needed) if one and needed.count(one) * 2 > len(ids)), None)
