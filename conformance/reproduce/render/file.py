"""PURE: the whole file: what it says of itself, its imports, the story, the rule, and what both need."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cache
from typing import Any

import jinja2

from conformance.reproduce.literals import printable
from conformance.reproduce.render.body import body
from conformance.reproduce.render.commands import UNDONE_BY, controls
from conformance.reproduce.render.imports import imports_of
from conformance.reproduce.render.rule import rule_of
from conformance.reproduce.render.tokens import described
from conformance.reproduce.render.uses import uses
from conformance.reproduce.story import Outside, Story, acting, refs

WITHIN_S = 2.0
"""How long a file waits for anything."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the file says of itself first: what was seen of it, line by line, and how it is called."""

    lines: tuple[str, ...]
    file: str = "reproducer.py"


def rendered(story: Story, shape: str | None, heading: Heading) -> str:
    """The file.  ``shape`` is the source of what a schema demands, where the rule holds something against one; raises
    :class:`conformance.reproduce.bundle.CannotBundle`."""
    bundle = rule_of(story, shape)
    told = body(story, bundle)
    verdict = story.verdict
    given: dict[str, Any] = {
        "heading": [printable(line) for line in heading.lines],
        "file": printable(heading.file),
        "clause": printable(verdict.clause),
        "statement": _paragraph(f"{verdict.clause}: {verdict.statement}"),
        "found": _paragraph(f"The check {story.check} found: {verdict.reason}"),
        "credentials": [described(actor) for actor in acting(story) if actor.label is not None],
        "controls": sorted(controls(story)),
        "undone_by": UNDONE_BY,
        "outside": sorted({ref.variable for ref in refs((story.steps, verdict)) if isinstance(ref, Outside)}),
        "story": told,
        "rule": bundle.source,
        "uses": uses(story, told),
        "within_s": WITHIN_S,
    }
    bare = _template().render(**given, imports=[])
    return _template().render(**given, imports=imports_of(bundle, bare))


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("conformance.reproduce"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - Python, no markup; every text is a literal or printable
    )
    return environment.get_template("reproducer.py.jinja")


def _paragraph(said: str) -> str:
    return "\n".join(textwrap.wrap(printable(said, 900), 110, break_long_words=False, break_on_hyphens=False))
