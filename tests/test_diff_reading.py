"""Reading documents that strangers wrote: what cannot be used is one line, whatever it is."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.contract import registry as registries
from conformance.contract import schemas
from conformance.diff import load, report
from conformance.diff.compare import compare
from conformance.diff.document import Book, line_of
from conformance.diff.plain import clean
from conformance.usage import UsageError

REGISTRY = registries.load()
OPENAPI_TEXT = registries.documents().joinpath("openapi.yaml").read_text(encoding="utf-8")


def refusal(text: str, name: str = "theirs.yaml") -> str | None:
    """The one line that refuses a text, or nothing where a report can be made of it."""
    try:
        outcome = compare([Book(name, {name: load.parsed(text, name)}, {name: text})], REGISTRY)
    except UsageError as error:
        return str(error)
    lines = [*report.text(outcome).splitlines(), *report.markdown(outcome).splitlines()]
    assert json.dumps(report.as_json(outcome))
    assert [line for line in lines if clean(line, 10_000) != " ".join(line.split())] == []
    return None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", 'theirs.yaml:1: the document must be a mapping with "openapi" or "asyncapi" in it'),
        ("a: b: c", "theirs.yaml:1: this is neither YAML nor JSON: "),
        ("a: b\n\tc: d", "theirs.yaml:2: this is neither YAML nor JSON: "),
        ("title: none", 'theirs.yaml:1: the document has neither "openapi" nor "asyncapi"'),
        ('swagger: "2.0"', "theirs.yaml:1: /swagger is 2.0; Swagger 2 is not read; convert it to OpenAPI 3"),
        ("info: {}\nopenapi: 4.0.0", "theirs.yaml:2: /openapi is 4.0.0; OpenAPI 3.0 and 3.1 are read"),
        ("asyncapi: 2.6.0", "theirs.yaml:1: /asyncapi is 2.6.0; AsyncAPI 3.0 is read; convert it, for instance with"),
        ("openapi: 3.1.0\npaths: []", "theirs.yaml:2: /paths must be a mapping"),
        ("openapi: 3.1.0\npaths:\n  /a:\n    get: 1", "theirs.yaml:4: /paths/~1a/get must be a mapping"),
        ("openapi: 3.1.0\nwhen: !!timestamp 2026-01-01", "theirs.yaml:1: this holds a date, which JSON does not know"),
        ("a: &a [*a]", "theirs.yaml:1: this is nested more than 100 levels deep"),
        ("openapi: 3.1.0\nx: " + "[" * 500 + "]" * 500, "theirs.yaml:1: this is nested more than 100 levels deep"),
        ("openapi: 3.1.0\nn: " + "9" * 5000, "theirs.yaml:1: this holds a value that cannot be read"),
    ],
)
def test_what_is_no_document_is_refused_with_its_line(text: str, said: str) -> None:
    found = refusal(text)
    assert found is not None
    assert found.startswith(said)


def one_line(text: str, name: str = "theirs.yaml") -> None:
    """Holds a refusal, where there is one, to one line."""
    found = refusal(text, name)
    assert found is None or len(found.splitlines()) == 1


def test_json_is_refused_with_its_line() -> None:
    assert refusal('{"openapi": "3.0.0",\n "paths": }', "theirs.json") == (
        "theirs.json:2: this is not JSON: Expecting value"
    )


def test_json_that_is_indented_with_tabs_is_read() -> None:
    text = json.dumps({"openapi": "3.0.3", "paths": {}}, indent="\t")
    assert load.parsed(text, "theirs.json") == {"openapi": "3.0.3", "paths": {}}


def test_anchors_that_double_at_every_step_are_refused() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    assert "its anchors repeat without end" in (refusal("\n".join(["openapi: 3.1.0", *lines])) or "")


def test_anchors_and_merge_keys_are_read() -> None:
    text = "a: &a {type: string}\nb:\n  <<: *a\n  maxLength: 5\nc: *a\n200: {}\nd: 2026-01-01\ne: no"
    assert load.parsed(text, "theirs.yaml") == {
        "a": {"type": "string"},
        "b": {"type": "string", "maxLength": 5},
        "c": {"type": "string"},
        "200": {},
        "d": "2026-01-01",
        "e": "no",
    }


def test_line_of_a_place_is_that_of_its_key() -> None:
    text = "a:\n  b:\n    - c: 1\n    - d: 2\n"
    places: list[tuple[str, ...]] = [("a",), ("a", "b"), ("a", "b", "1"), ("a", "b", "1", "d"), ("a", "none")]
    assert [line_of(text, place) for place in places] == [1, 2, 4, 4, 1]


# -- files ------------------------------------------------------------------------------------------------------------


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(exist_ok=True)
        path.with_suffix(".yaml").write_text(text, encoding="utf-8")
    return folder / "main.yaml"


def test_references_to_files_beside_the_document_are_followed(tmp_path: Path) -> None:
    main = written(
        tmp_path,
        main="openapi: 3.1.0\npaths:\n  /health/chat: {$ref: 'paths/health.yaml'}",
        paths__health="get: {responses: {'200': {$ref: '../shared.yaml#/ok'}}}",
        shared="ok: {description: ok}",
    )
    book = load.read(main)
    assert set(book.files) == {"main.yaml", "paths/health.yaml", "shared.yaml"}
    places = [one.place for one in compare([book], REGISTRY).differences if one.where == "GET /health/chat"]
    assert "GET /health/chat response 200" in places
    assert "GET /health/chat" not in places


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("https://example.test/a.yaml#/b", "leads to another address, and nothing is fetched"),
        ("//example.test/a.yaml", "leads to another address, and nothing is fetched"),
        ("file:///etc/passwd", "leads to another address, and nothing is fetched"),
        ("../outside.yaml", "leads to a file outside the document's folder"),
        ("a/../../outside.yaml", "leads to a file outside the document's folder"),
        ("%2e%2e/outside.yaml", "leads to a file outside the document's folder"),
        ("/etc/passwd", "leads to a file outside the document's folder"),
        ("nowhere.yaml", "nowhere.yaml: there is no such file"),
    ],
)
def test_nothing_is_fetched_and_no_file_outside_the_folder_is_opened(tmp_path: Path, ref: str, said: str) -> None:
    written(tmp_path, outside="secret: true")
    inner = tmp_path / "inner"
    inner.mkdir()
    main = written(inner, main=f"openapi: 3.1.0\npaths: {{/a: {{$ref: '{ref}'}}}}")
    with pytest.raises(UsageError) as error:
        load.read(main)
    assert said in str(error.value)


def test_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path, outside="secret: true")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "link").symlink_to(tmp_path, target_is_directory=True)
    main = written(inner, main="openapi: 3.1.0\npaths: {/a: {$ref: 'link/outside.yaml'}}")
    with pytest.raises(UsageError, match="leads out of the document's folder"):
        load.read(main)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        (b"\xff\xfe\x00", "this is not UTF-8"),
        (b" " * (load.MAX_BYTES + 1), "larger than"),
    ],
)
def test_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "theirs.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=said) as error:
        load.read(path)
    assert str(error.value).startswith(str(path))


def test_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Is a directory"):
        load.read(tmp_path)


def test_two_documents_of_one_kind_are_refused() -> None:
    books = [Book(name, {name: schemas.openapi()}) for name in ("a.yaml", "b.yaml")]
    with pytest.raises(UsageError, match=r"^a.yaml and b.yaml are both openapi documents"):
        compare(books, REGISTRY)


# -- garbage ----------------------------------------------------------------------------------------------------------

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=5) | st.just("#/components"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["$ref", "type", "properties", "items", "allOf", "oneOf", "enum", "if", "then", "required",
                         "get", "post", "schema", "content", "parameters", "minLength", "a"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
documents = st.sampled_from([schemas.openapi(), schemas.asyncapi()])
quiet = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything that lies in a document, each as what holds it and its key there."""
    for key in value if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


@quiet
@given(document=documents, value=plain, share=st.floats(0, 1))
def test_garbage_anywhere_in_a_document_is_refused_or_compared(document: Any, value: Any, share: float) -> None:
    edited = copy.deepcopy(document)
    found = list(places(edited))
    inside, key = found[int(share * (len(found) - 1))]
    inside[key] = value
    one_line(json.dumps(edited), "theirs.json")


@quiet
@given(kind=st.sampled_from(["openapi", "asyncapi"]), rest=st.dictionaries(
    st.sampled_from(["paths", "channels", "operations", "components", "servers", "security"]), plain))  # fmt: skip
def test_garbage_under_a_good_name_is_refused_or_compared(kind: str, rest: dict[str, Any]) -> None:
    one_line(yaml.safe_dump({kind: "3.0.0", **rest}, allow_unicode=True))


@quiet
@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_refused_or_compared(text: str) -> None:
    one_line(text)
    one_line(f"openapi: 3.1.0\npaths: {text}")
    one_line(text, "theirs.json")


@quiet
@given(end=st.integers(0, len(OPENAPI_TEXT)))
def test_document_that_ends_too_early_is_refused_or_compared(end: int) -> None:
    one_line(OPENAPI_TEXT[:end])
