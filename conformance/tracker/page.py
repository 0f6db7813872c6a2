"""The tracker's page, rendered from its source; what people wrote is put back where it stood."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from conformance.tracker import document
from conformance.tracker.cells import text
from conformance.tracker.document import HAND, Document
from conformance.tracker.issues import forgotten_notes, issues, summary, trend
from conformance.tracker.source import Source, named, status
from conformance.tracker.tables import COLUMNS, KEPT_FIXED, tables


def page(source: Source, old: Document | None = None) -> str:
    """The text of the tracker; everything outside the parts of the old one is as it was."""
    return document.merged(old, document.read(_fresh(source), "the page", mend=True))


def _fresh(source: Source) -> str:
    """The page as one that nobody has changed yet, with people's words in the parts."""
    found = issues(source)
    return _template().render(
        results=source.results,
        run=source.runs[-1],
        trend=trend(source.runs),
        summary=summary(list(source.standings.values())),
        tables=tables(source),
        columns={name: (*columns, *HAND, "Id") for name, columns in COLUMNS.items()},
        issues={word: [one for one in found if one.priority == word] for word in ("high", "medium", "low")},
        forgotten=forgotten_notes(source),
        kept_fixed=KEPT_FIXED,
    )


@cache
def _template() -> Template:
    environment = Environment(  # noqa: S701 - Markdown; what a server controls goes through the filters below
        loader=PackageLoader("conformance.tracker"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(text=text, named=named, status=status)
    return environment.get_template("tracker.md.jinja")
