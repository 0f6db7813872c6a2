"""A folder of tests, read as text: parsed, never imported, never run.

Each rule is one module with a function over the :class:`~conformance.garden.source.folder.Folder`: it says what it
finds and what it does not accuse.  Where it cannot tell, it accuses nobody, and says that it could not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from conformance.garden.model import Finding, Reading
from conformance.garden.source import designed, duplicates, fixtures, hollow, unparsable, unseen, vacuous
from conformance.garden.source.folder import Folder, folder_at

RULES: tuple[Callable[[Folder], Iterable[Finding]], ...] = (
    unparsable.files,
    unseen.modules,
    unseen.classes,
    duplicates.tests,
    duplicates.classes,
    fixtures.missing,
    hollow.tests,
    vacuous.assertions,
    designed.tests,
)


def read(path: Path) -> Reading:
    """Every finding of every rule in the folder at ``path``."""
    folder = folder_at(path)
    findings = tuple(finding for rule in RULES for finding in rule(folder))
    counts = (("test modules", len(folder.tests)), ("tests", sum(len(module.tests) for module in folder.tests)))
    untold = (*unparsable.untold(folder), *fixtures.untold(folder), *hollow.untold(folder))
    return Reading(folder.source, "source", findings=findings, counts=counts, left_out=(*folder.left_out, *untold))
