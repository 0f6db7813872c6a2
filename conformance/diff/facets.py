"""Compares what two shapes of one type say of the value itself: its type, values, range, form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conformance.diff import say
from conformance.diff.shape import RANGES, Bound, Shape, crossed, within
from conformance.diff.shapes import shapes
from conformance.diff.variance import Relation


@dataclass(frozen=True, slots=True)
class Finding:
    """How the vendor's facet stands to the contract's; ``thing`` is what one of them admits and the other does not."""

    keyword: str
    relation: Relation
    contract: str
    vendor: str
    thing: str


def compared(contract: Shape, vendor: Shape) -> Iterator[Finding]:
    """The facets that differ."""
    if contract.type != vendor.type:
        relation = Relation.TIGHTER if vendor.type == "integer" else Relation.WIDER
        yield Finding("type", relation, contract.type, vendor.type, "a number with a fraction")
    if contract.values is None and vendor.values is None:
        yield from _ranges(contract, vendor)
        yield from _forms(contract, vendor)
    else:
        yield from _values(contract, vendor)


# -- lists of values --------------------------------------------------------------------------------------------------


def _values(contract: Shape, vendor: Shape) -> Iterator[Finding]:
    ours, theirs = admitted(contract), admitted(vendor)
    if ours is not None and theirs is not None:
        yield from _two_lists(ours, theirs)
        yield from _forms_besides(ours, contract, vendor)
    elif ours is not None:
        yield from _listed_by_us(ours, contract, vendor)
    elif theirs is not None:
        yield from _listed_by_them(theirs, contract, vendor)


def admitted(shape: Shape) -> frozenset[str] | None:
    """The values that a shape admits, where they can be listed."""
    if shape.values is None and shape.type == "boolean":
        return frozenset({"true", "false"})
    return shape.values


def _two_lists(ours: frozenset[str], theirs: frozenset[str]) -> Iterator[Finding]:
    words = say.values(ours), say.values(theirs)
    if not ours & theirs:
        yield Finding("enum", Relation.APART, *words, "")
        return
    if ours - theirs:
        yield Finding("enum", Relation.TIGHTER, *words, say.values(ours - theirs))
    if theirs - ours:
        yield Finding("enum", Relation.WIDER, *words, say.values(theirs - ours))


def _forms_besides(ours: frozenset[str], contract: Shape, vendor: Shape) -> Iterator[Finding]:
    """A form that the vendor asks of listed values.  A stranger's pattern is never tried: it may take for ever."""
    asked = (vendor.patterns - contract.patterns) | (vendor.formats - contract.formats)
    if asked:
        listed_values = say.values(ours)
        yield Finding("pattern", Relation.PERHAPS_TIGHTER, listed_values, say.quoted(asked), listed_values)


def _listed_by_us(ours: frozenset[str], contract: Shape, vendor: Shape) -> Iterator[Finding]:
    refused = [text for text in ours if not within(vendor, text)]
    if refused:
        relation = Relation.APART if len(refused) == len(ours) else Relation.TIGHTER
        yield Finding("enum", relation, say.values(ours), _described(vendor), say.values(refused))
    else:
        yield from _forms_besides(ours, contract, vendor)
    yield Finding("enum", Relation.SILENT, say.values(ours), f"any {vendor.type}", "another value")


def _listed_by_them(theirs: frozenset[str], contract: Shape, vendor: Shape) -> Iterator[Finding]:
    words = _described(contract), say.values(theirs)
    outside = [text for text in theirs if not (within(contract, text) and _of_form(contract, text))]
    if outside:
        relation = Relation.APART if len(outside) == len(theirs) else Relation.WIDER
        yield Finding("enum", relation, *words, say.values(outside))
    yield Finding("enum", Relation.TIGHTER, *words, "another value")


def _of_form(contract: Shape, text: str) -> bool:
    """Whether a value has the form that the contract's own patterns ask for."""
    value = json.loads(text)
    return not isinstance(value, str) or all(re.search(pattern, value) for pattern in contract.patterns)


def _described(shape: Shape) -> str:
    bounds = [say.bound(end, side, shape.type) for end, side in ((shape.low, "low"), (shape.high, "high")) if end]
    return ", ".join([f"any {shape.type}", *bounds])


# -- ranges -----------------------------------------------------------------------------------------------------------


def _ranges(contract: Shape, vendor: Shape) -> Iterator[Finding]:
    lowest, highest = RANGES.get(contract.type, ("", ""))
    if crossed(contract.low, vendor.high) or crossed(vendor.low, contract.high):
        yield Finding(lowest, Relation.APART, _described(contract), _described(vendor), "")
        return
    least = _meant(contract.low, contract.type)
    its_least = vendor.low if least is not None else _meant(vendor.low, contract.type)
    for keyword, side, ours, theirs in (
        (lowest, "low", least, its_least),
        (highest, "high", contract.high, vendor.high),
    ):
        relation = _bounds(ours, theirs, side)
        if relation is None:
            continue
        edge = theirs if relation is Relation.TIGHTER else ours
        words = say.bound(ours, side, contract.type), say.bound(theirs, side, contract.type)
        yield Finding(keyword, relation, *words, _beyond(edge, side, contract.type))


