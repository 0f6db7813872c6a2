"""Credentials: what the contract asks of a client, and what the vendor's document asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conformance.diff.document import Node
from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, NARROWER, Difference
from conformance.diff.plain import clean

BEARER = "bearer token"
PERHAPS_BEARER = "token of a flow of its own"
NONE = "no credential"

Alternatives = frozenset[frozenset[str]]
"""Ways to be let in, each the credentials that are needed together; an empty one lets everybody in."""

_PUBLIC: Alternatives = frozenset({frozenset()})


def compared(contract: Alternatives, vendor: Alternatives, at: str) -> list[Difference]:
    """The differences for one operation or channel."""
    ours, theirs = contract or _PUBLIC, vendor or _PUBLIC
    words = _words(ours), _words(theirs)
    if ours == theirs or frozenset() in ours & theirs:
        return []
    if frozenset() in theirs:
        return [Difference(INCOMPATIBLE, *words, "anybody is let in without a credential", at=at)]
    if frozenset() in ours:
        return [Difference(NARROWER, *words, "a client without a credential is refused", at=at)]
    found = [one for way in sorted(ours - theirs, key=_word) for one in _lacking(way, theirs, at)]
    more = theirs - ours - {frozenset({PERHAPS_BEARER})}
    if more and not found:
        found.append(Difference(EXTRA, *words, "a client need not use it", at=at))
    return found


def _lacking(way: frozenset[str], theirs: Alternatives, at: str) -> list[Difference]:
    """What to say of a way in that the vendor's document does not have."""
    words = _word(way), _words(theirs)
    if BEARER in way and frozenset({PERHAPS_BEARER}) in theirs:
        why = "whether its token is one that the contract's clients bring in the header is not said"
        return [Difference(CANNOT_TELL, *words, why, at=at)]
    return [Difference(NARROWER, *words, "a client that brings this credential is refused", at=at)]


def _word(way: frozenset[str]) -> str:
    return " with ".join(sorted(clean(name, 60) for name in way)) or NONE


def _words(ways: Alternatives) -> str:
    return " or ".join(sorted(_word(way) for way in ways))


def of_openapi(demands: Sequence[Node], schemes: Mapping[str, Node]) -> Alternatives:
    """The alternatives of an OpenAPI ``security`` list."""
    return frozenset(
        frozenset(kind(schemes[name].followed()) if name in schemes else name for name in demand.members())
        for demand in demands
    )


def kind(scheme: Node) -> str:
    """What a client brings for a security scheme, the same for all that amount to the same."""
    sort = scheme.text("type") or ""
    place, name = scheme.text("in") or "header", scheme.text("name") or ""
    if sort == "http":
        form = (scheme.text("scheme") or "").lower()
        return BEARER if form == "bearer" else f"HTTP {form}"
    if sort in ("oauth2", "openIdConnect"):
        return PERHAPS_BEARER
    if sort in ("apiKey", "httpApiKey"):
        return PERHAPS_BEARER if (place, name.lower()) == ("header", "authorization") else f"{name} in the {place}"
    return sort or "a scheme without a type"
