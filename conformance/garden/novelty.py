"""An entry held against the last worklog: new, known, regressed or fixed.

That an entry is not found again means that it is fixed only where something was read that could have shown it: a
folder for what was seen in a folder, and a pass of its tests for what was seen in results.  Otherwise it stays known,
with a note.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from conformance.garden import text
from conformance.garden.causes import order
from conformance.garden.model import Blocked, Entry, Evidence, Kind, Novelty, Origin, Reading, Worklog
from conformance.usage import UsageError

FORMAT = "chat-conformance garden 1"
BYTES = 64 * 1024 * 1024


def compared(worklog: Worklog, earlier: Sequence[Entry], readings: Sequence[Reading]) -> Worklog:
    """The worklog with the novelty of each entry, and with the earlier entries that are not found again."""
    before = {entry.id: entry for entry in earlier}
    # A cause that began to come and go, or stopped doing so, has another kind and is the same cause.
    known = {_family(entry.id): entry for entry in earlier}
    found = [_met(entry, before.get(entry.id) or known.get(_family(entry.id))) for entry in worklog.entries]
    here = {entry.id for entry in found} | {_family(entry.id) for entry in found}
    gone = [_gone(one, readings) for one in earlier if one.id not in here and _family(one.id) not in here]
    return replace(worklog, entries=tuple(sorted((*found, *gone), key=order)))


def _family(name: str) -> str:
    return name.rpartition("-")[2]


def _met(entry: Entry, before: Entry | None) -> Entry:
    if before is None:
        return entry
    return replace(entry, id=before.id, novelty=Novelty.KNOWN if before.open else Novelty.REGRESSED)


def _gone(entry: Entry, readings: Sequence[Reading]) -> Entry:
    if not entry.open:
        return replace(entry, note="")
    if _would_show(entry, readings):
        return replace(entry, novelty=Novelty.FIXED, note="It was not found again where it would have shown.")
    return replace(entry, novelty=Novelty.KNOWN, note="Nothing that was read this time could show whether it is fixed.")


def _would_show(entry: Entry, readings: Sequence[Reading]) -> bool:
    """Whether what was read covers every sort of reading that the entry was seen in."""
    if "source" in entry.sorts and not any(reading.sort == "source" for reading in readings):
        return False
    if set(entry.sorts) == {"source"}:
        return True
    if entry.kind is Kind.FLAKY:
        # Once more green is what a flaky test is anyway.
        return False
    passed = _passed(readings, timed=entry.kind is Kind.SLOW)
    if entry.explains:
        return all(_among(text.key_of_test(name), passed) for name in entry.explains)
    # Warnings are printed, and only at the end of a run; what else speaks of no test is somebody's line of output.
    return any(
        reading.sort in entry.sorts and not reading.stops and (reading.counts or entry.kind is not Kind.DEPRECATION)
        for reading in readings
    )


def _passed(readings: Sequence[Reading], *, timed: bool) -> set[str]:
    return {
        text.key_of_test(case.id)
        for reading in readings
        for case in reading.cases
        if case.outcome == "passed" and (case.duration_s is not None or not timed)
    }


def _among(key: str, passed: set[str]) -> bool:
    """Whether a test passed; a module that could not be collected has passed with any test of its own."""
    return key in passed or any(one.startswith((f"{key}.", f"{key}[")) for one in passed)


# -- as JSON ----------------------------------------------------------------------------------------------------------


def to_json(worklog: Worklog) -> str:
    """The worklog for programs, and for the next garden's ``--since``."""
    document = {
        "format": FORMAT,
        "entries": [_plain(entry) for entry in worklog.entries],
        "read": [{"source": one.source, "sort": one.sort, "counts": dict(one.counts)} for one in worklog.read],
        "left_out": list(worklog.left_out),
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _plain(entry: Entry) -> dict[str, Any]:
    return {"fingerprint": _family(entry.id), **asdict(entry)}


def entries_from(path: Path) -> tuple[Entry, ...]:
    """The entries of an earlier worklog's JSON; raises :class:`UsageError` for what is none."""
    try:
        if path.stat().st_size > BYTES:
            raise UsageError(f"{path}: is too large to be a worklog of the gardener")
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: is no JSON; give a worklog that was written with garden --json") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UsageError(f'{path}: format: expected "{FORMAT}"; give a worklog that was written with garden --json')
    try:
        return tuple(entry_from(row) for row in document["entries"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            f"{path}: entries: {text.one_line(repr(error), 100)}; write it again with garden --json"
        ) from error


def entry_from(row: Mapping[str, Any]) -> Entry:
    """One entry from its JSON; raises KeyError, TypeError or ValueError where it is none."""
    return Entry(
        id=_name(row["id"]),
        kind=Kind(row["kind"]),
        origin=Origin(row["origin"]),
        severity=_words(row, "severity"),
        novelty=Novelty(row["novelty"]),
        evidence=tuple(Evidence(text.one_line(one["where"]), text.excerpt(one["text"])) for one in row["evidence"]),
        blocks=tuple(Blocked(text.one_line(one["what"]), one["tests"]) for one in row["blocks"]),
        title=_words(row, "title"),
        rule=_words(row, "rule"),
        severity_rule=_words(row, "severity_rule"),
        note=_words(row, "note"),
        reproduce=_words(row, "reproduce"),
        next_step=_words(row, "next_step"),
        details=_all_words(row, "details"),
        explains=_all_words(row, "explains"),
        sorts=_all_words(row, "sorts"),
    )


def _words(row: Mapping[str, Any], name: str) -> str:
    return text.one_line(row[name], 600)


def _all_words(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(text.one_line(one, 600) for one in row[name])


def _name(value: str) -> str:
    """An id, which becomes the name of a file: nothing but what this project gives."""
    kind, _, digits = value.rpartition("-")
    if kind not in set(Kind) or not digits.isalnum() or len(digits) > 16:
        raise ValueError(f"id {value}")
    return value