_COUNTED = ("string", "array", "object")


def _meant(low: Bound | None, type: str) -> Bound | None:
    """A least length of 0 bounds nothing."""
    return None if type in _COUNTED and low == (0, False) else low


def _bounds(ours: Bound | None, theirs: Bound | None, side: str) -> Relation | None:
    if ours == theirs:
        return None
    if theirs is None:
        return Relation.SILENT
    if ours is None:
        return Relation.TIGHTER
    tighter = _order(theirs, side) > _order(ours, side)
    return Relation.TIGHTER if tighter else Relation.WIDER


def _order(bound: Bound, side: str) -> tuple[float, bool]:
    return (bound[0] if side == "low" else -bound[0]), bound[1]


def _beyond(bound: Bound | None, side: str, type: str) -> str:
    """The first value that a bound excludes."""
    number, excluded = bound or (0.0, False)
    step = 0 if excluded else 1 if side == "high" else -1
    if type in _COUNTED:
        return say.sized(number + step, type)
    if type == "number" and not excluded:
        return f"a number {'above' if side == 'high' else 'below'} {say.figure(number)}"
    return f"the number {say.figure(number + step)}"


# -- forms ------------------------------------------------------------------------------------------------------------


def _forms(contract: Shape, vendor: Shape) -> Iterator[Finding]:
    yield from _set("pattern", contract.patterns, vendor.patterns)
    yield from _set("format", contract.formats, vendor.formats)
    yield from _multiples(contract.multiple_of, vendor.multiple_of)
    yield from _uniqueness(contract.unique, vendor.unique)


_FORMS = {"pattern": "form", "format": "format"}


def _set(keyword: str, ours: frozenset[str], theirs: frozenset[str]) -> Iterator[Finding]:
    mine, its = ours - theirs, theirs - ours
    if mine and its:
        relation = Relation.UNKNOWN
    elif mine:
        relation = Relation.SILENT
    else:
        relation = Relation.TIGHTER
    if mine or its:
        before, after = (f"{keyword} {say.quoted(texts)}" if texts else f"no {keyword}" for texts in (ours, theirs))
        yield Finding(keyword, relation, before, after, f"a text of another {_FORMS[keyword]}")


def _multiples(ours: float | None, theirs: float | None) -> Iterator[Finding]:
    if ours == theirs:
        return
    words = tuple("any" if number is None else f"multiples of {say.figure(number)}" for number in (ours, theirs))
    if ours is None or theirs is None:
        relation = Relation.TIGHTER if ours is None else Relation.SILENT
    else:
        tighter, wider = theirs % ours == 0, ours % theirs == 0
        relation = Relation.TIGHTER if tighter else Relation.WIDER if wider else Relation.OVERLAP
    yield Finding("multipleOf", relation, words[0], words[1], "a number between these")


_UNIQUE = {True: "each item once", False: "an item may come twice", None: "not said whether an item may come twice"}


def _uniqueness(ours: bool | None, theirs: bool | None) -> Iterator[Finding]:
    if bool(ours) == bool(theirs):
        return
    words = tuple(_UNIQUE[unique] for unique in (ours, theirs))
    relation = Relation.TIGHTER if theirs else Relation.SILENT if theirs is None else Relation.WIDER
    yield Finding("uniqueItems", relation, words[0], words[1], "an item twice")


# -- nothing in common ------------------------------------------------------------------------------------------------


def apart(one: Shape, other: Shape) -> bool:
    """Whether no value can be of both shapes, by their types, lists of values and members that tell forms apart."""
    if one.type != other.type and {one.type, other.type} != {"integer", "number"}:
        return True
    ours, theirs = admitted(one), admitted(other)
    if ours is not None and theirs is not None:
        return not ours & theirs
    return any(_told_apart(one, other, name) for name in _shared(one, other))


def _shared(one: Shape, other: Shape) -> Iterable[str]:
    return (name for name in one.properties if name in other.properties and name in one.required | other.required)


def _told_apart(one: Shape, other: Shape, name: str) -> bool:
    mine, its = listed(one, name), listed(other, name)
    return mine is not None and its is not None and not mine & its


def listed(shape: Shape, name: str) -> frozenset[str] | None:
    """The values that a member may have, where all of them can be listed."""
    found: set[str] = set()
    forms = shapes(shape.properties.get(name, ()))
    for form in forms:
        if form.values is None:
            return None
        found |= form.values
    return frozenset(found) if forms else None
