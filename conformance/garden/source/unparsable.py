"""Test modules that are no Python.

Only modules that pytest would collect, and conftest.py: a broken file beside them may be somebody's test data.  The
parser is that of the Python that runs the gardener, and the entry says which.  Where the line that it refuses may be
a newer Python's, nobody is accused, and the worklog says that it cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.garden import text
from conformance.garden.model import Evidence, Finding, Kind
from conformance.garden.source.folder import PYTHON, Folder, Module

_NEWER = re.compile(
    r"""^\s*type\s+\w+(\[.*\])?\s*=|^\s*(?:class|(?:async\s+)?def)\s+\w+\[|\b[tT][rR]?["']|^\s*except\*?\s+[\w.]+\s*,"""
    r"""|^\s*lazy\s+(?:import|from)\b"""
)
"""Lines that some Python after 3.11 reads: type statements and parameters, template strings, bare exception lists."""


def files(folder: Folder) -> Iterator[Finding]:
    """One finding for each module that cannot be parsed."""
    for module in _refused(folder):
        if not _may_be_newer(module):
            yield Finding(
                Kind.UNCOLLECTABLE,
                ("syntax", module.name),
                f"{module.name} cannot be parsed: {module.fault}",
                f"syntax: the parser of {PYTHON} refuses the file; none of its tests can run",
                evidence=(Evidence(f"{module.name}:{module.fault_line}", text.one_line(_line(module))),),
                reproduce=f"python -m py_compile {module.name}",
                next_step="Mend the line that the parser names; see in the history what broke it.",
            )


def untold(folder: Folder) -> tuple[str, ...]:
    """The modules that a newer Python may read."""
    return tuple(
        f"{module.name}:{module.fault_line}: {PYTHON}, which runs the gardener, cannot parse it, and a newer one "
        "may: nothing in it was read"
        for module in _refused(folder)
        if _may_be_newer(module)
    )


def _refused(folder: Folder) -> list[Module]:
    return [one for one in folder.modules if one.tree is None and (one.is_test or one.is_conftest)]


def _line(module: Module) -> str:
    lines = module.words.splitlines()
    return lines[module.fault_line - 1] if 0 < module.fault_line <= len(lines) else ""


def _may_be_newer(module: Module) -> bool:
    return bool(_NEWER.search(_line(module))) or module.fault.startswith("f-string")
