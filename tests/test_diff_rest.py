"""Our own document of the REST side with one edit at a time: each is one difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from diffed import (
    CREATE,
    CREATE_BODY,
    LIST,
    MESSAGES,
    SEND_BODY,
    SENT,
    add,
    drop,
    move,
    outcome,
    put,
    rest,
    schema,
    told,
)

from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, MISSING, NARROWER, folded

REST_EDITS: dict[str, tuple[Callable[[Any], None], list[tuple[str, str]]]] = {
    # operations
    "an operation dropped": (
        drop("paths", "/chat/{conversation_id}/leave"), [(MISSING, "DELETE /chat/{conversation_id}/leave")]),
    "an operation under another method": (
        move("delete", "post", "paths", "/chat/{conversation_id}/leave"),
        [(MISSING, "DELETE /chat/{conversation_id}/leave"), (EXTRA, "POST /chat/{conversation_id}/leave")]),
    "an operation added": (
        put({"post": {"responses": {"200": {"description": "ok"}}}}, "paths", "/chat/{id}/pin"),
        [(EXTRA, "POST /chat/{id}/pin")]),
    # what clients send
    "a parameter dropped": (
        put([], *LIST, "parameters"),
        [(MISSING, "GET /chat/my-conversations query parameter limit"),
         (MISSING, "GET /chat/my-conversations query parameter cursor")]),
    "a parameter required": (
        put(True, *CREATE, "parameters", 0, "required"),
        [(NARROWER, "POST /chat/create header parameter Idempotency-Key")]),
    "a parameter added": (
        add({"name": "dry", "in": "query", "schema": {"type": "boolean"}}, *CREATE, "parameters"),
        [(EXTRA, "POST /chat/create query parameter dry")]),
    "a required parameter added": (
        add({"name": "tenant", "in": "query", "required": True, "schema": {"type": "string"}}, *CREATE, "parameters"),
        [(NARROWER, "POST /chat/create query parameter tenant")]),
    "a parameter shorter": (
        put(64, *CREATE, "parameters", 0, "schema", "maxLength"),
        [(NARROWER, "POST /chat/create header parameter Idempotency-Key")]),
    "a shared parameter bounded": (
        put(50, "components", "parameters", "PageLimit", "schema", "maximum"),
        [(NARROWER, "GET /chat/{conversation_id}/events query parameter limit")]),
    "a body dropped": (drop(*CREATE, "requestBody"), [(MISSING, CREATE_BODY)]),
    "a body optional": (put(False, *CREATE, "requestBody", "required"), [(EXTRA, CREATE_BODY)]),
    "another media type taken": (
        move("application/json", "application/x-www-form-urlencoded", *CREATE, "requestBody", "content"),
        [(NARROWER, CREATE_BODY), (EXTRA, CREATE_BODY)]),
    "a member of a request required": (
        put(["title"], *schema("CreateConversation", "required")), [(NARROWER, f"{CREATE_BODY} /title")]),
    "a member of a request optional": (
        drop(*schema("SendMessage", "required", "content")), [(EXTRA, f"{SEND_BODY} /content")]),
    "a member of a request dropped": (
        drop(*schema("CreateConversation", "properties", "mode")), [(MISSING, f"{CREATE_BODY} /mode")]),
    "a member of a request added": (
        put({"type": "string"}, *schema("CreateConversation", "properties", "colour")),
        [(EXTRA, f"{CREATE_BODY} /colour")]),
    "a value of a request dropped": (
        drop(*schema("CreateConversation", "properties", "access", "enum", "open")),
        [(NARROWER, f"{CREATE_BODY} /access")]),
    "a value of a request added": (
        add("secret", *schema("CreateConversation", "properties", "access", "enum")),
        [(EXTRA, f"{CREATE_BODY} /access")]),
    "another default": (
        put("open", *schema("CreateConversation", "properties", "access", "default")),
        [(INCOMPATIBLE, f"{CREATE_BODY} /access")]),
    "a request with fewer items": (
        put(5, *schema("CreateConversation", "properties", "sites", "maxItems")),
        [(NARROWER, f"{CREATE_BODY} /sites")]),
    "a request with more items": (
        put(50, *schema("CreateConversation", "properties", "sites", "maxItems")), [(EXTRA, f"{CREATE_BODY} /sites")]),
    "another type of a request": (
        put({"type": "string"}, *schema("SendMessage", "properties", "reply_to")),
        [(INCOMPATIBLE, f"{SEND_BODY} /reply_to")]),
    "a request closed": (
        put(False, *schema("SendMessage", "additionalProperties")), [(NARROWER, f"{SEND_BODY} /*")]),
    "a title shorter than any limit may be": (
        put(40, *schema("CreateConversation", "properties", "title", "maxLength")),
        [(NARROWER, f"{CREATE_BODY} /title")]),
    "a title of a length that can be declared": (
        put(80, *schema("CreateConversation", "properties", "title", "maxLength")),
        [(CANNOT_TELL, f"{CREATE_BODY} /title")]),
    # what servers send
    "a status dropped": (drop(*MESSAGES, "responses", "409"), [(MISSING, f"{SENT} 409")]),
    "a status renamed": (
        move("409", "422", *MESSAGES, "responses"), [(MISSING, f"{SENT} 409"), (INCOMPATIBLE, f"{SENT} 422")]),
    "a status of success renamed": (
        move("201", "200", *CREATE, "responses"), [(INCOMPATIBLE, "POST /chat/create response 201")]),
    "a status of failure added": (
        put({"description": "oh"}, *MESSAGES, "responses", "502"), [(EXTRA, f"{SENT} 502")]),
    "a header dropped": (
        drop(*CREATE, "responses", "201", "headers"), [(MISSING, "POST /chat/create response 201 header location")]),
    "a header optional": (
        put(False, *CREATE, "responses", "201", "headers", "Location", "required"),
        [(INCOMPATIBLE, "POST /chat/create response 201 header location")]),
    "another media type sent": (
        move("application/problem+json", "application/json", "components", "responses", "MessageIdReused", "content"),
        [(INCOMPATIBLE, f"{SENT} 409")]),
    "no body sent": (drop("components", "responses", "Done", "content"),
                     [(MISSING, "DELETE /chat/{conversation_id}/leave response 200")]),
    "a member of an answer optional": (
        drop(*schema("Ticket", "required", "ticket")), [(INCOMPATIBLE, "POST /chat/tickets response 201 /ticket")]),
    "a member of an answer dropped": (
        lambda document: (drop(*schema("Ticket", "properties", "expires_in"))(document),
                          drop(*schema("Ticket", "required", "expires_in"))(document)),
        [(MISSING, "POST /chat/tickets response 201 /expires_in")]),
    "an optional member of an answer dropped": (
        drop(*schema("Conversation", "properties", "unread_count")),
        [(CANNOT_TELL, "POST /chat/create response 201 /unread_count")]),
    "a member of an answer added": (
        put({"type": "string"}, *schema("Ticket", "properties", "region")),
        [(EXTRA, "POST /chat/tickets response 201 /region")]),
    "a value of an answer added": (
        add("guest", *schema("ParticipantType", "enum")),
        [(INCOMPATIBLE, "POST /chat/create response 201 /participants/[]/type")]),
    "a value of an answer dropped": (drop(*schema("ParticipantType", "enum", "ai")), []),
    "an answer with more items": (
        put(500, *schema("ConversationList", "properties", "conversations", "maxItems")),
        [(INCOMPATIBLE, "GET /chat/my-conversations response 200 /conversations")]),
    "an answer with fewer items": (
        put(10, *schema("ConversationList", "properties", "conversations", "maxItems")), []),
    "an answer without a bound": (
        drop(*schema("ConversationList", "properties", "conversations", "maxItems")),
        [(CANNOT_TELL, "GET /chat/my-conversations response 200 /conversations")]),
    "another type of an answer": (
        put({"type": "string"}, *schema("EventPage", "properties", "has_more")),
        [(INCOMPATIBLE, "GET /chat/{conversation_id}/events response 200 /has_more")]),
    "an answer that may be null": (
        put({"type": ["string", "null"]}, *schema("EventPage", "properties", "stream_id")),
        [(INCOMPATIBLE, "GET /chat/{conversation_id}/events response 200 /stream_id"),
         (CANNOT_TELL, "GET /chat/{conversation_id}/events response 200 /stream_id")]),
    "an answer closed": (put(False, *schema("Ticket", "additionalProperties")), []),
    "a member of one kind of event optional": (
        drop(*schema("MessageEvent", "required", "content")),
        [(INCOMPATIBLE, "POST /chat/create response 201 /messages/[]{type=message}/content")]),
    "a form of an answer dropped": (
        put([{"$ref": "#/components/schemas/Conversation"}], "paths", "/chat/conversations/{conversation_id}", "get",
            "responses", "200", "content", "application/json", "schema", "oneOf"),
        [(MISSING, "GET /chat/conversations/{conversation_id} response 200")]),
    "a rule of an answer dropped": (
        drop(*schema("Preview", "not")), [(CANNOT_TELL, "GET /chat/conversations/{conversation_id} response 200")]),
    # credentials
    "credentials left out": (
        put([], *MESSAGES, "security"), [(INCOMPATIBLE, "POST /chat/{conversation_id}/messages credentials")]),
    "credentials demanded of everybody": (
        drop("paths", "/health/chat", "get", "security"), [(NARROWER, "GET /health/chat credentials")]),
    "a token that may be left out": (
        put([{"bearer": []}, {}], *MESSAGES, "security"),
        [(INCOMPATIBLE, "POST /chat/{conversation_id}/messages credentials")]),
    "a token that nobody needs": (put([{}, {"bearer": []}], "paths", "/health/chat", "get", "security"), []),
    "a key beside the token": (
        lambda document: (
            put({"type": "apiKey", "in": "header", "name": "X-Key"}, "components", "securitySchemes", "key")(document),
            put([{"bearer": []}, {"key": []}], *MESSAGES, "security")(document)),
        [(EXTRA, "POST /chat/{conversation_id}/messages credentials")]),
    "a key in place of the token": (
        put({"type": "apiKey", "in": "cookie", "name": "session"}, "components", "securitySchemes", "bearer"),
        [(NARROWER, "POST /chat/create credentials")]),
    "a token of another flow": (
        put({"type": "oauth2", "flows": {}}, "components", "securitySchemes", "bearer"),
        [(CANNOT_TELL, "POST /chat/create credentials")]),
}  # fmt: skip


@pytest.mark.parametrize("edit", REST_EDITS)
def test_one_edit_of_the_rest_side_is_one_difference(edit: str) -> None:
    document = rest()
    change, expected = REST_EDITS[edit]
    change(document)
    found = told(document)
    if edit in WIDE:  # each operation says for itself who is let in
        assert {kind for kind, _ in found} == {expected[0][0]}
        assert found[0] == expected[0]
        assert len(found) == WIDE[edit]
    else:
        assert found == expected


WIDE = {"a key in place of the token": 15, "a token of another flow": 15}


def test_difference_in_a_shared_schema_is_told_once_with_all_its_places() -> None:
    document = rest()
    drop(*schema("Participant", "required", "joinedAt"))(document)
    (fold,) = folded(outcome(document).differences)
    assert len(fold.places) > 3
    assert "POST /chat/{conversation_id}/join response 200 /conversation/participants/[]/joinedAt" in fold.places
    assert fold.difference.at == "#/components/schemas/Participant/properties/joinedAt"


def test_a_document_that_leaves_the_media_type_open_cannot_be_told() -> None:
    document = rest()
    answers = [answer for operations in document["paths"].values() for one in operations.values()
               if isinstance(one, dict) for answer in one.get("responses", {}).values()]  # fmt: skip
    for answer in [*answers, *document["components"]["responses"].values()]:
        if answer.get("content"):
            answer["content"] = {"*/*": next(iter(answer["content"].values()))}
    assert {kind for kind, _ in told(document)} == {"cannot tell"}


def refusals_at_once(schema: Any) -> Any:
    """The contract with one response for all statuses of refusal."""
    document = rest()
    held = {"application/problem+json": {"schema": schema}}
    listed = [one["responses"] for path in document["paths"].values() for one in path.values()
              if isinstance(one, dict) and "responses" in one]  # fmt: skip
    for responses in listed:
        for status in [status for status in responses if status[0] in "45"]:
            del responses[status]
        responses["default"] = {"description": "A refusal.", "content": held}
    return document


def test_one_response_with_the_schema_of_the_contract_for_all_refusals_is_not_incompatible() -> None:
    kinds = {kind for kind, _ in told(refusals_at_once({"$ref": "#/components/schemas/Problem"}))}
    assert kinds == {"cannot tell", "missing"}  # headers that it does not name


def test_one_response_that_fits_no_refusal_is_incompatible() -> None:
    assert "incompatible" in {kind for kind, _ in told(refusals_at_once({"type": "string"}))}
