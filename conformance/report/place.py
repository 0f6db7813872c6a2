"""The folder that a report takes: which files in it a run writes, and which folders it keeps its hands off.

Whoever mistypes ``--report-dir`` names a folder of something else.  Nothing in it is ours to remove.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from conformance.report.read import RESULTS
from conformance.report.write import DOCUMENTS
from conformance.trust.signature import FILE as SIGNATURE
from conformance.usage import UsageError

STREAMS = "streams"
LOGS = ("parallel.log", "alone.log", "performance.log")
OURS = frozenset({RESULTS, SIGNATURE, *DOCUMENTS, *LOGS})
"""The files that a run writes into a report's folder itself; its record lies in ``streams``."""


def behind(folder: Path) -> Path:
    """The folder that is really written to: the one behind a link.  Raises :class:`UsageError` for what cannot be."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError) as error:  # a link that leads to itself
        raise UsageError(f"--report-dir: {folder}: leads nowhere; name another folder") from error


def refuse_strange(folder: Path) -> None:
    """Raise :class:`UsageError` for a folder that is neither new, nor empty, nor a report's."""
    real = behind(folder)
    try:
        strange = real.exists() and (not real.is_dir() or (any(real.iterdir()) and not _is_report(real)))
    except OSError as error:
        raise UsageError(f"--report-dir: {folder}: cannot be read: {error.strerror}") from error
    if strange:
        raise UsageError(
            f"--report-dir: {folder}: holds no {RESULTS} of a run but other files, and is left as it is; "
            "name a new or an empty folder"
        )


def _is_report(folder: Path) -> bool:
    """Whether any version of the suite wrote the results there."""
    try:
        found = json.loads((folder / RESULTS).read_bytes())
        return "contract_digest" in found["suite"] and "sentence" in found["verdict"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def replaced(folder: Path) -> Iterator[Path]:
    """What lies in a report's folder that the next report there replaces."""
    for path in sorted(folder.iterdir()):
        if path.name in OURS and not path.is_dir():
            yield path
    yield from sorted((folder / STREAMS).glob("*.ndjson"))


def kept(folder: Path) -> Iterator[Path]:
    """What people put beside it, as paths below the folder."""
    gone = set(replaced(folder))
    for path in sorted(folder.iterdir()):
        if path == folder / STREAMS and path.is_dir() and not path.is_symlink():
            yield from (one.relative_to(folder) for one in sorted(path.iterdir()) if one not in gone)
        elif path not in gone:
            yield path.relative_to(folder)
