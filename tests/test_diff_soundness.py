"""Where no difference is found there is none: schemas drawn by lot, with a validator of others as the judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.diff.document import Book
from conformance.diff.model import EXTRA
from conformance.diff.schemas import Comparison
from conformance.diff.variance import Sender

SCALARS: list[Any] = [None, True, False, 0, 1, 2, 3, 1.5, -1, "", "a", "b", "ab", "abc", [], {}]
NAMES = ("a", "b", "type")


def universe() -> Iterator[Any]:
    """Values of every type, on both sides of every bound that is drawn."""
    yield from SCALARS
    for one in SCALARS:
        yield [one]
        yield [one, one]
        yield {"c": one}
        for name in NAMES:
            yield {name: one}
            yield {"type": "a", name: one}
            yield {"a": "a", "b": 1, name: one}


UNIVERSE = list(universe())
HEALTH = [HealthCheck.too_slow, HealthCheck.filter_too_much]

small = st.integers(0, 3)
texts = st.fixed_dictionaries(
    {"type": st.just("string")},
    optional={"minLength": small, "maxLength": small, "enum": st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1)},
)
numbers = st.fixed_dictionaries(
    {"type": st.sampled_from(["integer", "number"])},
    optional={
        "minimum": small,
        "maximum": small,
        "exclusiveMinimum": small,
        "exclusiveMaximum": small,
        "multipleOf": st.sampled_from([1, 2, 3]),
    },
)
constants = st.one_of(
    st.builds(lambda value: {"const": value}, st.sampled_from(["a", "b", 1, True, None])),
    st.builds(lambda values: {"enum": values}, st.lists(st.sampled_from(["a", "b", 1, 2, None]), min_size=1)),
    st.just({"type": "boolean"}),
    st.just({"type": ["string", "null"]}),
)


def composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    arrays = st.fixed_dictionaries(
        {"type": st.just("array")},
        optional={"items": inner, "minItems": small, "maxItems": small, "uniqueItems": st.booleans()},
    )
    objects = st.fixed_dictionaries(
        {"type": st.just("object")},
        optional={
            "properties": st.dictionaries(st.sampled_from(NAMES), inner),
            "required": st.lists(st.sampled_from(NAMES), unique=True),
            "additionalProperties": st.one_of(st.just(False), inner),
            "minProperties": small,
            "if": st.fixed_dictionaries(
                {"required": st.just(["type"]),
                 "properties": st.builds(lambda value: {"type": {"const": value}}, st.sampled_from(["a", "b"]))}),
            "then": st.one_of(st.just(False), st.builds(lambda name: {"required": [name]}, st.sampled_from(NAMES))),
            "else": st.builds(lambda name: {"required": [name]}, st.sampled_from(NAMES)),
        },
    )  # fmt: skip
    several = st.lists(inner, min_size=1, max_size=3)
    unions = st.builds(lambda parts: {"anyOf": parts}, several)
    both = st.builds(lambda parts: {"allOf": parts}, several)
    return st.one_of(arrays, objects, objects, unions, both)


schemas = st.recursive(st.one_of(texts, numbers, constants), composed, max_leaves=6)


def holding(schema: Any) -> list[Any]:
    """The values of the universe that a schema admits."""
    validator = jsonschema_rs.Draft202012Validator(schema)
    return [value for value in UNIVERSE if validator.is_valid(value)]


def fits(contract: Any, vendor: Any, sender: Sender) -> bool:
    """Whether nothing is found that would be a fault or is not known."""
    ours, theirs = (Book(name, {name: schema}).root for name, schema in (("ours", contract), ("theirs", vendor)))
    return all(one.kind == EXTRA for one in Comparison(sender).schemas((ours,), (theirs,)))


@pytest.mark.parametrize("sender", Sender)
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=HEALTH)
@given(pair=st.tuples(schemas, schemas), alike=st.booleans())
def test_where_nothing_is_found_whatever_is_sent_is_taken(sender: Sender, pair: tuple[Any, Any], alike: bool) -> None:
    contract, vendor = pair
    if alike:  # two that were drawn apart seldom fit: one and a tighter or a wider form of it do
        vendor = {"allOf": [contract, vendor]} if sender is Sender.SERVER else {"anyOf": [contract, vendor]}
    if fits(contract, vendor, sender):
        sent, taken = (contract, vendor) if sender is Sender.CLIENT else (vendor, contract)
        judge = jsonschema_rs.Draft202012Validator(taken)
        known = named_in(contract)
        told = [value for value in holding(sent) if sender is Sender.SERVER or names_of(value) <= known]
        assert [value for value in told if not judge.is_valid(value)] == []


def named_in(schema: Any) -> set[str]:
    """The members that a schema speaks of: of others a client knows nothing, and a server may say what they are."""
    if isinstance(schema, list):
        return set().union(*map(named_in, schema))
    if not isinstance(schema, dict):
        return set()
    own = (
        set(NAMES) | {"c"}
        if "additionalProperties" in schema
        else {*schema.get("properties", ()), *schema.get("required", ())}
    )
    return own.union(*map(named_in, schema.values()))


def names_of(value: Any) -> set[str]:
    """The members of a value, at any depth."""
    if isinstance(value, list):
        return set().union(*map(names_of, value))
    return set(value).union(*map(names_of, value.values())) if isinstance(value, dict) else set()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schema=schemas, sender=st.sampled_from(Sender))
def test_schema_drawn_by_lot_fits_itself(schema: Any, sender: Sender) -> None:
    assert fits(schema, schema, sender)
