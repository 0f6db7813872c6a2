"""The worklog as Markdown, for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance.garden.model import MEANING, Entry, Kind, Origin, Worklog
from conformance.garden.text import counted, plain

SHOWN = 12
"""So many tests and places are listed of each entry; the rest is counted, and stands in the JSON."""

EXCERPTS = 2
"""So many of its places are quoted."""

ORIGINS = {
    Origin.SERVER: "The server",
    Origin.ENVIRONMENT: "The environment",
    Origin.SUITE: "The test suite",
    Origin.UNKNOWN: "Code or test: what was read does not tell",
}
"""Sections, each with the causes of one origin."""


def render(worklog: Worklog) -> str:
    """The whole worklog."""
    still = [entry for entry in worklog.entries if entry.open]
    return _environment().get_template("worklog.md.jinja").render(
        worklog=worklog,
        entries=still,
        fixed=[entry for entry in worklog.entries if not entry.open],
        origins=[(title, mine) for origin, title in ORIGINS.items()
                 if (mine := [entry for entry in still if entry.origin is origin])],
        kinds=[(kind, MEANING[kind], mine) for kind in Kind if (mine := [one for one in still if one.kind is kind])],
        explained=len({name for entry in still for name in entry.explains}),
    )  # fmt: skip


def render_entry(entry: Entry) -> str:
    """One entry: the generated part of its issue."""
    return _environment().get_template("issue.md.jinja").render(entry=entry, origins=ORIGINS)


def render_index(entries: Iterable[Entry]) -> str:
    """The list of all issues."""
    return _environment().get_template("index.md.jinja").render(entries=list(entries))


def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - Markdown; what strangers wrote goes through the filters below
        loader=PackageLoader("conformance.garden"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(line=line, code=code, block=block, counted=counted)
    environment.globals.update(shown=SHOWN, excerpts=EXCERPTS)
    return environment


def line(value: Any) -> str:
    """Foreign text as one harmless line of Markdown."""
    text = " ".join(plain(str(value)).split())
    text = re.sub(r"[\\`*_{}\[\]<>#|!~&@]", r"\\\g<0>", text)
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", text)


def code(value: Any) -> str:
    """Foreign text as inline code that nothing inside can end."""
    text = " ".join(plain(str(value)).split())
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") or not text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def block(value: Any) -> str:
    """Foreign text as a fenced block that nothing inside can end."""
    text = plain(str(value))
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"
