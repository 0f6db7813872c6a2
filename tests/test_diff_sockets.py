"""Our own document of the sockets with one edit at a time: each is one difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from diffed import add, drop, put, schema, sockets, told

from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, MISSING, NARROWER

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
