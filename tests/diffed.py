"""The contract's own documents, edits of them, and what is told of the differences."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conformance.contract import registry as registries
from conformance.contract import schemas
from conformance.diff.compare import Outcome, compare
from conformance.diff.document import Book
from conformance.diff.model import folded

REGISTRY = registries.load()
PARLOUR = Path(__file__).parent / "data" / "parlour-openapi.json"


def outcome(document: Any, *without: str) -> Outcome:
    """A document, as its vendor's, against the contract."""
    return compare([Book("theirs.yaml", {"theirs.yaml": document})], REGISTRY, without)


def told(document: Any, *without: str) -> list[tuple[str, str]]:
    """Kind and first place of each difference, those of one origin once."""
    return [(one.difference.kind, one.places[0]) for one in folded(outcome(document, *without).differences)]


def rest() -> Any:
    return copy.deepcopy(schemas.openapi())


def sockets() -> Any:
    return copy.deepcopy(schemas.asyncapi())


def at(document: Any, *path: str) -> Any:
    for step in path:
        document = document[step]
    return document


def put(value: Any, *path: str) -> Callable[[Any], None]:
    """The edit that puts a value at a place."""

    def edit(document: Any) -> None:
        at(document, *path[:-1])[path[-1]] = value

    return edit


def drop(*path: str) -> Callable[[Any], None]:
    """The edit that takes away what lies at a place: a member, or an item of a list by its value."""

    def edit(document: Any) -> None:
        inside = at(document, *path[:-1])
        if isinstance(inside, list):
            inside.remove(path[-1])
        else:
            del inside[path[-1]]

    return edit


def move(old: str, new: str, *path: str) -> Callable[[Any], None]:
    """The edit that gives a member another name."""

    def edit(document: Any) -> None:
        inside = at(document, *path)
        inside[new] = inside.pop(old)

    return edit


def add(value: Any, *path: str) -> Callable[[Any], None]:
    """The edit that adds an item to a list."""

    def edit(document: Any) -> None:
        at(document, *path).append(value)

    return edit


def schema(name: str, *path: str) -> tuple[str, ...]:
    return ("components", "schemas", name, *path)


CREATE = ("paths", "/chat/create", "post")
LIST = ("paths", "/chat/my-conversations", "get")
MESSAGES = ("paths", "/chat/{conversation_id}/messages", "post")
CREATE_BODY, SEND_BODY = "POST /chat/create request body", "POST /chat/{conversation_id}/messages request body"
SENT = "POST /chat/{conversation_id}/messages response"
