"""Whole documents: our own against itself, and what does not matter."""

from __future__ import annotations

import json
from typing import Any

import pytest
from diffed import move, outcome, rest, sockets, told

from conformance.diff.compare import ASYNCAPI, OPENAPI
from conformance.diff.model import MISSING


@pytest.mark.parametrize("document", [rest(), sockets()], ids=[OPENAPI, ASYNCAPI])
def test_the_contract_does_not_differ_from_itself(document: Any) -> None:
    assert outcome(document).differences == ()
    assert outcome(document).conforms


def test_names_of_path_parameters_do_not_matter() -> None:
    document = rest()
    join = "/chat/{conversation_id}/join"
    document["paths"]["/chat/{id}/join"] = moved = document["paths"].pop(join)
    moved["post"]["parameters"] = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    ]
    assert told(document) == []  # fmt: skip


def test_base_before_every_path_is_found_and_said() -> None:
    document = rest()
    document["paths"] = {f"/api/v2{path}": item for path, item in document["paths"].items()}
    assert outcome(document).differences == ()
    assert outcome(document).notes == ("theirs.yaml: the contract's paths are read behind /api/v2",)


def test_base_in_the_url_of_a_server_is_what_stands_before_the_paths() -> None:
    document = rest()
    document["servers"] = [{"url": "https://{host}/chat/", "variables": {"host": {"default": "chat.example"}}}]
    document["paths"] = {
        path.removeprefix("/chat"): item for path, item in document["paths"].items() if path.startswith("/chat/")
    }
    assert told(document) == [(MISSING, "GET /health/chat")]


def test_missing_operation_names_what_is_there_instead() -> None:
    document = rest()
    move("delete", "post", "paths", "/chat/{conversation_id}/leave")(document)
    move("/chat/create", "/chat/create/", "paths")(document)
    said = {one.where: one.vendor for one in outcome(document).differences if one.kind == MISSING}
    assert said == {
        "POST /chat/create": "not in the document, but POST /chat/create/",
        "DELETE /chat/{conversation_id}/leave": "not in the document, but POST /chat/{conversation_id}/leave",
    }


def test_names_of_channels_and_messages_do_not_matter() -> None:
    document = json.loads(
        json.dumps(sockets())
        .replace("#/channels/conversation", "#/channels/room")
        .replace("#/components/messages/", "#/components/messages/Msg_")
    )
    document["channels"] = {"room": document["channels"]["conversation"]}
    document["channels"]["room"]["address"] = "/chat/ws/{id}"
    messages = document["components"]["messages"]
    document["components"]["messages"] = {f"Msg_{name}": message for name, message in messages.items()}
    assert told(document) == []


def test_all_frames_in_one_message_with_many_forms_are_told_apart() -> None:
    document = sockets()
    document["channels"]["conversation"]["messages"] = {
        "any": {"payload": {"$ref": "#/components/schemas/ClientFrame"}}
    }
    document["operations"] = {"take": {"action": "receive", "channel": {"$ref": "#/channels/conversation"}}}
    found = told(document)
    assert found
    assert {kind for kind, _ in found} == {MISSING}
    assert all(place.endswith("from the server") for _, place in found)


def test_document_that_describes_a_client_is_noted() -> None:
    document = sockets()
    for operation in document["operations"].values():
        operation["action"] = "send" if operation["action"] == "receive" else "receive"
        operation.pop("reply", None)
    assert outcome(document).notes == (
        "theirs.yaml: this seems to describe a client; `receive` is what the server receives",
    )


def test_default_response_stands_for_what_is_not_listed() -> None:
    document = rest()
    responses = document["paths"]["/chat/my-conversations"]["get"]["responses"]
    problem = {
        "description": "no",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in [status for status in responses if status != "200"]:
        del responses[status]
    responses["default"] = problem
    assert MISSING not in {kind for kind, place in told(document) if place.endswith(("400", "404", "503"))}  # fmt: skip
