"""Reads what a run left behind: ``results.json`` and the recorded streams beside it.

Whatever is wrong with them is one line (:class:`conformance.usage.UsageError`): these files are carried from machine to
machine, and may come from another suite, be cut short or be edited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs

from conformance.recorder import form
from conformance.recorder.events import Event, from_values, in_order
from conformance.usage import UsageError

RESULTS = "results.json"
LARGEST = 256 * 2**20
"""Bytes of a ``results.json`` that is read; a whole run writes about a twentieth of it."""


def folder_of(where: Path) -> Path:
    """The folder of a report that was named by itself or by its ``results.json``."""
    return where.parent if where.name == RESULTS or where.is_file() else where


def results_at(where: Path) -> dict[str, Any]:
    """The results of a report, or in a file of any name (shape: ``results.schema.json``)."""
    path = where if where.is_file() else folder_of(where) / RESULTS
    results = _parsed(path)
    try:
        error = next(_validator().iter_errors(results), None)
    except UnicodeEncodeError:  # half of a surrogate pair, which a server may send: JSON can say it, the validator not
        error = next(_validator().iter_errors(_told_in_utf8(results)), None)
    if error is not None:
        place = "/".join(map(str, error.instance_path)) or "the whole"
        raise UsageError(
            f"{path}: {place}: is not what this suite writes ({printable(error.message)[:200]}{_writer(results)}); "
            "read it with the suite that wrote it, or run again"
        )
    found: dict[str, Any] = results
    if (stray := next(_strays(found), None)) is not None:
        raise UsageError(f"{path}: {printable(stray)[:200]}: no run writes that; run again")
    return found


def _strays(results: Mapping[str, Any]) -> Iterator[str]:
    """What is named in one place of results and stands in none, or stands on itself: no schema can tell."""
    known = {row["id"]: row for row in results["requirements"]}
    groups = {group["id"] for group in results["groups"]}
    named = {
        "causes": (cause["requirement"] for cause in results["causes"]),
        "checks": (name for check in results["checks"] for name in check["requirements"]),
        "failures": (check["failure"]["clause"] for check in results["checks"] if check["failure"]),
        "advice": results["advice"],
        "service_levels": results["service_levels"]["requirements"],
    }
    for place, names in named.items():
        yield from (f"{place}: {name} is not among the requirements" for name in names if name not in known)
    yield from (f"requirements/{one}: {group} is no group" for one, row in known.items()
                for group in row["groups"] if group not in groups)  # fmt: skip
    try:
        TopologicalSorter({name: row["needs"] for name, row in known.items()}).prepare()
    except CycleError as error:
        yield f"requirements: {' needs '.join(reversed(error.args[1]))}"


def events_at(where: Path) -> list[Event]:
    """Everything that was recorded, on the common clock; each event as ``recorder/stream.schema.json`` has it, but for
    what a suite of another version records besides."""
    folder = folder_of(where)
    if not folder.is_dir():
        raise UsageError(f"{where}: there is no such file; name a report's folder or its {RESULTS}")
    paths = sorted((folder / "streams").glob("*.ndjson"))
    if not paths:
        raise UsageError(f"{folder / 'streams'}: there is no recorded stream; keep streams/ beside {RESULTS}")
    return in_order(event for path in paths for event in _events(path))


def printable(text: str) -> str:
    """Text that a server may have written, as one harmless line of a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _events(path: Path) -> Iterator[Event]:
    whole = 0
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.endswith("\n"):  # a killed process leaves the last one unfinished
                    found = json.loads(line)
                    if (wrong := form.complaint(found)) is not None:
                        raise UsageError(f"{path}:{whole + 1}: {printable(wrong)[:200]}; no run records that")
                    yield from_values(found)
                    whole += 1
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}:{whole + 1}: is no recorded event, as a run writes it") from error


def _parsed(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: is larger than {LARGEST // 2**20} MiB, and so no results of a run")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file; name a report's folder or its {RESULTS}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{error.lineno}: is not valid JSON ({error.msg}); name a whole {RESULTS}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: is not valid JSON: name a whole {RESULTS}") from error


def _told_in_utf8(results: Any) -> Any:
    """The same with another character for each half of a surrogate pair."""
    return json.loads(re.sub("[\ud800-\udfff]", "\ufffd", json.dumps(results, ensure_ascii=False)))


def _writer(found: Any) -> str:
    """Which suite wrote it: mostly that is why it cannot be read."""
    suite = found.get("suite") if isinstance(found, dict) else None
    version = str(suite.get("version")) if isinstance(suite, dict) else ""
    return f"; chat-conformance {version} wrote it" if re.fullmatch(r"[\w.+-]{1,30}", version, re.ASCII) else ""


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    schema = json.loads((files("conformance.report") / "results.schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
