"""Where to look for what broke a requirement: what was seen to be missing first, then the registry's own words.

Pure, and from ``results.json`` alone.
"""

from __future__ import annotations

from conformance.report.ladder import Row


def remedy(requirement: Row, results: Row) -> str:
    """Where to look.  An operation that is not there is no matter of how it is written: that is said first."""
    gone = missing(requirement, results)
    return f"{gone} {requirement['remedy']}" if gone else str(requirement["remedy"])


def missing(requirement: Row, results: Row) -> str:
    """Which operation of the contract a requirement speaks of that the server does not have, and how that was seen;
    empty where it has them all, and of a requirement that this run does not hold."""
    if requirement.get("outcome") != "failed":
        return ""
    found = (one for one in results["operations"] if one["status"] == "missing")
    own = [one for one in found if f"`{one['name']}`" in requirement["statement"] or _shown_by(one, requirement)]
    return " ".join(f"The server has no {one['name']}{_answer(one)}." for one in own)


def _shown_by(operation: Row, requirement: Row) -> bool:
    """Whether a check of the requirement's own met nothing there."""
    return bool(operation["shown_by"]) and operation["shown_by"]["check"] in requirement["checks"]


def _answer(operation: Row) -> str:
    said = operation["shown_by"]["said"] if operation["shown_by"] else None
    return f": what asks for it is answered {said}" if said is not None else ""
