"""``report.md`` and ``analysis.md``: what was found, and what that means for the server's parts and for what to do.

Both are rendered from ``results.json`` alone.  Sentences come from :mod:`conformance.report.narrative`; the templates
hold headings, tables and their order.  Whatever a server may have written goes through one of the filters below.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from conformance.contract.registry import SEVERITIES
from conformance.recorder.words import bounded
from conformance.report import components, fitting, narrative, plan
from conformance.report.ladder import Row
from conformance.report.normal import RUN as NORMAL
from conformance.report.remedies import remedy
from conformance.report.timeline import Detail, around
from conformance.report.unjudged import unjudged, why
from conformance.report.visible import one_line, visible
from conformance.verdict.model import ENVIRONMENT, SERVER

DETAILS = (Detail(events=60, line=300, block=20_000), *fitting.DETAILS[1:])
"""How much of each failure is shown, the fullest first: the first at which the document is no larger than it may be."""

LONGEST = 600
"""At most so many characters of a summary or a reason that a server may have lengthened."""

IDS_SHOWN = 12
"""In a row that stands for many requirements or checks, so many are named."""

_STATUSES = ("missing", "refused", "not asked", "working")
_ROWS_FIRST = ("failed", "error", "blocked", "inconclusive", "not_run", "not_applicable", "passed")


def render(results: Row) -> str:
    """``report.md``."""
    shown: dict[str, Any] = dict(
        results,
        say=narrative,
        results=results,
        checks_by=components.by_category(results["checks"]),
        requirements_by=components.by_category(results["requirements"]),
        expected_of=sorted(results["operations"], key=lambda row: _STATUSES.index(row["status"])),
        unjudged=unjudged(results),
        shown=[check for check in results["checks"] if _has_evidence(check)],
        fixes=plan.fixes(results),
        by_id={row["id"]: row for row in results["requirements"]},
        rows=requirement_rows(results),
        fullest=DETAILS[0],
        remedy=remedy,
        is_normal=results["run"]["id"] == NORMAL,
    )  # fmt: skip
    return fitting.fitting(
        DETAILS, fitting.LARGEST, lambda detail: template("report.md.jinja").generate(shown, detail=detail)
    )


def analysis(results: Row) -> str:
    """``analysis.md``."""
    every = components.components(results)
    found = [one for one in every if any(one.requirements[outcome] for outcome in ("passed", "failed", "blocked"))]
    return template("analysis.md.jinja").render(
        **results,
        say=narrative,
        results=results,
        is_normal=results["run"]["id"] == NORMAL,
        by_state={state: [one for one in found if one.state == state] for state in components.STATES},
        untouched=[one.title for one in every if one not in found],
        fixes_by={severity: [fix for fix in plan.fixes(results) if fix.cause["severity"] == severity]
                  for severity in SEVERITIES},
        phases=plan.phases(results),
        by_id={row["id"]: row for row in results["requirements"]},
        reached=not any(cause["origin"] == ENVIRONMENT for cause in results["causes"]),
        server_causes=[cause for cause in results["causes"] if cause["origin"] == SERVER],
    )  # fmt: skip


def requirement_rows(results: Row) -> list[dict[str, Any]]:
    """Each requirement that failed in a row of its own; of the others those together of which the same can be said."""
    together: dict[tuple[str, str], list[Row]] = {}
    for row in results["requirements"]:
        alone = row["id"] if row["outcome"] == "failed" else why(row)
        together.setdefault((row["outcome"], alone), []).append(row)
    order = sorted(together, key=lambda key: (_ROWS_FIRST.index(key[0]), key[1]))
    return [{"ids": [row["id"] for row in rows], "outcome": rows[0]["outcome"].replace("_", " "), "why": why(rows[0]),
             "rows": rows} for rows in (together[key] for key in order)]  # fmt: skip


def _has_evidence(check: Row) -> bool:
    """Whether a check that did not pass has something to show; one that left nothing is named among the unjudged."""
    failure = check["failure"]
    told = failure is not None and (failure["transcript"] or failure["traceback"] or failure["observed"])
    return bool(told) and check["outcome"] != "blocked"


@cache
def template(name: str) -> Template:
    """One of the documents' templates, compiled once in a process: that takes longer than to render it."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - Markdown; what a server controls goes through the filters below
        loader=PackageLoader("conformance.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters = {"line": in_a_line, "block": _block, "frame": _frame, "code": as_code, "inside": _inside, "some": _some}
    environment.filters.update(filters, mix=_mix, short=_short, cut=bounded, log=_log, transcript=_transcript)
    return environment


def in_a_line(value: Any) -> str:
    """Text that a server may have written, as one harmless line of Markdown."""
    text = re.sub(r"[\\`*_{}\[\]<>#|!~&]", r"\\\g<0>", one_line(str(value)))
    # A bare address becomes a link in some renderers.
    text = re.sub(r":(?=//)|(?<=www)\.", r"\\\g<0>", text)
    # GitHub calls whoever is named, escaped or not, but in code; and sets what stands between dollars as a formula.
    text = re.sub(r"@(?=\w)", "`@`", text).replace("$", "&#36;")
    # A list, a rule or the underline of a heading begins with what is harmless anywhere else.
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", text)


def _short(value: Any) -> str:
    """The beginning of a text that a server may have lengthened."""
    return bounded(str(value), LONGEST)


def _block(value: Any, most: int) -> str:
    """A JSON value as a fenced block that nothing inside can end; at most so many characters of it."""
    text = bounded(json.dumps(value, indent=1, ensure_ascii=True) if not isinstance(value, str) else value, most)
    fence = "`" * max(3, 1 + _longest_run_of_backticks(text))
    return f"{fence}json\n{text}\n{fence}"


def as_code(command: str) -> str:
    """A command as a code span that nothing inside can end."""
    text = one_line(command)
    ticks = "`" * (1 + _longest_run_of_backticks(text))
    return f"{ticks}{text}{ticks}" if len(ticks) == 1 else f"{ticks} {text} {ticks}"


def _longest_run_of_backticks(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _inside(text: str) -> str:
    """A line inside a fenced block of text, which it cannot end."""
    return " ".join(visible(text).splitlines()).replace("```", "'''")


def _frame(event: Mapping[str, Any], most: int) -> str:
    """One event of a transcript as a line: when, who, what; at most so many characters of that."""
    left_out = ("ms", "event", "kind", "who", "connection", "headers", "request")
    rest = {key: value for key, value in event.items() if key not in left_out}
    text = json.dumps(rest, ensure_ascii=True)
    return f"{event['ms']:9.1f} ms  {event.get('who') or '':10} {event['kind']:14} {bounded(text, most)}"


def _transcript(check: Row, detail: Detail) -> tuple[Sequence[Row], int]:
    """The events around what the rule that did not hold read, and how many are left out, here and before."""
    failure = check["failure"]
    broken = next((one for one in check["observed"] if not one["holds"]), None)
    events = failure["transcript"]
    _, first, end = around(events, frozenset(broken["events"] if broken is not None else ()), detail.events)
    return events[first:end], failure["omitted"] + len(events) - (end - first)


def _log(lines: Sequence[str], detail: Detail) -> list[str]:
    """The last lines of a server's log, each with its beginning."""
    left = len(lines) - detail.events
    return [*([f"({left} earlier lines left out)"] if left > 0 else []),
            *(bounded(line, detail.line) for line in lines[-detail.events :])]  # fmt: skip


def _some(names: Sequence[str]) -> str:
    """The first names of many, and how many are left out."""
    shown, left = names[:IDS_SHOWN], len(names) - IDS_SHOWN
    return ", ".join(shown) + (f" and {left} more" if left > 0 else "")


def _mix(values: Iterable[str]) -> str:
    """How often each of a few words occurs; a single word alone where all are the same."""
    count = Counter(values)
    return next(iter(count)) if len(count) == 1 else ", ".join(f"{count[word]} {word}" for word in sorted(count))
