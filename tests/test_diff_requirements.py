"""Which capability an operation belongs to, and which requirements a difference touches."""

from __future__ import annotations

from typing import Any

from diffed import (
    CREATE_BODY,
    MESSAGES,
    PARLOUR,
    REGISTRY,
    SEND_BODY,
    SENT,
    drop,
    outcome,
    put,
    rest,
    schema,
    sockets,
    told,
)

from conformance.contract import schemas
from conformance.diff import asyncapi, bodies, load, openapi, requirements, responses
from conformance.diff import schemas as schemas_of
from conformance.diff.compare import ASYNCAPI, OPENAPI, compare, contract

# -- capabilities -----------------------------------------------------------------------------------------------------


def test_capability_of_an_operation_is_the_one_that_most_of_its_requirements_need() -> None:
    found = {
        operation.name: requirements.capability(requirements.named(operation.node), REGISTRY)
        for operation in openapi.operations(contract(OPENAPI)).values()
    }
    assert {name: capability for name, capability in found.items() if capability} == {
        "POST /chat/join/{invite}": "invites",
        "POST /chat/{conversation_id}/invites": "invites",
        "GET /chat/{conversation_id}/invites": "invites",
        "DELETE /chat/{conversation_id}/invites/{invite_id}": "invites",
        "PATCH /chat/{conversation_id}/participants/{participantId}": "roles",
        "DELETE /chat/{conversation_id}/participants/{participantId}": "roles",
        "POST /chat/tickets": "tickets",
    }


def test_capability_of_a_frame_is_the_one_that_most_of_its_requirements_need() -> None:
    (channel,) = asyncapi.channels(contract(ASYNCAPI)).values()
    found = {
        asyncapi.part_of(sender, type): requirements.capability(requirements.named(frame.message), REGISTRY)
        for (sender, type), frame in channel.frames.items()
    }
    assert {name: capability for name, capability in found.items() if capability} == {
        "frame typing from the client": "typing",
        "frame read from the client": "receipts",
        "frame read from the server": "receipts",
        "frame role_changed from the server": "roles",
        "frame typing from the server": "typing",
        "frame participant_update from the server": "presence",
    }


def test_operations_of_a_capability_that_is_not_declared_are_not_missed() -> None:
    document = rest()
    document["paths"] = {path: item for path, item in document["paths"].items() if "invite" not in path}
    assert len(told(document)) == 4
    assert all("only a server that declares `invites` needs it" in one.why for one in outcome(document).differences)
    assert told(document, "invites") == []
    assert len(told(document, "tickets")) == 4


def test_frames_and_credentials_of_a_capability_that_is_not_declared_are_not_missed() -> None:
    document = sockets()
    drop("operations", "receiveTyping")(document)
    document["operations"]["sendEphemeral"]["messages"].pop(0)
    put([{"$ref": "#/components/securitySchemes/bearer"}], "servers", "target", "security")(document)
    assert len(told(document)) == 3
    assert told(document, "typing", "tickets") == []


# -- requirements -----------------------------------------------------------------------------------------------------


def of(document: Any, place: str) -> tuple[str, ...]:
    return next(one.requirements for one in outcome(document).differences if one.place == place)


def test_missing_operation_touches_every_requirement_that_it_names() -> None:
    document = rest()
    drop("paths", "/chat/tickets")(document)
    assert (
        list(of(document, "POST /chat/tickets"))
        == schemas.openapi()["paths"]["/chat/tickets"]["post"]["x-requirements"]
    )


def test_difference_touches_the_requirements_that_name_its_member_or_status() -> None:
    document = rest()
    drop(*schema("CreateConversation", "properties", "mode"))(document)
    drop(*MESSAGES, "responses", "409")(document)
    put(False, *schema("SendMessage", "additionalProperties"))(document)
    put([], *MESSAGES, "security")(document)
    assert of(document, f"{CREATE_BODY} /mode") == ("CONV-CREATE-11",)
    assert of(document, f"{SENT} 409") == ("MSG-REUSE-01",)
    assert of(document, f"{SEND_BODY} /*") == ("GEN-EXT-01",)
    assert of(document, "POST /chat/{conversation_id}/messages credentials") == ("AUTH-NONE-01",)


def test_every_requirement_that_is_named_exists() -> None:
    generic = {schemas_of.UNKNOWN_IGNORED, bodies.PROBLEM, responses.STATUSES, openapi.CREDENTIALS}
    generic |= {asyncapi.CREDENTIALS, asyncapi.OTHER_TYPES}
    assert generic <= set(REGISTRY.requirements)
    found = compare([load.read(PARLOUR)], REGISTRY).differences
    assert {name for one in found for name in one.requirements} <= set(REGISTRY.requirements)
