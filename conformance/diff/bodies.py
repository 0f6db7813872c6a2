"""Bodies: which media types there are, and what each has to hold."""

from __future__ import annotations

from conformance.diff import say
from conformance.diff.document import Node
from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, MISSING, NARROWER, Difference
from conformance.diff.plain import clean
from conformance.diff.schemas import Comparison
from conformance.diff.shape import Schema
from conformance.diff.variance import Presence

PROBLEM_TYPE = "application/problem+json"
PROBLEM = "ERR-PROBLEM-01"
"""The requirement that refusals are of that type."""


def presence_of(node: Node | None) -> Presence:
    """Whether a parameter, header or body is there, and has to be."""
    if node is None:
        return Presence.UNNAMED
    return Presence.REQUIRED if node.flag("required") else Presence.OPTIONAL


def described(node: Node) -> Schema:
    """The schema of a parameter, header or media type; nothing where it has none."""
    schema = node.get("schema")
    if schema is None and node.get("content") is not None:
        schema = next((media.followed().get("schema") for media in node.mapping("content").values()), None)
    return () if schema is None else (schema,)


def media_types(body: Node) -> dict[str, Node]:
    """The media types of a body, without parameters and in small letters."""
    return {name.partition(";")[0].strip().lower(): node.followed() for name, node in body.mapping("content").items()}


def taken(contract: Node, vendor: Node, comparison: Comparison) -> list[Difference]:
    """What clients send: every media type of the contract has to be taken."""
    ours, theirs = media_types(contract), media_types(vendor)
    found: list[Difference] = []
    for name, media in ours.items():
        other = _covering(name, theirs)
        if other is None:
            why = f"a client that sends {name} is refused"
            found.append(Difference(NARROWER, _names(ours), _names(theirs), why, at=f"{contract.pointer}/content"))
        else:
            found += comparison.schemas(described(media), described(theirs[other]))
    more = [name for name in theirs if name not in ours and "*" not in name]
    if more:
        why = "a client need not use it"
        found.append(Difference(EXTRA, _names(ours), _names(theirs), why, at=f"{contract.pointer}/content"))
    return found


def given(contract: Node, vendor: Node, comparison: Comparison) -> list[Difference]:
    """What servers send: no other media type than the contract's."""
    ours, theirs = media_types(contract), media_types(vendor)
    if not ours or not theirs:
        return _one_sided(ours, theirs, contract)
    found: list[Difference] = []
    for name, media in theirs.items():
        own = name if name in ours else _same_family(name, ours) or _within(name, ours)
        if name.endswith("/*") and own is not None:
            why = "the document leaves open which type is sent"
            found.append(Difference(CANNOT_TELL, _names(ours), clean(name), why, at=f"{contract.pointer}/content"))
        elif name not in ours:
            why = "a client that looks at the type does not know what it gets"
            place = f"{contract.pointer}/content"
            ids = (PROBLEM,) if PROBLEM_TYPE in ours else ()
            found.append(Difference(INCOMPATIBLE, _names(ours), clean(name), why, at=place, requirements=ids))
        if own is not None:
            found += comparison.schemas(described(ours[own]), described(media))
    return found


def _one_sided(ours: dict[str, Node], theirs: dict[str, Node], contract: Node) -> list[Difference]:
    if ours:
        why = "a client finds nothing to read"
        return [Difference(MISSING, _names(ours), "no body", why, at=f"{contract.pointer}/content")]
    if theirs:
        return [
            Difference(EXTRA, "no body", _names(theirs), "clients ignore what they do not know", at=contract.pointer)
        ]
    return []


def _covering(name: str, theirs: dict[str, Node]) -> str | None:
    """The vendor's entry for a media type: its own, or a range that holds it."""
    family = name.partition("/")[0]
    return next((one for one in (name, f"{family}/*", "*/*") if one in theirs), None)


def _same_family(name: str, ours: dict[str, Node]) -> str | None:
    """The contract's JSON where the vendor sends JSON under another name, so that what it holds is compared as well."""
    return next((one for one in ours if one.endswith("json") and name.endswith("json")), None)


def _within(name: str, ours: dict[str, Node]) -> str | None:
    """A type of the contract that a range of the vendor's holds."""
    family = name.removesuffix("*")
    return next((one for one in ours if name == "*/*" or (name.endswith("/*") and one.startswith(family))), None)


def _names(media: dict[str, Node]) -> str:
    return clean(", ".join(media)) or say.NOTHING
