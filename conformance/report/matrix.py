"""Many servers beside each other: what each makes of each requirement, as JSON, Markdown and HTML."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance.report.html import made_visible
from conformance.report.markdown import in_a_line

WORDS = {
    "passed": "kept",
    "failed": "BROKEN",
    "blocked": "blocked",
    "not_applicable": "not offered",
    "not_run": "not run",
    "inconclusive": "unknown",
    "error": "error",
    "absent": "not in it",
}
"""What a cell says of each outcome: a word, so that nothing hangs on colour."""

_ABOUT = ("level", "severity", "category", "section", "statement")


def of(reports: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The matrix of these results, by the names of their folders.

    ``servers``: one for each report, in their order; ``requirements``: one for each that any of them judged, with
    ``outcomes`` in the order of the servers.
    """
    by_id = {name: {entry["id"]: entry for entry in results["requirements"]} for name, results in reports.items()}
    known = {name: entry for entries in by_id.values() for name, entry in entries.items()}
    rows = [
        {
            "id": name,
            **{key: entry[key] for key in _ABOUT},
            "outcomes": [_cell(by_id[report].get(name)) for report in reports],
        }
        for name, entry in sorted(known.items(), key=lambda item: (item[1]["section"], item[0]))
    ]
    return {"servers": [_server(name, results) for name, results in reports.items()], "requirements": rows}


def _cell(entry: Mapping[str, Any] | None) -> dict[str, Any]:
    if entry is None:
        return {"outcome": "absent", "blocked_by": None, "reason": "this run judged by another edition of the contract"}
    return {key: entry[key] for key in ("outcome", "blocked_by", "reason")}


def _server(name: str, results: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "report": name,
        "name": results["target"]["server"]["name"],
        "version": results["target"]["server"]["version"],
        "profile": results["profile"]["name"],
        "sentence": results["verdict"]["sentence"],
        "word": results["verdict"]["word"],
        "causes": len(results["causes"]),
        "service_levels": results["service_levels"]["line"],
        "began": results["run"]["began"],
        "suite": results["suite"]["version"],
        "contract": results["suite"]["contract_digest"][:12],
    }


def rendered(matrix: Mapping[str, Any]) -> dict[str, str]:
    """The three documents, by their file names."""
    rows = matrix["requirements"]
    shown = {
        **matrix,
        "words": WORDS,
        "broken": [row for row in rows if _outcomes(row) & _BROKEN],
        "unjudged": (unjudged := [row for row in rows if not _outcomes(row) & _BROKEN and not _outcomes(row) <= _FINE]),
        "silent": [Counter(row["outcomes"][i]["outcome"] for row in unjudged) for i in range(len(matrix["servers"]))],
        "kept": [row for row in rows if _outcomes(row) <= _FINE],
    }
    return {
        "matrix.json": json.dumps(matrix, indent=1, ensure_ascii=False) + "\n",
        "matrix.md": _environment(escape=False).get_template("matrix.md.jinja").render(shown),
        "matrix.html": _environment(escape=True).get_template("matrix.html.jinja").render(shown),
    }


_BROKEN = frozenset({"failed"})
_FINE = frozenset({"passed", "not_applicable"})
"""A server that does not offer what a requirement is about keeps it by offering nothing."""


def _outcomes(row: Mapping[str, Any]) -> frozenset[str]:
    """What the servers make of a requirement, each word once."""
    return frozenset(cell["outcome"] for cell in row["outcomes"])


def _environment(*, escape: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("conformance.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=made_visible if escape else None,
        autoescape=escape,  # noqa: S701 - not for Markdown: there the filter escapes what a server controls
    )
    environment.filters["line"] = in_a_line
    return environment
