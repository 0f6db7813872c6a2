"""The contract's documents: valid by their own standards, consistent with each other, and all of them accounted for."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import validate

from conformance.contract import manifest, page, registry, schemas
from conformance.contract.registry import Registry

ASYNCAPI_SCHEMA = json.loads((Path(__file__).parent / "data/asyncapi-3.0.0.schema.json").read_text(encoding="utf-8"))
NORMATIVE = re.compile(r"\b(MUST NOT|SHOULD NOT|MUST|SHOULD|MAY)\b")


@pytest.fixture(scope="module")
def contract() -> Registry:
    return registry.load()


def refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from refs(item)
    elif isinstance(value, list):
        for item in value:
            yield from refs(item)


def resolve(document: Any, ref: str) -> Any:
    for step in ref.removeprefix("#/").split("/"):
        document = document[step.replace("~1", "/").replace("~0", "~")]
    return document


def test_openapi_is_valid() -> None:
    assert schemas.openapi()["openapi"].startswith("3.1")
    validate(schemas.openapi())


def test_asyncapi_is_valid() -> None:
    assert schemas.asyncapi()["asyncapi"] == "3.0.0"
    errors = list(jsonschema_rs.Draft7Validator(ASYNCAPI_SCHEMA).iter_errors(schemas.asyncapi()))
    assert [f"{list(error.instance_path)}: {error.message[:200]}" for error in errors] == []


@pytest.mark.parametrize(("detail", "valid"), [("\ud800", True), (["\ud800"], False)])
def test_half_of_a_surrogate_pair_is_held_against_a_schema_as_any_other_text(detail: Any, valid: bool) -> None:
    problem = {"type": "about:blank", "title": "no", "status": 400, "code": "INVALID_FRAME", "detail": detail}
    problem["retryable"] = False
    assert (schemas.complaint("openapi:Problem", problem) is None) is valid


@pytest.mark.parametrize("document", [schemas.openapi(), schemas.asyncapi()], ids=["openapi", "asyncapi"])
def test_every_reference_leads_somewhere(document: Any) -> None:
    found = list(refs(document))
    assert found
    for ref in found:
        assert ref.startswith("#/"), f"{ref} leaves the document"
        resolve(document, ref)


def test_every_message_of_an_asyncapi_operation_belongs_to_its_channel() -> None:
    document = schemas.asyncapi()
    for name, operation in document["operations"].items():
        channel = operation["channel"]["$ref"]
        for message in operation["messages"]:
            assert message["$ref"].startswith(f"{channel}/messages/"), f"{name} carries a message of another channel"


def openapi_examples() -> Iterator[tuple[str, Any, Any]]:
    """(place, schema, example) of every media type in the OpenAPI document."""
    document = schemas.openapi()

    def walk(value: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
        if isinstance(value, dict):
            if "schema" in value and ("example" in value or "examples" in value):
                examples = {"example": {"value": value["example"]}} if "example" in value else value["examples"]
                for name, example in examples.items():
                    resolved = resolve(document, example["$ref"]) if "$ref" in example else example
                    yield f"{place}/{name}", value["schema"], resolved["value"]
            for key, item in value.items():
                if key not in ("example", "examples"):
                    yield from walk(item, f"{place}/{key}")
        elif isinstance(value, list):
            for number, item in enumerate(value):
                yield from walk(item, f"{place}/{number}")

    yield from walk(document["paths"], "paths")
    yield from walk(document["components"], "components")


def test_every_openapi_example_validates() -> None:
    components = schemas.openapi()["components"]
    count = 0
    for place, schema, example in openapi_examples():
        validator = jsonschema_rs.Draft202012Validator({**schema, "components": components}, validate_formats=True)
        assert [f"{place}: {error.message}" for error in validator.iter_errors(example)] == []
        count += 1
    assert count > 30


def test_every_asyncapi_example_validates() -> None:
    document = schemas.asyncapi()
    count = 0
    for name, message in document["components"]["messages"].items():
        assert message.get("examples"), f"{name} has no example"
        root = {**message["payload"], "components": document["components"]}
        validator = jsonschema_rs.Draft7Validator(root, validate_formats=True)
        for example in message["examples"]:
            assert [f"{name}: {error.message}" for error in validator.iter_errors(example["payload"])] == []
            count += 1
    assert count >= len(document["components"]["messages"])


def test_every_id_that_the_documents_name_is_a_requirement(contract: Registry) -> None:
    for document in (schemas.openapi(), schemas.asyncapi()):
        named = set(page.ID.findall(json.dumps(document)))
        assert named
        assert named - set(contract.requirements) == set()


def test_every_statement_says_its_level_once(contract: Registry) -> None:
    for entry in contract:
        levels = [word.split()[0] for word in NORMATIVE.findall(entry.statement)]
        assert levels == [entry.level], entry.id


def test_every_entry_has_its_severity_by_rule(contract: Registry) -> None:
    for entry in contract:
        assert (entry.level == "MUST") == (entry.severity != "P3"), entry.id


def test_every_entry_tells_a_reader_something_of_its_own(contract: Registry) -> None:
    for member in ("statement", "impact", "remedy"):
        texts = [getattr(entry, member).strip() for entry in contract]
        assert [text for text in texts if len(text) < 15] == []
    impacts = [entry.impact for entry in contract if not entry.draft]
    assert len(set(impacts)) == len(impacts)


def sentences() -> Iterator[tuple[str, str]]:
    """Every normative sentence, table row or list item of the prose, with the section that holds it."""
    for text in page.sections():
        title = text.splitlines()[0]
        text = re.sub(r"```.*?```", "", text, flags=re.S)
        for block in re.split(r"\n\s*\n|\n(?=\s*[-*|])", text):
            for sentence in re.split(r"(?<=[.:;\]])\s+(?=[A-Z`*])", " ".join(block.split())):
                if NORMATIVE.search(sentence):
                    yield title, sentence


def test_every_normative_sentence_of_the_prose_names_its_entries(contract: Registry) -> None:
    count = 0
    for title, sentence in sentences():
        if title.startswith("# ") and "About" in title:
            continue
        ids = page.ID.findall(sentence)
        assert ids, f"{title}: no requirement stands for: {sentence}"
        levels = {word.split()[0] for word in NORMATIVE.findall(sentence)}
        assert {contract[name].level for name in ids} <= levels, sentence
        count += 1
    assert count > 100


def test_every_entry_is_in_the_prose(contract: Registry) -> None:
    named = set(page.ID.findall("\n".join(page.sections())))
    assert set(contract.requirements) - named == set()
    assert named - set(contract.requirements) == set()


def test_the_page_for_vendors_is_in_step(contract: Registry) -> None:
    committed = (Path(__file__).parent.parent / page.PAGE).read_text(encoding="utf-8")
    assert committed == page.render(contract), "write it anew: nox -s manifest"


def test_every_judged_requirement_has_a_check_and_every_check_a_requirement(contract: Registry) -> None:
    checks = manifest.load()
    judged_by_checks = {name for entry in checks.values() for name in entry.requirements}
    assert judged_by_checks == {entry.id for entry in contract.judged()}


def test_a_requirement_of_both_transports_has_a_check_on_each(contract: Registry) -> None:
    checks = manifest.load().values()
    for requirement in contract.judged():
        if set(requirement.transports) == {"rest", "ws"}:
            mine = {entry.id for entry in checks if requirement.id in entry.requirements}
            assert any(name.endswith("[rest]") for name in mine), requirement.id
            assert any(name.endswith("[ws]") for name in mine), requirement.id


def test_the_manifest_is_in_step_with_the_checks() -> None:
    from conformance.plugin import inventory

    assert dict(manifest.load()) == inventory.found(), "write it anew: nox -s manifest"


def test_the_ladder_has_at_most_fifteen_rungs_and_each_stands_on_those_below(contract: Registry) -> None:
    rungs = contract.rungs()
    assert 0 < len(rungs) <= 15
    for below, above in itertools.pairwise(rungs):
        assert below.id in contract.stands_on(above.id)
