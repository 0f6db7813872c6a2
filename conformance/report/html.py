"""``report.html``: one file that opens from disk, asks the network for nothing, and is harmless whatever a server said.

The report is read in the browser of whoever judges a server, and holds what that server wrote.  It stays text, because

- every value is made visible and then escaped, by the template engine and not by the templates, in which nothing is
  marked as safe but the page's own style and script;
- nothing that a server wrote is in a script, a style, an event handler or the address of a link;
- the script reads the table of requirements and the commands, and writes text only;
- the policy in the page's head allows this very style and this very script, and forbids everything else.

However many checks failed, none is left out: the more there are, the less is shown of each, the same bound for all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from conformance.recorder.words import bounded
from conformance.report.fitting import DETAILS, LARGEST, fitting
from conformance.report.page import EXITS, OUTCOMES, SEVERITIES, anchor, page_of
from conformance.report.timeline import as_lines, direction, in_full, timeline
from conformance.report.visible import visible


def render(results: Mapping[str, Any]) -> str:
    """The page, from ``results.json`` alone; the last of :data:`DETAILS` is taken where even that is too large."""
    template = _environment().get_template("report.html.jinja")
    style, script = _asset("report.css"), _asset("report.js")
    shown = {**results, "page": page_of(results), "style": style, "script": script, "policy": _policy()}
    return fitting(DETAILS, LARGEST, lambda detail: template.generate(shown, detail=detail))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("conformance.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=made_visible,
    )
    environment.filters.update(cut=bounded, full=in_full, arguments=as_lines, many=many, lasting=lasting)
    environment.globals.update(
        anchor=anchor,
        timeline=timeline,
        direction=direction,
        fullest=DETAILS[0],
        outcomes=OUTCOMES,
        severities=SEVERITIES,
        exits=EXITS,
    )
    return environment


def made_visible(value: Any) -> Any:
    """What every value goes through before it is escaped; the page's own style and script alone stand as they are."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def many(count: int, noun: str) -> str:
    """``1 event``, ``1,200 events``."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def lasting(seconds: float) -> str:
    """``0.4 s``, ``3 min 5 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"


@cache
def _asset(name: str) -> Markup:
    """The page's own style or script, which stands in it as it is."""
    return Markup((files("conformance.report") / "templates" / name).read_text(encoding="utf-8"))  # noqa: S704


def _policy() -> str:
    """The content security policy of the page."""
    hashes = {kind: _hash(_asset(name)) for kind, name in (("style", "report.css"), ("script", "report.js"))}
    allowed = "; ".join(f"{kind}-src '{digest}'" for kind, digest in hashes.items())
    return f"default-src 'none'; {allowed}; img-src 'none'; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
