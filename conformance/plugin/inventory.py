"""Writes the manifest from the checks that exist: ``python -m conformance.plugin.inventory``.

This is done when a check is added or removed, and committed; a run only ever reads what was committed.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from conformance.contract import manifest
from conformance.contract.manifest import ManifestEntry
from conformance.stage.declare import Declaration

SUITE = Path(__file__).parent.parent / "suite"
CONTROLLER_CHECKS = (ManifestEntry("isolation.whole-run", ("ISO-EVENT-01",), "afterwards"),)
"""Checks that no test carries: the controller judges them over the whole run."""


def found() -> dict[str, ManifestEntry]:
    """Every check that the suite's modules declare; raises ValueError when two have the same id."""
    entries = {entry.id: entry for entry in CONTROLLER_CHECKS}
    for path in sorted(SUITE.rglob("*.py")):
        where = path.relative_to(SUITE).as_posix()
        module = importlib.import_module("conformance.suite." + where.removesuffix(".py").replace("/", "."))
        for name, value in vars(module).items():
            declared = getattr(value, "conformance", None)
            if isinstance(declared, Declaration) and value.__module__ == module.__name__:
                for entry in declared.entries(f"{where}::{name}"):
                    if entry.id in entries:
                        raise ValueError(f"two checks are called {entry.id}: {entries[entry.id].where}, {entry.where}")
                    entries[entry.id] = entry
    return entries


if __name__ == "__main__":
    (SUITE / "manifest.json").write_text(manifest.to_json(found()), encoding="utf-8")
