"""The REST shell: a request comes in, an operation is called, a response goes out. It decides nothing."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs, quote

from quart import Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from reference_server import problems
from reference_server.core import errors, jsontext, validate, wire
from reference_server.core.errors import Refusal
from reference_server.core.fields import Fields
from reference_server.core.model import Caller
from reference_server.identity import tokens
from reference_server.service import conversations, invitations, members, messages, status, tickets
from reference_server.service.context import Service

BODY_SECONDS = 30.0

# method, path, name of the handler, capability that brings it
ROUTES: tuple[tuple[str, str, str, str | None], ...] = (
    ("GET", "/chat/capabilities", "capabilities", None),
    ("GET", "/health/chat", "health", None),
    ("POST", "/chat/create", "create", None),
    ("GET", "/chat/my-conversations", "my_conversations", None),
    ("GET", "/chat/conversations/<segment:conversation_id>", "conversation", None),
    ("GET", "/chat/<segment:conversation_id>/events", "events", None),
    ("GET", "/chat/<segment:conversation_id>/messages", "messages", None),
    ("POST", "/chat/<segment:conversation_id>/messages", "send", None),
    ("POST", "/chat/<segment:conversation_id>/join", "join", None),
    ("POST", "/chat/join/<segment:invite>", "join_by_invite", "invites"),
    ("DELETE", "/chat/<segment:conversation_id>/leave", "leave", None),
    ("POST", "/chat/<segment:conversation_id>/invites", "make_invite", "invites"),
    ("GET", "/chat/<segment:conversation_id>/invites", "invites", "invites"),
    ("DELETE", "/chat/<segment:conversation_id>/invites/<segment:invite_id>", "revoke_invite", "invites"),
    (
        "PATCH",
        "/chat/<segment:conversation_id>/participants/<segment:participant_id>",
        "change_role",
        None,
    ),
    ("DELETE", "/chat/<segment:conversation_id>/participants/<segment:participant_id>", "remove", None),
    ("POST", "/chat/tickets", "sell_ticket", "tickets"),
    ("GET", "/chat/ws/<segment:conversation_id>", "plain_get_of_the_socket", None),
)


def reply(body: wire.Json | str, status_code: int = 200) -> Response:
    """Return a JSON response; a text is JSON already."""
    text = body if isinstance(body, str) else wire.encode(body)
    return Response(text, status_code, problems.NOSNIFF, content_type="application/json")


def query() -> dict[str, list[str]]:
    """Return the query of the request, each value as often as it was given."""
    return parse_qs(request.query_string.decode("ascii", "replace"), keep_blank_values=True)


class Rest:
    """The handlers of the REST operations."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.limits = service.settings.limits
        self.sizes = service.settings.limits.sizes

    # What requests have in common

    async def caller(self) -> Caller:
        """Return who is asking; the Authorization header alone says so."""
        token = tokens.bearer(request.headers.get("Authorization"))
        if token is None:
            raise tokens.refused()
        caller = await self.service.verifier.verify(token)
        g.participant = caller.participant_id
        return caller

    async def body(self, *, optional: bool = False) -> Any:
        """Return the body's JSON value; where everything in it is optional, no body says the same as {}."""
        raw = await self.raw_body()
        if optional and not raw:
            return {}
        self.check_media_type()
        return jsontext.parse(raw)

    async def raw_body(self) -> bytes:
        """Read the body, as far as it may go; one that is too large is not read to its end."""
        try:
            return bytes(await asyncio.wait_for(request.body, BODY_SECONDS))
        except RequestEntityTooLarge:
            raise Refusal("MESSAGE_TOO_LARGE", "The body is larger than max_frame_bytes") from None
        except TimeoutError:
            raise Refusal("INVALID_JSON", "The body did not come to an end") from None

    def check_media_type(self) -> None:
        """JSON it must be, and JSON is UTF-8."""
        charset = request.mimetype_params.get("charset", "utf-8").lower()
        if request.mimetype != "application/json" or charset not in {"utf-8", "utf8"}:
            raise Refusal("UNSUPPORTED_MEDIA_TYPE", "The body must be application/json")

    # Without a token

    async def capabilities(self) -> Response:
        """GET /chat/capabilities"""
        return reply(status.capabilities(self.service))

    async def health(self) -> Response:
        """GET /health/chat"""
        body = await status.health(self.service)
        return reply(body, 503 if body["status"] == "unhealthy" else 200)

    async def plain_get_of_the_socket(self, conversation_id: str) -> Response:
        """GET /chat/ws/{id} without a proper handshake"""
        if request.headers.get("Sec-WebSocket-Version", "").strip() == "13":
            raise Refusal("INVALID_REQUEST", "The WebSocket handshake is incomplete")
        raise Refusal("UPGRADE_REQUIRED", "Come back with a WebSocket handshake, version 13")

    # Conversations

    async def create(self) -> Response:
        """POST /chat/create"""
        caller = await self.caller()
        key = validate.idempotency_key(request.headers.get("Idempotency-Key"))
        body = validate.create(await self.body(optional=True), caller.participant_id, self.sizes)
        conversation_id = await conversations.create(self.service, caller, body, key)
        shown = await conversations.view(self.service, caller, conversation_id, None)
        response = reply(shown, 201)
        response.headers["Location"] = f"/chat/conversations/{quote(conversation_id, safe='')}"
        return response

    async def my_conversations(self) -> Response:
        """GET /chat/my-conversations"""
        caller = await self.caller()
        limit, cursor = validate.list_limit(query()), validate.single(query(), "cursor")
        return reply(await conversations.mine(self.service, caller, limit, cursor))

    async def conversation(self, conversation_id: str) -> Response:
        """GET /chat/conversations/{id}"""
        caller = await self.caller()
        invite = validate.single(query(), "invite")
        return reply(await conversations.view(self.service, caller, conversation_id, invite))

    # Timeline

    async def events(self, conversation_id: str) -> Response:
        """GET /chat/{id}/events"""
        return await self.page(conversation_id, counted=False)

    async def messages(self, conversation_id: str) -> Response:
        """GET /chat/{id}/messages"""
        return await self.page(conversation_id, counted=True)

    async def page(self, conversation_id: str, *, counted: bool) -> Response:
        """Answer a page of the timeline."""
        caller = await self.caller()
        asked = validate.page(query(), self.limits.history_page)
        return reply(await messages.page(self.service, caller, conversation_id, asked, counted))

    async def send(self, conversation_id: str) -> Response:
        """POST /chat/{id}/messages"""
        caller = await self.caller()
        fields = Fields.of(await self.body(), "INVALID_REQUEST")
        sent = validate.message(fields, self.sizes)
        event, duplicate = await messages.send(self.service, caller, conversation_id, sent)
        return reply(event.text, 200 if duplicate else 201)

    # Members

    async def join(self, conversation_id: str) -> Response:
        """POST /chat/{id}/join"""
        caller = await self.caller()
        label, invite = validate.join(await self.body(optional=True), self.sizes)
        await members.join(self.service, caller, conversation_id, label, invite)
        return await self.joined(caller, conversation_id)

    async def join_by_invite(self, invite: str) -> Response:
        """POST /chat/join/{invite}"""
        caller = await self.caller()
        label, _ = validate.join(await self.body(optional=True), self.sizes)
        conversation = await members.join_by_invite(self.service, caller, invite, label)
        return await self.joined(caller, conversation.id)

    async def joined(self, caller: Caller, conversation_id: str) -> Response:
        """Answer a join."""
        shown = await conversations.view(self.service, caller, conversation_id, None)
        return reply({"success": True, "conversation": shown})

    async def leave(self, conversation_id: str) -> Response:
        """DELETE /chat/{id}/leave"""
        await members.leave(self.service, await self.caller(), conversation_id)
        return reply({"success": True})

    async def change_role(self, conversation_id: str, participant_id: str) -> Response:
        """PATCH /chat/{id}/participants/{participantId}"""
        if not self.service.settings.has("roles"):
            raise errors.not_found()
        caller = await self.caller()
        role = validate.role(await self.body())
        conversation, member = await members.change_role(self.service, caller, conversation_id, participant_id, role)
        shown = conversations.participant(self.service, conversation, member)
        return reply({"success": True, "participant": shown})

    async def remove(self, conversation_id: str, participant_id: str) -> Response:
        """DELETE /chat/{id}/participants/{participantId}"""
        await members.remove(self.service, await self.caller(), conversation_id, participant_id)
        return reply({"success": True})

    # Invites and tickets

    async def make_invite(self, conversation_id: str) -> Response:
        """POST /chat/{id}/invites"""
        caller = await self.caller()
        body = validate.invite(await self.body(optional=True))
        return reply(await invitations.make(self.service, caller, conversation_id, body), 201)

    async def invites(self, conversation_id: str) -> Response:
        """GET /chat/{id}/invites"""
        return reply(await invitations.listed(self.service, await self.caller(), conversation_id))

    async def revoke_invite(self, conversation_id: str, invite_id: str) -> Response:
        """DELETE /chat/{id}/invites/{invite_id}"""
        await invitations.revoke(self.service, await self.caller(), conversation_id, invite_id)
        return reply({"success": True})

    async def sell_ticket(self) -> Response:
        """POST /chat/tickets"""
        caller = await self.caller()
        conversation_id = validate.ticket(await self.body())
        return reply(await tickets.sell(self.service, caller, conversation_id), 201)
