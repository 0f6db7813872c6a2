"""``badge.svg`` and ``badge.json``: the verdict in a few words, for a page that links to the report.

Green is only a run that was whole and found every MUST kept.  A partial or an incomplete one is grey, whatever passed.
``badge.json`` is what shields.io reads from an endpoint.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from xml.sax.saxutils import escape

from conformance.recorder.words import bounded
from conformance.report.ladder import Row
from conformance.report.visible import one_line
from conformance.verdict.causes import plural
from conformance.verdict.exits import FINE
from conformance.verdict.model import ENVIRONMENT, SERVER

LABEL = "chat-conformance"
GREEN, RED, AMBER, GREY = "2e7d32", "c62828", "8a5a00", "5f6368"
"""White text on each of them has a contrast of at least 4.5."""

LONGEST = 80

_WIDTHS = (
    (30, "il"), (39, "fjt I.,:;'|!()· "), (47, "r-/[]"), (58, "csz"), (65, "kvxyaeoJLFP"), (70, "nhubdgpq0123456789E"),
    (76, "ABCKRSTVXYZ"), (85, "DGHNOQU"), (94, "wM"), (108, "mW%@"),
)  # fmt: skip
_TENTHS = {letter: width for width, letters in _WIDTHS for letter in letters}
_WIDEST = 110
"""Widths in tenths of a pixel, of the usual badge's typeface at 11 pixels; what is not in the table counts as wide."""


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge says, and on which colour (six hexadecimal digits)."""

    message: str
    color: str


def badge(results: Row) -> Badge:
    """The badge of a run."""
    word, status = results["verdict"]["word"], results["verdict"]["exit_status"]
    if word == "conformant":
        said = f"conformant · {_what(results)}"
        return Badge(said, GREEN) if status == FINE else Badge(f"{said} · exit status {status}", AMBER)
    if word == "non-conformant":
        causes = [one for one in results["causes"] if one["origin"] == SERVER]
        broken = sum(one["requirement"] not in results["advice"] for one in causes)
        return Badge(f"not conformant · {plural(broken, 'cause')}", RED)
    return Badge(f"{word} · {_why(results)}", GREY)


def as_json(results: Row) -> str:
    """``badge.json``."""
    found = badge(results)
    said = {"schemaVersion": 1, "label": LABEL, "message": found.message, "color": found.color}
    return json.dumps(said, indent=1) + "\n"


def as_svg(results: Row) -> str:
    """``badge.svg``: one file that needs nothing else, and says its words to those who do not see it."""
    found = badge(results)
    left, right = width_of(LABEL) + 10, width_of(found.message) + 10
    title = escape(f"{LABEL}: {found.message}", {'"': "&quot;"})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{title}">\n'
        f" <title>{title}</title>\n"
        f' <rect width="{left}" height="20" fill="#444"/>\n'
        f' <rect x="{left}" width="{right}" height="20" fill="#{found.color}"/>\n'
        ' <g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" aria-hidden="true">\n'
        f"  {_text(LABEL, 5)}\n  {_text(found.message, left + 5)}\n </g>\n</svg>\n"
    )


def width_of(text: str) -> int:
    """About how many pixels a text takes; it is fitted to that, so that it is never cut off."""
    return -(-sum(_TENTHS.get(letter, _WIDEST) for letter in text) // 10)


def _text(text: str, x: int) -> str:
    return f'<text x="{x}" y="14" textLength="{width_of(text)}" lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'


def _what(results: Row) -> str:
    without = sorted(results["profile"]["without"])
    limited = f" without {' and '.join(without)}" if without else ""
    name = one_line(f"{results['profile']['name']} {results['suite']['contract_version']}{limited}")
    return bounded(name, LONGEST)


def _why(results: Row) -> str:
    counts = results["counts"]
    if results["run"]["interrupted"]:
        return "interrupted"
    if any(cause["origin"] == ENVIRONMENT for cause in results["causes"]):
        return "server not reached"
    if results["verdict"]["word"] == "partial":
        ran = counts["expected"] - counts["not_run"] - counts["not_applicable"]
        return f"{ran} of {plural(counts['expected'], 'check')}"
    silent = sum(counts[outcome] for outcome in ("not_run", "inconclusive", "error", "blocked"))
    return f"{plural(silent, 'check')} gave no answer"
