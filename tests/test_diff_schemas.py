"""Two schemas, keyword by keyword and both ways: what clients send and what servers send are opposite questions."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.diff.document import Book, Node
from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, MISSING, NARROWER, Difference
from conformance.diff.schemas import Comparison
from conformance.diff.variance import PRESENCES, VERDICTS, Presence, Relation, Sender
from conformance.diff.words import why
from conformance.usage import UsageError


def node(schema: Any) -> Node:
    """A schema as the whole of a document."""
    return Book("document", {"document": schema}).root


def compared(contract: Any, vendor: Any, sender: Sender) -> list[Difference]:
    return Comparison(sender).schemas((node(contract),), (node(vendor),))


def kinds(contract: Any, vendor: Any, sender: Sender) -> list[tuple[str, str]]:
    """Kind and path of each difference."""
    return [(one.kind, one.path) for one in compared(contract, vendor, sender)]


def text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


def number(**more: Any) -> dict[str, Any]:
    return {"type": "number", **more}


def whole(**more: Any) -> dict[str, Any]:
    return {"type": "integer", **more}


def array(**more: Any) -> dict[str, Any]:
    return {"type": "array", **more}


def thing(*required: str, **properties: Any) -> dict[str, Any]:
    """An object with these members, those in ``required`` required."""
    return {"type": "object", "required": list(required), "properties": properties}


CLOSED = {"additionalProperties": False}
SAID = thing("type", "content", type={"const": "said"}, content=text())
LEFT = thing("type", "reason", type={"const": "left"}, reason=text())
SAID_BUT_OPTIONAL = thing("type", type={"const": "said"}, content=text())

# (contract, vendor, what that is where clients send, and where servers send): a path stands behind the kind.
KEYWORDS: dict[str, tuple[Any, Any, list[str], list[str]]] = {
    "type: another": (text(), whole(), ["incompatible"], ["incompatible"]),
    "type: one less": ({"type": ["string", "null"]}, text(), ["narrower"], []),
    "type: one more": (text(), {"type": ["string", "null"]}, ["extra"], ["incompatible"]),
    "type: some of each": (
        {"type": ["string", "null"]}, {"type": ["string", "integer"]}, ["narrower", "extra"], ["incompatible"]),
    "type: none said": (text(), {}, ["cannot tell"], ["cannot tell"]),
    "type: integer for number": (number(), whole(), ["narrower"], []),
    "type: number for integer": (whole(), number(), ["extra"], ["incompatible"]),
    "nullable: more": (text(), text(nullable=True), ["extra"], ["incompatible"]),
    "nullable: the same in the words of 3.0": ({"type": ["string", "null"]}, text(nullable=True), [], []),
    "nullable: the same as an alternative": (
        {"type": ["string", "null"]}, {"anyOf": [text(), {"type": "null"}]}, [], []),
    "nullable: beside a composition": (
        {"type": ["string", "null"]}, {"nullable": True, "allOf": [text()]}, [], []),
    "enum: one less": ({"enum": ["a", "b"]}, {"enum": ["a"]}, ["narrower"], []),
    "enum: one more": ({"enum": ["a"]}, {"enum": ["a", "b"]}, ["extra"], ["incompatible"]),
    "enum: some of each": ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, ["narrower", "extra"], ["incompatible"]),
    "enum: in another order": ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}, [], []),
    "enum: only theirs": (text(), {"enum": ["a"]}, ["narrower"], []),
    "enum: only theirs, one outside": (
        text(minLength=1), {"enum": ["a", ""]}, ["narrower", "extra"], ["incompatible"]),
    "enum: only theirs, one of another form": (
        text(pattern="^a"), {"enum": ["a", "b"]}, ["narrower", "extra"], ["incompatible"]),
    "enum: only ours": ({"enum": ["a"]}, text(), ["cannot tell"], ["cannot tell"]),
    "enum: only ours, one outside": (
        {"enum": ["a", "long"]}, text(maxLength=2), ["narrower", "cannot tell"], ["cannot tell"]),
    "enum: only ours, their pattern": (
        {"enum": ["a"]}, text(pattern="a"), ["cannot tell", "cannot tell"], ["cannot tell"]),
    "enum: as single alternatives": ({"enum": ["a", "b"]}, {"oneOf": [{"const": "a"}, {"const": "b"}]}, [], []),
    "const: another": ({"const": 1}, {"const": 2}, ["incompatible"], ["incompatible"]),
    "const: of another type": ({"const": "1"}, {"const": 1}, ["incompatible"], ["incompatible"]),
    "const: 1 is 1.0": ({"const": 1}, {"const": 1.0}, [], []),
    "const: true for boolean": ({"const": True}, {"type": "boolean"}, ["extra"], ["incompatible"]),
    "const: boolean for true": ({"type": "boolean"}, {"const": True}, ["narrower"], []),
    "minLength: more": (text(minLength=1), text(minLength=2), ["narrower"], []),
    "minLength: less": (text(minLength=2), text(minLength=1), ["extra"], ["incompatible"]),
    "minLength: only theirs": (text(), text(minLength=1), ["narrower"], []),
    "minLength: only ours": (text(minLength=1), text(), ["cannot tell"], ["cannot tell"]),
    "minLength: 0 is none": (text(minLength=0), text(), [], []),
    "minLength: none is 0": (text(), text(minLength=0), [], []),
    "maxLength: less": (text(maxLength=9), text(maxLength=5), ["narrower"], []),
    "maxLength: more": (text(maxLength=5), text(maxLength=9), ["extra"], ["incompatible"]),
    "maxLength: only theirs": (text(), text(maxLength=9), ["narrower"], []),
    "maxLength: only ours": (text(maxLength=9), text(), ["cannot tell"], ["cannot tell"]),
    "maxLength: below minLength": (text(minLength=9), text(maxLength=5), ["incompatible"], ["incompatible"]),
    "pattern: only theirs": (text(), text(pattern="^a"), ["narrower"], []),
    "pattern: only ours": (text(pattern="^a"), text(), ["cannot tell"], ["cannot tell"]),
    "pattern: another": (text(pattern="^a"), text(pattern="^b"), ["cannot tell"], ["cannot tell"]),
    "pattern: ours and another": (
        text(pattern="^a"), {"allOf": [text(pattern="^a"), text(pattern="b$")]}, ["narrower"], []),
    "format: only theirs": (text(), text(format="uuid"), ["narrower"], []),
    "format: only ours": (text(format="date-time"), text(), ["cannot tell"], ["cannot tell"]),
    "format: another": (text(format="uuid"), text(format="email"), ["cannot tell"], ["cannot tell"]),
    "format: one that excludes nothing": (whole(), whole(format="int64"), [], []),
    "format: int32 is a range": (whole(minimum=0), whole(format="int32", minimum=0), ["narrower"], []),
    "minimum: more": (whole(minimum=1), whole(minimum=2), ["narrower"], []),
    "minimum: less": (whole(minimum=1), whole(minimum=0), ["extra"], ["incompatible"]),
    "minimum: only theirs": (whole(), whole(minimum=0), ["narrower"], []),
    "minimum: only ours": (whole(minimum=0), whole(), ["cannot tell"], ["cannot tell"]),
    "maximum: less": (number(maximum=9), number(maximum=5), ["narrower"], []),
    "maximum: more": (number(maximum=5), number(maximum=9), ["extra"], ["incompatible"]),
    "maximum: below minimum": (number(minimum=9), number(maximum=5), ["incompatible"], ["incompatible"]),
    "exclusiveMinimum: more": (number(minimum=0), number(exclusiveMinimum=0), ["narrower"], []),
    "exclusiveMinimum: less": (number(exclusiveMinimum=0), number(minimum=0), ["extra"], ["incompatible"]),
    "exclusiveMinimum: the same of integers": (whole(minimum=1), whole(exclusiveMinimum=0), [], []),
    "exclusiveMinimum: the same in the words of 3.0": (
        number(exclusiveMinimum=0), number(minimum=0, exclusiveMinimum=True), [], []),
    "exclusiveMaximum: more": (number(maximum=9), number(exclusiveMaximum=9), ["narrower"], []),
    "exclusiveMaximum: the same of integers": (whole(maximum=9), whole(exclusiveMaximum=10), [], []),
    "multipleOf: only theirs": (whole(), whole(multipleOf=2), ["narrower"], []),
    "multipleOf: only ours": (whole(multipleOf=2), whole(), ["cannot tell"], ["cannot tell"]),
    "multipleOf: a multiple": (whole(multipleOf=2), whole(multipleOf=4), ["narrower"], []),
    "multipleOf: a part": (whole(multipleOf=4), whole(multipleOf=2), ["extra"], ["incompatible"]),
    "multipleOf: neither": (whole(multipleOf=4), whole(multipleOf=6), ["narrower"], ["incompatible"]),
    "minItems: more": (array(minItems=1), array(minItems=2), ["narrower"], []),
    "minItems: less": (array(minItems=1), array(minItems=0), ["extra"], ["incompatible"]),
    "maxItems: less": (array(maxItems=9), array(maxItems=5), ["narrower"], []),
    "maxItems: more": (array(maxItems=5), array(maxItems=9), ["extra"], ["incompatible"]),
    "uniqueItems: only theirs": (array(), array(uniqueItems=True), ["narrower"], []),
    "uniqueItems: only ours": (array(uniqueItems=True), array(), ["cannot tell"], ["cannot tell"]),
    "uniqueItems: theirs false": (array(uniqueItems=True), array(uniqueItems=False), ["extra"], ["incompatible"]),
    "items: another": (array(items=text()), array(items=whole()), ["incompatible /[]"], ["incompatible /[]"]),
    "items: only theirs": (array(), array(items=text()), ["narrower /[]"], []),
    "items: only ours": (array(items=text()), array(), ["cannot tell /[]"], ["cannot tell /[]"]),
    "items: true says nothing": (array(), array(items=True), [], []),
    "minProperties: more": ({"type": "object"}, {"type": "object", "minProperties": 1}, ["narrower"], []),
    "maxProperties: less": (
        {"type": "object", "maxProperties": 9}, {"type": "object", "maxProperties": 5}, ["narrower"], []),
    "required: only theirs": (thing(a=text()), thing("a", a=text()), ["narrower /a"], []),
    "required: only ours": (thing("a", a=text()), thing(a=text()), ["extra /a"], ["incompatible /a"]),
    "required: without a description": (
        {"type": "object", "required": ["a"]}, {"type": "object"}, ["missing /a"], ["missing /a"]),
    "properties: one required less": (thing("a", a=text()), thing(), ["missing /a"], ["missing /a"]),
    "properties: one optional less": (thing(a=text()), thing(), ["missing /a"], ["cannot tell /a"]),
    "properties: one required more": (thing(), thing("a", a=text()), ["narrower /a"], ["extra /a"]),
    "properties: one optional more": (thing(), thing(a=text()), ["extra /a"], ["extra /a"]),
    "properties: one of another form": (
        thing(a=text()), thing(a=whole()), ["incompatible /a"], ["incompatible /a"]),
    "properties: a name that a pointer escapes": (
        thing(**{"a/b~": text()}), thing(), ["missing /a~1b~0"], ["cannot tell /a~1b~0"]),
    "properties: ours false": (thing(a=False), thing(a=text()), ["extra /a"], ["incompatible /a"]),
    "properties: ours false, theirs not named": (thing(a=False), thing(), [], []),
    "properties: theirs false": (thing(a=text()), thing(a=False), ["missing /a"], []),
    "additionalProperties: theirs false": (thing(), {**thing(), **CLOSED}, ["narrower /*"], []),
    "additionalProperties: ours false": ({**thing(), **CLOSED}, thing(), ["cannot tell /*"], ["cannot tell /*"]),
    "additionalProperties: both false": ({**thing(), **CLOSED}, {**thing(), **CLOSED}, [], []),
    "additionalProperties: ours false, theirs described": (
        {**thing(), **CLOSED}, thing() | {"additionalProperties": text()}, ["extra /*"], ["incompatible /*"]),
    "additionalProperties: ours false, one more": (
        {**thing(), **CLOSED}, {**thing(a=text()), **CLOSED}, ["extra /a"], ["incompatible /a"]),
    "additionalProperties: theirs false, one required less": (
        thing("a", a=text()), {**thing(), **CLOSED}, ["missing /a", "narrower /*"], ["missing /a"]),
    "additionalProperties: theirs false, one optional less": (
        thing(a=text()), {**thing(), **CLOSED}, ["missing /a", "narrower /*"], []),
    "additionalProperties: another form": (
        {"type": "object", "additionalProperties": text()}, {"type": "object", "additionalProperties": whole()},
        ["incompatible /*"], ["incompatible /*"]),
    "additionalProperties: only ours": (
        {"type": "object", "additionalProperties": text()}, {"type": "object"}, ["cannot tell /*"], ["cannot tell /*"]),
    "additionalProperties: only theirs": (
        {"type": "object"}, {"type": "object", "additionalProperties": text()}, ["narrower /*"], []),
    "additionalProperties: ours hold for theirs": (
        {"type": "object", "additionalProperties": text()}, thing(a=whole()) | {"additionalProperties": text()},
        ["incompatible /a"], ["incompatible /a"]),
    "unevaluatedProperties: theirs false": (
        thing(), {"allOf": [thing()], "unevaluatedProperties": False}, ["narrower /*"], []),
    "readOnly: a client never sends it": (thing(), thing("a", a=text(readOnly=True)), [], ["extra /a"]),
    "writeOnly: a server never sends it": (thing(), thing("a", a=text(writeOnly=True)), ["narrower /a"], []),
    "default: another": (text(default="a"), text(default="b"), ["incompatible"], []),
    "default: only theirs": (text(), text(default="b"), [], []),
    "description: says nothing": (text(description="a"), text(description="b", title="c", example="d"), [], []),
    "allOf: the same in parts": (thing("a", a=text()), {"allOf": [{"type": "object"}, thing("a", a=text())]}, [], []),
    "allOf: tighter in a part": (
        text(maxLength=9), {"allOf": [text(maxLength=9), text(maxLength=5)]}, ["narrower"], []),
    "oneOf: one form less": (
        {"oneOf": [SAID, LEFT]}, {"oneOf": [SAID]}, ["narrower"], ["missing {type=left}"]),
    "oneOf: one form more": ({"oneOf": [SAID]}, {"oneOf": [SAID, LEFT]}, ["extra"], ["incompatible"]),
    "oneOf: in another order, as anyOf": ({"oneOf": [SAID, LEFT]}, {"anyOf": [LEFT, SAID]}, [], []),
    "oneOf: a difference in one form": (
        {"oneOf": [SAID, LEFT]}, {"oneOf": [LEFT, SAID_BUT_OPTIONAL]},
        ["extra {type=said}/content"], ["incompatible {type=said}/content"]),
    "anyOf: a form within another": (
        {"anyOf": [thing(a=text()), thing("a", a=text())]}, {"anyOf": [thing("a", a=text()), thing(a=text())]}, [], []),
    "anyOf: one form twice": ({"anyOf": [thing(), thing()]}, {"anyOf": [thing(), thing()]}, [], []),
    "not: only theirs": (text(), text(**{"not": {"const": "a"}}), ["cannot tell"], []),
    "not: only ours": (text(**{"not": {"const": "a"}}), text(), ["cannot tell"], ["cannot tell"]),
    "not: the same": (text(**{"not": {"enum": ["a", "b"]}}), text(**{"not": {"enum": ["b", "a"]}}), [], []),
    "not: another": (
        text(**{"not": {"const": "a"}}), text(**{"not": {"const": "b"}}), ["cannot tell"], ["cannot tell"]),
    "patternProperties: only theirs": (thing(), {**thing(), "patternProperties": {"^x_": text()}}, ["cannot tell"], []),
    "propertyNames: only theirs": (thing(), {**thing(), "propertyNames": text(maxLength=9)}, ["cannot tell"], []),
    "dependentRequired: only theirs": (
        thing(a=text()), {**thing(a=text()), "dependentRequired": {"a": ["b"]}}, ["cannot tell"], []),
    "contains: only ours": (array(contains=text()), array(), ["cannot tell"], ["cannot tell"]),
    "prefixItems: another": (
        array(prefixItems=[text()]), array(prefixItems=[whole()]), ["cannot tell"], ["cannot tell"]),
    "a schema: ours true": (True, text(), ["narrower"], []),
    "a schema: theirs true": (text(), True, ["cannot tell"], ["cannot tell"]),
    "a schema: theirs false": (text(), False, ["incompatible"], []),
}  # fmt: skip


def told(found: list[tuple[str, str]]) -> list[str]:
    return sorted(f"{kind} {path}".strip() for kind, path in found)


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_what_clients_send_must_be_taken(keyword: str) -> None:
    contract, vendor, expected, _ = KEYWORDS[keyword]
    assert told(kinds(contract, vendor, Sender.CLIENT)) == sorted(expected)


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_what_servers_send_must_be_allowed(keyword: str) -> None:
    contract, vendor, _, expected = KEYWORDS[keyword]
    assert told(kinds(contract, vendor, Sender.SERVER)) == sorted(expected)


@pytest.mark.parametrize("keyword", KEYWORDS)
@pytest.mark.parametrize("sender", Sender)
def test_a_schema_does_not_differ_from_itself(keyword: str, sender: Sender) -> None:
    for schema in KEYWORDS[keyword][:2]:
        assert compared(schema, schema, sender) == []


def test_every_relation_and_every_pair_of_presences_has_its_verdict() -> None:
    assert set(VERDICTS) == {(relation, sender) for relation in Relation for sender in Sender}
    assert [key for key, kind in VERDICTS.items() if (kind is None) == bool(why(*key, "it"))] == []
    silent = {
        (contract, vendor, sender)
        for contract in Presence
        for vendor in Presence
        for sender in Sender
        if (contract, vendor, sender) not in PRESENCES
    }
    excluded = {Presence.UNNAMED, Presence.BARRED}
    for contract, vendor, sender in silent:
        fits = contract is vendor or {contract, vendor} <= excluded
        promises_more = sender is Sender.SERVER and contract is Presence.OPTIONAL
        assert fits or promises_more, (contract, vendor, sender)


# -- conditions -------------------------------------------------------------------------------------------------------


def when(value: str, **then: Any) -> dict[str, Any]:
    return {"if": {"required": ["type"], "properties": {"type": {"const": value}}}, "then": then["then"]}


EVENT = {**thing("type", type=text()), "allOf": [when("said", then=SAID), when("left", then=LEFT)]}


def test_condition_that_what_is_sent_meets_is_applied() -> None:
    assert kinds(EVENT, SAID, Sender.SERVER) == []
    assert kinds(EVENT, SAID_BUT_OPTIONAL, Sender.SERVER) == [(INCOMPATIBLE, "{type=said}/content")]


def test_condition_that_what_is_sent_never_meets_is_left_out() -> None:
    assert kinds(EVENT, thing("type", type={"const": "x_other"}), Sender.SERVER) == []


def test_condition_is_met_by_each_form_that_the_vendor_sends() -> None:
    vendor = {"oneOf": [SAID_BUT_OPTIONAL, LEFT]}
    assert kinds(EVENT, vendor, Sender.SERVER) == [(INCOMPATIBLE, "{type=said}/content")]


def test_condition_of_which_nothing_is_known_cannot_be_told() -> None:
    found = compared(EVENT, thing("type", type=text()), Sender.SERVER)
    assert [(one.kind, one.contract, one.vendor) for one in found] == [
        (CANNOT_TELL, "a rule where type=said", "no such rule"),
        (CANNOT_TELL, "a rule where type=left", "no such rule"),
    ]


def test_condition_that_both_have_is_compared_branch_by_branch() -> None:
    vendor = {**thing("type", type=text()), "allOf": [when("said", then=SAID_BUT_OPTIONAL), when("left", then=LEFT)]}
    assert kinds(EVENT, vendor, Sender.SERVER) == [(INCOMPATIBLE, "{type=said}/content")]
    assert kinds(EVENT, vendor, Sender.CLIENT) == [(EXTRA, "{type=said}/content")]


def test_condition_of_the_vendor_alone_narrows_what_clients_may_send_where_they_meet_it() -> None:
    demanding = {**thing("type", type=text(), content=text()), **when("said", then={"required": ["content"]})}
    assert kinds(SAID_BUT_OPTIONAL, demanding, Sender.CLIENT) == [
        (CANNOT_TELL, "/type"),
        (NARROWER, "{type=said}/content"),
    ]
    assert kinds(thing("type", type=text(), content=text()), demanding, Sender.CLIENT) == [(CANNOT_TELL, "")]
    assert kinds(thing("type", type=text(), content=text()), demanding, Sender.SERVER) == []


def test_condition_that_excludes_what_the_vendor_sends_is_incompatible() -> None:
    excluding = {**thing("type", type=text(), content=text()), "allOf": [when("said", then=False)]}
    assert [one.kind for one in compared(excluding, SAID, Sender.SERVER)] == [INCOMPATIBLE]
    assert kinds(excluding, thing("type", type=text(), content=text()), Sender.SERVER) == [(CANNOT_TELL, "")]


def test_condition_with_else() -> None:
    either = {
        **thing("ok", ok={"type": "boolean"}, why=text()),
        "if": {"required": ["ok"], "properties": {"ok": {"const": True}}},
        "else": {"required": ["why"]},
    }
    bad = thing("ok", ok={"const": False}, why=text())
    assert kinds(either, bad, Sender.SERVER) == [(INCOMPATIBLE, "/why")]
    assert kinds(either, thing("ok", ok={"const": True}, why=text()), Sender.SERVER) == []


# -- forms that no discriminator tells apart --------------------------------------------------------------------------


def test_form_is_held_against_the_one_that_it_shares_most_members_with() -> None:
    whole_thing = thing("id", "title", "people", id=text(), title=text(), people=whole())
    preview = thing("id", "open", id=text(), open={"type": "boolean"})
    vendor = {"oneOf": [thing("id", "title", id=text(), title=text(), people=whole()), preview]}
    assert kinds({"oneOf": [whole_thing, preview]}, vendor, Sender.SERVER) == [(INCOMPATIBLE, "/people")]


def test_discriminator_tells_forms_apart_that_name_no_value() -> None:
    said = thing("type", "content", type=text(), content=text())
    left = thing("type", "reason", type=text(), reason=text())
    refs = {"said": "#/$defs/Said", "left": "#/$defs/Left"}
    vendor = {
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "type", "mapping": refs},
        "$defs": {"Said": said, "Left": left},
    }
    assert kinds({"oneOf": [SAID, LEFT]}, vendor, Sender.SERVER) == []
    assert kinds({"oneOf": [SAID]}, vendor, Sender.SERVER) == [(INCOMPATIBLE, "")]
    del vendor["discriminator"]
    assert CANNOT_TELL in {kind for kind, _ in kinds({"oneOf": [SAID, LEFT]}, vendor, Sender.SERVER)}


# -- references -------------------------------------------------------------------------------------------------------


def test_schemas_that_hold_themselves_are_compared_once() -> None:
    tree = {"$ref": "#/$defs/tree", "$defs": {"tree": thing("name", name=text(), inner={"$ref": "#/$defs/tree"})}}
    other = {"$ref": "#/$defs/node", "$defs": {"node": thing(name=text(), inner={"$ref": "#/$defs/node"})}}
    assert kinds(tree, tree, Sender.SERVER) == []
    assert kinds(tree, other, Sender.SERVER)[0] == (INCOMPATIBLE, "/name")


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"allOf": [{"$ref": "#"}]},
        {"anyOf": [{"$ref": "#/anyOf/0"}]},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
    ],
    ids=["itself", "inside allOf", "an alternative", "two in a ring"],
)
def test_a_schema_that_is_nothing_but_itself_is_refused_in_one_line(schema: Any) -> None:
    with pytest.raises(UsageError, match=r"^document:1: .*refers to itself"):
        compared(text(), schema, Sender.SERVER)


def test_reference_and_what_stands_beside_it_both_hold() -> None:
    vendor = {"$ref": "#/$defs/a", "maxLength": 5, "$defs": {"a": text(minLength=1)}}
    assert kinds(text(minLength=1, maxLength=5), vendor, Sender.SERVER) == []


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"$ref": "#/nowhere"}, "refers to #/nowhere, which does not exist"),
        ({"type": "text"}, "/type must be one of"),
        ({"type": "string", "maxLength": "9"}, "/maxLength must be a number"),
        ({"type": "object", "required": "a"}, "/required must be a list"),
        ({"type": "object", "properties": []}, "/properties must be a mapping"),
        ({"type": "integer", "multipleOf": 0}, "multipleOf must be above 0"),
        ("string", "must be a schema"),
        ({"oneOf": [{"type": "string", "minLength": n} for n in range(70)]}, "more than 64 alternatives"),
    ],
)
def test_a_schema_that_is_none_is_refused_in_one_line(schema: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refusal:
        compared(thing(), schema, Sender.SERVER)
    assert len(str(refusal.value).splitlines()) == 1


def test_alternatives_that_double_at_every_step_are_read_once() -> None:
    defs = {f"s{n}": {"oneOf": [{"$ref": f"#/$defs/s{n + 1}"}, {"$ref": f"#/$defs/s{n + 1}"}]} for n in range(20)}
    schema = {"$ref": "#/$defs/s0", "$defs": {**defs, "s20": {"const": "end"}}}
    assert kinds({"const": "end"}, schema, Sender.SERVER) == []


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contract", "vendor", "sender", "words"),
    [
        (text(maxLength=500), text(maxLength=80), Sender.CLIENT,
         ("at most 500 characters", "at most 80 characters", "a client that sends a text of 81 characters is refused")),
        (text(minLength=1), text(minLength=0), Sender.SERVER,
         ("at least 1 character", "at least 0 characters", "a client may get an empty text")),
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, Sender.CLIENT,
         ('"a", "b"', '"a"', 'a client that sends "b" is refused')),
        (text(), {"type": ["string", "null"]}, Sender.SERVER,
         ("string", "string or null", "a client may get null")),
        (array(maxItems=1), array(maxItems=2), Sender.SERVER,
         ("at most 1 item", "at most 2 items", "a client may get a list of 2 items")),
        (whole(minimum=1), whole(), Sender.SERVER,
         ("at least 1", "no bound", "whether a client may get the number 0 is not said")),
        (text(), text(pattern="\u001b[31m"), Sender.CLIENT,
         ("no pattern", 'pattern "\\u001b[31m"', "a client that sends a text of another form is refused")),
    ],
)  # fmt: skip
def test_a_difference_says_what_each_says_and_why_it_matters(
    contract: Any, vendor: Any, sender: Sender, words: tuple[str, str, str]
) -> None:
    (found,) = compared(contract, vendor, sender)
    assert (found.contract, found.vendor, found.why) == words


def test_missing_member_is_said_to_be_missed() -> None:
    (found,) = compared(thing("a", a=text()), thing(), Sender.SERVER)
    assert (found.kind, found.contract, found.vendor) == (MISSING, "required", "not in the document")
    assert found.at == "#/properties/a"
