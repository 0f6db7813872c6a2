"""What the contract's documents say that a server sends: the body of each answer, and each frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from conformance.contract import schemas

METHODS = ("get", "put", "post", "delete", "patch")


def path_pattern(path: str) -> re.Pattern[str]:
    """What the requests of a path of the document look like, such as ``/chat/{conversation_id}``."""
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/?]+", re.escape(path)) + r"(?:\?.*)?")


def wrong_with_answer(method: str, path: str, status: int, body: Any) -> str | None:
    """Why this is no answer that the document describes; ``None`` where it is one, or of no operation that it has."""
    for expected, pattern, described in _bodies():
        if method == expected and pattern.fullmatch(path):
            if str(status) not in described:
                return f"status {status} is none of {', '.join(sorted(described))}"
            wrong = [schemas.complaint_of(schema, body) for schema in described[str(status)]]
            return None if None in wrong else next(iter(wrong), None)
    return None


def wrong_with_frame(frame: Mapping[str, Any]) -> str | None:
    """Why a frame is none of its type as the document describes it; ``None`` where it is one, or of another type."""
    kind = frame.get("type")
    if not isinstance(kind, str):
        return f"type: {kind!r} is no string"
    name = _frames().get(kind)
    return None if name is None else schemas.complaint(f"asyncapi:{name}", frame)


@cache
def _bodies() -> tuple[tuple[str, re.Pattern[str], Mapping[str, Any]], ...]:
    """The schemas of each status of each operation, one for each media type.

    A path without parameters stands before those that it would fit too.
    """
    document = schemas.openapi()
    return tuple(
        (method.upper(), path_pattern(path), dict(_by_status(entry["responses"], document)))
        for path, entries in sorted(document["paths"].items(), key=lambda item: item[0].count("{"))
        for method, entry in entries.items()
        if method in METHODS
    )


def _by_status(responses: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for status, response in responses.items():
        whole = document["components"]["responses"][_last(response)] if "$ref" in response else response
        yield status, [media["schema"] for media in whole.get("content", {}).values()]


@cache
def _frames() -> Mapping[str, str]:
    """The schema of each frame that a server sends, by its type."""
    document = schemas.asyncapi()
    by_client = {
        _last(one)
        for entry in document["operations"].values()
        if entry["action"] == "receive"
        for one in entry["messages"]
    }
    return {
        message["name"]: _last(message["payload"])
        for name, message in document["components"]["messages"].items()
        if name not in by_client
    }


def _last(reference: Mapping[str, str]) -> str:
    return reference["$ref"].rpartition("/")[2]
