"""Whole documents: our own against itself, our own with one edit at a time, and a stranger's."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conformance.commands.contract_diff import contract_diff
from conformance.contract import registry as registries
from conformance.contract import schemas
from conformance.diff import asyncapi, bodies, load, openapi, report, requirements, responses
from conformance.diff import schemas as schemas_of
from conformance.diff.compare import ASYNCAPI, OPENAPI, Outcome, compare, contract
from conformance.diff.document import Book
from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, MISSING, NARROWER, folded
from conformance.usage import UsageError

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


@pytest.mark.parametrize("document", [rest(), sockets()], ids=[OPENAPI, ASYNCAPI])
def test_the_contract_does_not_differ_from_itself(document: Any) -> None:
    assert outcome(document).differences == ()
    assert outcome(document).conforms


# -- one edit at a time -----------------------------------------------------------------------------------------------


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

SOCKET = "WS /chat/ws/{conversation_id}"

SOCKET_EDITS: dict[str, tuple[Callable[[Any], None], list[tuple[str, str]]]] = {
    "the channel dropped": (
        lambda document: (put({}, "channels")(document), put({}, "operations")(document)), [(MISSING, SOCKET)]),
    "a channel added": (
        put({"address": "/chat/admin"}, "channels", "admin"), [(EXTRA, "WS /chat/admin")]),
    "a frame from the client dropped": (
        drop("operations", "receivePing"),
        [(MISSING, f"{SOCKET} frame ping from the client"), (MISSING, f"{SOCKET} frame pong from the server")]),
    "a frame from the server dropped": (
        drop("operations", "sendConnected"), [(MISSING, f"{SOCKET} frame connected from the server")]),
    "a frame of a capability dropped": (
        drop("operations", "receiveTyping"), [(MISSING, f"{SOCKET} frame typing from the client")]),
    "a frame under another type": (
        put({"const": "keepalive"}, *schema("PingFrame", "properties", "type")),
        [(MISSING, f"{SOCKET} frame ping from the client"), (EXTRA, f"{SOCKET} frame keepalive from the client")]),
    "a frame whose type is not told": (
        put({"type": "string"}, *schema("PingFrame", "properties", "type")),
        [(CANNOT_TELL, f"{SOCKET} frame ping from the client"),
         (CANNOT_TELL, f"{SOCKET} message ping from the client")]),
    "a member of a frame from the client required": (
        add("nonce", *schema("PingFrame", "required")), [(NARROWER, f"{SOCKET} frame ping from the client /nonce")]),
    "a member of a frame from the client dropped": (
        drop(*schema("MessageFrame", "properties", "metadata")),
        [(MISSING, f"{SOCKET} frame message from the client /metadata")]),
    "a frame from the client closed": (
        put(False, *schema("AuthFrame", "additionalProperties")),
        [(NARROWER, f"{SOCKET} frame auth from the client /*")]),
    "a frame from the client with fewer items": (
        put(3, *schema("MessageFrame", "properties", "mentions", "maxItems")),
        [(NARROWER, f"{SOCKET} frame message from the client /mentions")]),
    "content of a length that can be declared": (
        put(2000, *schema("MessageFrame", "properties", "content", "maxLength")),
        [(CANNOT_TELL, f"{SOCKET} frame message from the client /content")]),
    "a member of a frame from the server optional": (
        drop(*schema("MessageAck", "required", "duplicate")),
        [(INCOMPATIBLE, f"{SOCKET} frame message_ack from the server /duplicate")]),
    "a member of a frame from the server dropped": (
        lambda document: (drop(*schema("Error", "properties", "message"))(document),
                          drop(*schema("Error", "required", "message"))(document)),
        [(MISSING, f"{SOCKET} frame error from the server /message")]),
    "a member of a frame from the server added": (
        put({"type": "integer"}, *schema("Pong", "properties", "took_ms")),
        [(EXTRA, f"{SOCKET} frame pong from the server /took_ms")]),
    "a code that the contract does not have": (
        add("SLOW_DOWN", *schema("ErrorCode", "enum")),
        [(INCOMPATIBLE, f"{SOCKET} frame error from the server /code")]),
    "a code that is never sent": (drop(*schema("ErrorCode", "enum", "RUN_STATE")), []),
    "a frame from the server with another type of a member": (
        put({"type": "string"}, *schema("Typing", "properties", "isTyping")),
        [(INCOMPATIBLE, f"{SOCKET} frame typing from the server /isTyping")]),
    "a frame from the server with a wider range": (
        put({"type": "integer", "minimum": 0}, *schema("Heartbeat", "properties", "interval_ms")),
        [(INCOMPATIBLE, f"{SOCKET} frame connected from the server /heartbeat/interval_ms")]),
    "a member that the contract excludes": (
        put({"type": "integer"}, *schema("Typing", "properties", "sequence_id")),
        [(INCOMPATIBLE, f"{SOCKET} frame typing from the server /sequence_id")]),
    "a frame in another media type": (
        put("application/msgpack", "components", "messages", "pong", "contentType"),
        [(INCOMPATIBLE, f"{SOCKET} frame pong from the server")]),
    "the query of the handshake not described": (
        drop("channels", "conversation", "bindings", "ws", "query"), [(CANNOT_TELL, f"{SOCKET} handshake query")]),
    "a parameter of the handshake dropped": (
        drop("channels", "conversation", "bindings", "ws", "query", "properties", "after"),
        [(MISSING, f"{SOCKET} handshake query /after")]),
    "credentials left out": (
        drop("servers", "target", "security"), [(INCOMPATIBLE, f"{SOCKET} credentials")]),
    "tickets left out": (
        put([{"$ref": "#/components/securitySchemes/bearer"}], "servers", "target", "security"),
        [(NARROWER, f"{SOCKET} credentials")]),
}  # fmt: skip


@pytest.mark.parametrize("edit", SOCKET_EDITS)
def test_one_edit_of_the_sockets_is_one_difference(edit: str) -> None:
    document = sockets()
    change, expected = SOCKET_EDITS[edit]
    change(document)
    assert told(document) == expected


def test_difference_in_a_shared_schema_is_told_once_with_all_its_places() -> None:
    document = rest()
    drop(*schema("Participant", "required", "joinedAt"))(document)
    (fold,) = folded(outcome(document).differences)
    assert len(fold.places) > 3
    assert "POST /chat/{conversation_id}/join response 200 /conversation/participants/[]/joinedAt" in fold.places
    assert fold.difference.at == "#/components/schemas/Participant/properties/joinedAt"


# -- what does not matter ---------------------------------------------------------------------------------------------


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


# -- a stranger's -----------------------------------------------------------------------------------------------------


def test_strangers_document_gives_the_report_that_one_would_want() -> None:
    found = compare([load.read(PARLOUR)], REGISTRY, ("invites", "roles", "tickets"))
    places = {(one.difference.kind, one.places[0]) for one in folded(found.differences)}
    assert {
        (MISSING, "POST /chat/{conversation_id}/join"),
        (MISSING, "DELETE /chat/{conversation_id}/leave"),
        (MISSING, "GET /chat/conversations/{conversation_id}"),
        (MISSING, "POST /chat/{conversation_id}/messages response 409"),
        (INCOMPATIBLE, "POST /chat/create response 201"),
        (INCOMPATIBLE, "POST /chat/create response 201 /participants/[]/type"),
        (INCOMPATIBLE, "POST /chat/create response 422"),
        (NARROWER, "POST /chat/create request body /title"),
        (NARROWER, "GET /chat/my-conversations query parameter limit"),
        (CANNOT_TELL, "POST /chat/{conversation_id}/messages request body /content"),
        (EXTRA, "POST /api/v2/chat/{id}/archive"),
    } <= places
    assert not any("/messages/[]/content" in place for kind, place in places if kind == EXTRA)


def test_report_for_people_is_grouped_by_kind_and_ends_with_the_counts() -> None:
    lines = report.text(compare([load.read(PARLOUR)], REGISTRY)).splitlines()
    headings = [line.split(" (")[0] for line in lines if line[:1].isupper() and "):" in line]
    assert headings == ["MISSING", "INCOMPATIBLE", "NARROWER", "CANNOT TELL", "EXTRA"]
    assert lines[:3] == [
        f"{PARLOUR} (REST) against contract 1.0",
        "not compared: sockets, for want of an asyncapi document",
        f"{PARLOUR}: the contract's paths are read behind /api/v2",
    ]
    join = lines.index("  POST /chat/{conversation_id}/join")
    assert lines[join + 1 : join + 4] == [
        "      contract  the operation",
        "      document  not in the document",
        "      why       a client that calls it is answered with 404",
    ]
    assert lines[-1].endswith("(these do not count)")
    assert lines[-1].startswith("38 missing, 9 incompatible, 8 narrower; ")


def test_report_for_programs_has_every_place() -> None:
    found = compare([load.read(PARLOUR)], REGISTRY)
    told_to_programs = json.loads(json.dumps(report.as_json(found)))
    assert told_to_programs["conforms"] is False
    assert told_to_programs["counts"]["narrower"] == 8
    assert len(told_to_programs["differences"]) == len(found.differences)
    assert set(told_to_programs["differences"][0]) == {
        "kind", "where", "part", "path", "contract", "vendor", "why", "at", "requirements"}  # fmt: skip


def test_report_as_a_page_shows_markup_of_a_stranger_as_text() -> None:
    document = rest()
    put({"type": "string"}, *schema("Ticket", "properties", "<b>|[x](y)`\u001b[2J"))(document)
    page = report.markdown(outcome(document))
    assert "/\\<b\\>\\|\\[x\\]\\(y\\)\\` \\[2J |" in page
    assert "\u001b" not in page


# -- the command ------------------------------------------------------------------------------------------------------


def invoked(*arguments: str) -> Result:
    return CliRunner().invoke(contract_diff, list(arguments), standalone_mode=False)


def test_command_takes_both_documents_in_either_order_and_says_0_where_nothing_differs(tmp_path: Path) -> None:
    paths = []
    for name, document in (("sockets.json", sockets()), ("rest.yaml", rest())):
        paths.append(str(tmp_path / name))
        Path(paths[-1]).write_text(json.dumps(document), encoding="utf-8")
    for order in (paths, paths[::-1]):
        told_to_people = invoked(*order)
        assert told_to_people.return_value == 0
        assert told_to_people.output.endswith(
            "0 missing, 0 incompatible, 0 narrower; 0 cannot tell, 0 extra (these do not count)\n"
        )


def test_command_says_1_where_something_counts_and_writes_the_page_whole(tmp_path: Path) -> None:
    page = tmp_path / "diff.md"
    told_to_programs = invoked(str(PARLOUR), "--json", "--markdown", str(page), "--without", "invites")
    assert told_to_programs.return_value == 1
    assert json.loads(told_to_programs.output)["counts"]["missing"] == 34
    assert page.read_text(encoding="utf-8").startswith("# Differences from the contract\n")
    assert list(tmp_path.iterdir()) == [page]


def test_command_writes_nothing_where_the_page_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^--markdown: .*: No such file or directory"):
        CliRunner().invoke(
            contract_diff, [str(PARLOUR), "--markdown", str(tmp_path / "none" / "diff.md")], catch_exceptions=False
        )
    assert list(tmp_path.iterdir()) == []
