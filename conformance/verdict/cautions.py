"""What makes two runs differ beside the server: what a comparison says first.  Pure, on their ``results.json``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conformance.verdict.decide import NOT_SELECTED

_NAMED = 4
"""So many checks are named in a line."""

_LONGEST = 120
"""At most so many characters of a server's own name."""


def cautions(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two runs differ beside the server."""
    pairs = {
        "contract": (before["suite"]["contract_digest"][:12], after["suite"]["contract_digest"][:12]),
        "suite": (before["suite"]["version"], after["suite"]["version"]),
        "profile": (before["profile"]["name"], after["profile"]["name"]),
        "demands": (_listed(before["profile"]["demands"]), _listed(after["profile"]["demands"])),
        "what they are without": (_listed(before["profile"]["without"]), _listed(after["profile"]["without"])),
        "what was selected": (_selected(before), _selected(after)),
        "server": (_server(before), _server(after)),
        "seed": (before["seed"], after["seed"]),
        "intensity": (before["run"]["intensity"], after["run"]["intensity"]),
    }
    told = [f"the runs differ in {what}: {one} and {other}" for what, (one, other) in pairs.items() if one != other]
    cut = [f"{which} run was interrupted" for which, run in (("the first", before), ("the second", after))
           if run["run"]["interrupted"]]  # fmt: skip
    return (*told, *cut)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "nothing"


def _selected(run: Mapping[str, Any]) -> str:
    """How many checks were to run, and which, where that is not all of them."""
    chosen = [check["id"] for check in run["checks"] if check["reason"] != NOT_SELECTED]
    if len(chosen) == len(run["checks"]):
        return f"all {len(chosen)} checks"
    left = len(chosen) - _NAMED
    return f"{len(chosen)} checks ({_listed(chosen[:_NAMED])}{f' and {left} more' if left > 0 else ''})"


def _server(run: Mapping[str, Any]) -> str:
    named = " ".join(part for part in (run["target"]["server"][key] for key in ("name", "version")) if part)
    long = len(named) > _LONGEST
    return f"{named[:_LONGEST]}… ({len(named)} characters)" if long else named or "one without a name"
