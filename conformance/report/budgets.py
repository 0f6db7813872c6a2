"""What a run cost, held against what it may cost (``budgets.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load() -> Mapping[str, Mapping[str, Any]]:
    """The budgets, by name."""
    return tomllib.loads((files("conformance.report") / "budgets.toml").read_text(encoding="utf-8"))


def held_against(checks: Sequence[Mapping[str, Any]], intensity: float, duration_s: float) -> list[dict[str, Any]]:
    """Each budget that applies to a run, with what the run spent of it."""
    rows = []
    for name, budget in load().items():
        if "categories" in budget:
            spent = sum(check["duration_s"] for check in checks if check["category"] in budget["categories"])
        elif intensity == budget["intensity"]:
            spent = duration_s
        else:
            continue
        rows.append({"name": name, "what": budget["what"], "budget_s": budget["seconds"], "spent_s": round(spent, 2)})
    return rows
