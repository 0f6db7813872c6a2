"""The documents that people and programs read, held against the ``results.json`` that they are rendered from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conformance.report.read import RESULTS
from conformance.report.write import DOCUMENTS, sayable
from conformance.trust.signature import FILE, STREAMS


def there(folder: Path) -> list[str]:
    """Which of them lie in a report's folder."""
    return [name for name in DOCUMENTS if (folder / name).exists() or (folder / name).is_symlink()]


def besides(folder: Path) -> list[str]:
    """What else lies there, and follows from nothing: logs of the phases, and whatever was added."""
    known = {RESULTS, FILE, *DOCUMENTS, STREAMS.parent.name}
    found = [path for path in folder.iterdir() if path.name not in known]
    found += [path for path in (folder / STREAMS.parent).iterdir() if not path.match(STREAMS.name)]
    return sorted(path.relative_to(folder).as_posix() for path in found)


def discrepancies(folder: Path, results: Mapping[str, Any]) -> Iterator[str]:
    """Each document that lies there and says something else than the results."""
    for name in there(folder):
        if (why := _differs(folder / name, results)) is not None:
            yield f"{name}: {why}"


def _differs(path: Path, results: Mapping[str, Any]) -> str | None:
    try:
        wanted = sayable(DOCUMENTS[path.name](results)).encode("utf-8")
    except Exception as error:  # noqa: BLE001 - these results need be no run's
        return f"cannot be rendered from {RESULTS}: {type(error).__name__}: {error}"
    try:
        same = path.is_file() and path.stat().st_size == len(wanted) and path.read_bytes() == wanted
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return None if same else f"is not what {RESULTS} says"
