"""The manifest: which checks exist, as committed data, never derived from what a run happened to collect."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

PHASES = ("rungs", "parallel", "alone", "performance", "afterwards")
"""When a check runs: on the ladder, beside others, with a server of its own, with nothing else running, or over
the whole recorded run."""


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One check that every complete run must account for.

    ``requirements`` are the clauses that it judges, ``where`` the test that carries it (``None`` for checks of the
    controller), ``needs`` what it needs of the environment (``launch``, ``mint``): where that is missing, the check
    is not run, and the verdict says so.
    """

    id: str
    requirements: tuple[str, ...]
    phase: str
    where: str | None = None
    needs: tuple[str, ...] = ()


@cache
def load() -> Mapping[str, ManifestEntry]:
    """The committed manifest, by check id."""
    text = (files("conformance.suite") / "manifest.json").read_text(encoding="utf-8")
    return from_json(text)


def from_json(text: str) -> dict[str, ManifestEntry]:
    """Reads what :func:`to_json` wrote."""
    entries = {}
    for row in json.loads(text)["checks"]:
        lists = {key: tuple(row[key]) for key in ("requirements", "needs")}
        entries[row["id"]] = ManifestEntry(**{**row, **lists})
    return entries


def to_json(entries: Mapping[str, ManifestEntry]) -> str:
    """The manifest as text: sorted, one check a line, so that a change of it reads well."""
    rows = [json.dumps(asdict(entries[name])) for name in sorted(entries)]
    return '{"checks": [\n  ' + ",\n  ".join(rows) + "\n]}\n"
