"""``report.md``: the verdict, its causes, and what each requirement and check came to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(results: Mapping[str, Any]) -> str:
    """The report as Markdown, from ``results.json`` alone."""
    environment = Environment(  # noqa: S701 - Markdown; what a server controls goes through the filters below
        loader=PackageLoader("conformance.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(line=line, block=_block, frame=_frame)
    return environment.get_template("report.md.jinja").render(results)


def line(value: Any) -> str:
    """Text that a server may have written, as one harmless line of Markdown."""
    text = " ".join(str(value).split())
    text = re.sub(r"[\\`*_{}\[\]<>#|!~&]", r"\\\g<0>", text)
    # A list, a rule or the underline of a heading begins with what is harmless anywhere else.
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", text)


def _block(value: Any) -> str:
    """A JSON value as a fenced block that nothing inside can end."""
    text = json.dumps(value, indent=1, ensure_ascii=True) if not isinstance(value, str) else value
    fence = "`" * max(3, 1 + max((len(run) for run in _runs_of_backticks(text)), default=0))
    return f"{fence}json\n{text}\n{fence}"


def _runs_of_backticks(text: str) -> list[str]:
    return [run for run in "".join(c if c == "`" else " " for c in text).split(" ") if run]


def _frame(event: dict[str, Any]) -> str:
    """One event of a transcript as a line: when, who, what."""
    left_out = ("ms", "event", "kind", "who", "connection", "headers", "request")
    rest = {key: value for key, value in event.items() if key not in left_out}
    text = json.dumps(rest, ensure_ascii=True)
    short = text if len(text) <= 300 else text[:299] + "…"
    return f"{event['ms']:9.1f} ms  {event.get('who') or '':10} {event['kind']:14} {short}"
