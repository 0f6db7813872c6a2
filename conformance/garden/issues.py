"""One Markdown file for each cause, updated where it is: what people wrote below the marker stays as they wrote it.

A file begins with a comment that holds its entry as JSON.  That makes the folder its own state: no other file says
what was known, and a digest of what was generated: where that was changed by hand, nothing is written.  Everything is
checked before anything is written, and each file is replaced in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from conformance.garden.model import Entry, Kind, Worklog
from conformance.garden.novelty import entry_from
from conformance.garden.worklog import render_entry, render_index
from conformance.usage import UsageError

MARKER = "<!-- Written by hand: everything below this line is kept. Above it, the gardener writes. -->"
INDEX = "index.md"
_BEGINS, _ENDS = "<!-- garden ", " -->"
_INDEX_BEGINS = "<!-- garden index "


def entries_in(folder: Path) -> tuple[Entry, ...]:
    """What the issues of a folder say; raises :class:`UsageError` for a file that was changed above its marker."""
    return tuple(_entry(path) for path in _files(folder))


def _files(folder: Path) -> Iterator[Path]:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is no folder; --issues names the folder of the issue files")
    for kind in Kind:
        yield from sorted(folder.glob(f"{kind}-*.md"))


def _entry(path: Path) -> Entry:
    first = _read(path).partition("\n")[0]
    refusal = UsageError(
        f"{path}:1: is not the comment with which the gardener begins an issue; restore it, or move the file away"
    )
    try:
        entry = entry_from(json.loads(first.removeprefix(_BEGINS).removesuffix(_ENDS)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refusal from error
    if entry.id != path.stem:
        raise refusal
    return entry


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as UTF-8 text; restore it, or move the file away") from error


def written(folder: Path, worklog: Worklog) -> int:
    """Write the issues and their index, and say how many files changed; raises :class:`UsageError` before the first is
    written where one has lost its marker."""
    texts = {folder / f"{entry.id}.md": _issue(folder, entry) for entry in worklog.entries}
    texts[folder / INDEX] = _index(folder / INDEX, render_index(worklog.entries))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return sum(_replaced(path, words) for path, words in texts.items())
    except OSError as error:
        raise UsageError(f"{error.filename or folder}: cannot be written: {error.strerror or error}") from error


def _issue(folder: Path, entry: Entry) -> str:
    path = folder / f"{entry.id}.md"
    above = f"{render_entry(entry)}\n"
    # In a comment two dashes would end it, and JSON can say them otherwise.
    data = json.dumps({**asdict(entry), "generated": _digest(above)}, ensure_ascii=True)
    data = data.replace("--", "-\\u002d").replace(">", "\\u003e")
    kept = _by_hand(path) if path.exists() else "\n"
    return f"{_BEGINS}{data}{_ENDS}\n{above}{MARKER}{kept}"


def _index(path: Path, words: str) -> str:
    """The index below its digest; raises :class:`UsageError` where the one that is there is not as it was written."""
    if path.exists():
        first, _, below = _read(path).partition("\n")
        digest = first.removeprefix(_INDEX_BEGINS).removesuffix(_ENDS)
        # The first gardeners wrote no digest.
        if first != words.partition("\n")[0] and digest != _digest(below):
            raise UsageError(f"{path}: was changed by hand, and is generated; restore it, or move the file away")
    return f"{_INDEX_BEGINS}{_digest(words)}{_ENDS}\n{words}"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def _by_hand(path: Path) -> str:
    written, marker, below = _read(path).partition(f"\n{MARKER}")
    if not marker:
        raise UsageError(
            f"{path}: the line {MARKER!r} is missing, so that what was written by hand cannot be told from the rest; "
            "put it back above that, or move the file away"
        )
    _entry(path)
    first, _, above = written.partition("\n")
    # The first gardeners wrote no digest.
    known = json.loads(first.removeprefix(_BEGINS).removesuffix(_ENDS)).get("generated")
    if known is not None and known != _digest(f"{above}\n"):
        raise UsageError(
            f"{path}: was changed by hand above the line {MARKER!r}; move what was written below it and restore "
            "the rest, or move the file away"
        )
    return below


def _replaced(path: Path, words: str) -> bool:
    """Write a file in one step, unless it says this already."""
    if path.exists() and path.read_text(encoding="utf-8", errors="replace") == words:
        return False
    replace_file(path, words)
    return True


def replace_file(path: Path, words: str) -> None:
    """Put text in a file's place in one step: whole, or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # A path may hold bytes that are no text.
        beside.write_text(words, encoding="utf-8", errors="replace")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
