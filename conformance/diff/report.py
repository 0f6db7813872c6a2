"""An outcome as text for people, as JSON for programs, and as Markdown for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from conformance.diff.compare import ASYNCAPI, OPENAPI, Outcome
from conformance.diff.model import COUNTED, KINDS, Folded, counts, folded

PLACES_SHOWN = 2
IDS_SHOWN = 5

MEANINGS = {
    "missing": "the contract has it, the document does not",
    "incompatible": "the two can never both hold, or the server may send what the contract forbids",
    "narrower": "less is taken than the contract lets a client send",
    "cannot tell": "the document does not say, or the two cannot be compared; this does not count",
    "extra": "only the document has it; this does not count",
}
SIDES = {OPENAPI: "REST", ASYNCAPI: "sockets"}


def text(outcome: Outcome) -> str:
    """For people: by kind, then by place, and a last line with the counts."""
    lines = list(_introduction(outcome))
    for kind, group in _by_kind(outcome):
        lines += ["", f"{kind.upper()} ({len(group)}): {MEANINGS[kind]}"]
        for one in group:
            lines += ["", *_entry(one)] if kind in COUNTED else _in_short(one)
    return "\n".join([*lines, "", summary(outcome)])


def summary(outcome: Outcome) -> str:
    """The counts in one line; those of one origin are counted once."""
    total = counts(outcome.differences)
    costing = ", ".join(f"{total[kind]} {kind}" for kind in KINDS if kind in COUNTED)
    free = ", ".join(f"{total[kind]} {kind}" for kind in KINDS if kind not in COUNTED)
    return f"{costing}; {free} (these do not count)"


def markdown(outcome: Outcome) -> str:
    """For a page: a table for each kind."""
    parts = ["# Differences from the contract", "", *(f"- {_cell(line)}" for line in _introduction(outcome))]
    parts += ["", summary(outcome)]
    for kind, group in _by_kind(outcome):
        parts += ["", f"## {kind.capitalize()}", "", f"{MEANINGS[kind].capitalize()}.", ""]
        parts += ["| where | contract | document | why it matters | requirements |", "|---|---|---|---|---|"]
        parts += [_row(one) for one in group]
    return "\n".join([*parts, ""])


def as_json(outcome: Outcome) -> dict[str, Any]:
    """For programs.

    ``{"contract": "1.0", "documents": {"openapi": NAME}, "conforms": false, "counts": {KIND: N}, "notes": [TEXT],
    "differences": [...]}``.  Each difference is one place, also where several have one origin: ``kind``, ``where`` (the
    operation or channel), ``part``, ``path`` (inside its schema), ``contract``, ``vendor``, ``why``, ``at`` (the place
    in the contract's document; equal for those of one origin, which ``counts`` counts once) and ``requirements``.
    """
    return {
        "contract": outcome.contract,
        "documents": outcome.documents,
        "conforms": outcome.conforms,
        "counts": counts(outcome.differences),
        "notes": list(outcome.notes),
        "differences": [asdict(one) for one in outcome.differences],
    }


def _introduction(outcome: Outcome) -> Iterable[str]:
    for kind, name in outcome.documents.items():
        yield f"{name} ({SIDES[kind]}) against contract {outcome.contract}"
    for kind, side in SIDES.items():
        if kind not in outcome.documents:
            yield f"not compared: {side}, for want of an {kind} document"
    yield from outcome.notes


def _by_kind(outcome: Outcome) -> Iterable[tuple[str, list[Folded]]]:
    found = folded(outcome.differences)
    for kind in KINDS:
        group = [one for one in found if one.difference.kind == kind]
        if group:
            yield kind, group


def _entry(one: Folded) -> list[str]:
    difference = one.difference
    lines = [f"  {one.places[0]}"]
    if len(one.places) > 1:
        lines.append(f"      also      {_listed(one.places[1:], PLACES_SHOWN)}")
    told = {"contract": difference.contract, "document": difference.vendor, "why": difference.why}
    lines += [f"      {label:9} {words}" for label, words in told.items()]
    if one.requirements:
        lines.append(f"      touches   {_listed(one.requirements, IDS_SHOWN)}")
    return lines


def _in_short(one: Folded) -> list[str]:
    """What costs nothing, in two lines."""
    difference = one.difference
    more = f" and {len(one.places) - 1} more" if len(one.places) > 1 else ""
    told = f"contract: {difference.contract}; document: {difference.vendor}; {difference.why}"
    return [f"  {one.places[0]}{more}", f"      {told}"]


def _row(one: Folded) -> str:
    difference = one.difference
    cells = [_listed(one.places, PLACES_SHOWN, "; "), difference.contract, difference.vendor, difference.why]
    return f"| {' | '.join(map(_cell, cells))} | {_listed(one.requirements, IDS_SHOWN)} |"


def _cell(text: str) -> str:
    """Text as Markdown shows it and does not read it."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>()#+!|~" else char for char in text).replace("&", "&amp;")


def _listed(texts: Sequence[str], most: int, between: str = ", ") -> str:
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return between.join(texts[:most]) + more
