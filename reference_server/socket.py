"""The socket shell: the handshake, and the life of a connection after it."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qs

from quart import Response, g, websocket

from reference_server import asgi_websocket, log, problems
from reference_server.broker.connection import Connection
from reference_server.core import errors, limits, validate, wire
from reference_server.core.errors import Refusal
from reference_server.core.model import Caller, Conversation
from reference_server.identity import tokens
from reference_server.service import context, conversations, messages, tickets
from reference_server.service.context import Service
from reference_server.session import Session

SUBPROTOCOL = "chat.v1"
ROOM_SECONDS = 1.0  # for what is due to a connection to leave, when the server goes
FAREWELL_SECONDS = 4.0  # for what was accepted to become durable, when the server goes
# A bearer token does not belong into an address: addresses are logged and shared.
TOKENS_IN_QUERY = ("token", "access_token", "bearer", "authorization", "jwt", "id_token")


@dataclass(frozen=True, slots=True)
class Handshake:
    """What a handshake asks for, as far as it can be read."""

    origin: str | None
    authorization: str | None
    query: dict[str, list[str]]
    subprotocols: list[str]

    @property
    def ticket(self) -> str | None:
        """The ticket, if one is presented."""
        return validate.single(self.query, "ticket")


def origin_allowed(origin: str | None, allowed: tuple[str, ...]) -> bool:
    """A missing Origin is no browser's; `null` and foreign ones are refused."""
    return origin is None or origin in allowed


def subprotocol(offered: list[str]) -> str | None:
    """Select ours if it is offered; if only others are, none."""
    return SUBPROTOCOL if SUBPROTOCOL in offered else None


class Sockets:
    """The handler of GET /chat/ws/{conversation_id}."""

    def __init__(self, service: Service, lines: log.Log) -> None:
        self.service = service
        self.settings = service.settings
        self.lines = lines
        self.arriving: Counter[tuple[str, str]] = Counter()

    async def connect(self, conversation_id: str) -> Response | None:
        """Answer one handshake; with 101 the conversation begins."""
        try:
            caller, asked = await self.admit(conversation_id)
        except Refusal as refusal:
            self.note(str(errors.CODES[errors.rest_name(refusal.code)].status))
            return problems.answer(refusal)
        who = (conversation_id, caller.participant_id)
        self.arriving[who] += 1
        try:
            await websocket.accept(subprotocol=subprotocol(asked.subprotocols))
            self.note("101")
        finally:
            self.arriving[who] -= 1
            self.arriving += Counter()  # forget those at zero
        await self.converse(conversation_id, caller, asked)
        return None

    def note(self, outcome: str) -> None:
        """Write the handshake's line to the log."""
        path = log.where(websocket.path, websocket.query_string)
        check = log.check(websocket.headers.get("X-Conformance-Check"), websocket.headers.get("User-Agent"))
        self.lines.line("WS", path, outcome, getattr(g, "participant", "-"), check)

    # The handshake

    async def admit(self, conversation_id: str) -> tuple[Caller, Handshake]:
        """Check a handshake: Origin before credential, credential before everything else."""
        asked = read_handshake()
        if not origin_allowed(asked.origin, self.settings.allowed_origins):
            raise Refusal("ORIGIN_NOT_ALLOWED")
        if self.service.stopping:
            raise Refusal("UNAVAILABLE", "The server is going")
        caller = await self.credential(asked, conversation_id)
        g.participant = caller.participant_id
        position(asked)
        await context.enter(self.service, caller, conversation_id)
        self.check_room(conversation_id, caller.participant_id)
        return caller, asked

    async def credential(self, asked: Handshake, conversation_id: str) -> Caller:
        """Return who is knocking: by bearer token or by ticket, not both, and no token in the query."""
        ticket = asked.ticket if self.settings.has("tickets") else None
        if ticket is not None and asked.authorization is not None:
            await self.spoil(ticket, conversation_id)
            raise Refusal("INVALID_REQUEST", "A bearer token and a ticket exclude each other")
        if ticket is not None:
            return await tickets.redeem(self.service, ticket, conversation_id)
        token = tokens.bearer(asked.authorization)
        if token is None:
            raise tokens.refused()
        if any(name in asked.query for name in TOKENS_IN_QUERY):
            raise Refusal("INVALID_REQUEST", "A token does not belong into the query")
        return await self.service.verifier.verify(token)

    async def spoil(self, ticket: str, conversation_id: str) -> None:
        """A ticket is used up when an allowed handshake presents it, whatever follows."""
        try:
            await tickets.redeem(self.service, ticket, conversation_id)
        except Refusal:
            return

    def check_room(self, conversation_id: str, participant_id: str) -> None:
        """Refuse one connection too many: the new one, never an open one."""
        open_now = len(self.service.hub.of_participant(conversation_id, participant_id))
        open_now += self.arriving[conversation_id, participant_id]
        if not limits.may_connect(open_now, self.settings.limits.max_connections_per_participant):
            raise Refusal("TOO_MANY_CONNECTIONS")
        if self.service.hub.count >= self.settings.connection_limit:
            raise Refusal("UNAVAILABLE", "The server has all the connections it can hold")

    # The life of a connection

    async def converse(self, conversation_id: str, caller: Caller, asked: Handshake) -> None:
        """Greet, then take frames until the end."""
        inbox, outlet = asgi_websocket.inbox_of(websocket.scope), asgi_websocket.outlet_of(websocket.scope)
        most = self.settings.limits.send_queue_bytes
        connection = Connection(context.new_id("n"), conversation_id, caller, outlet, most)
        session = Session(self.service, connection, self.lines, check_of_socket())
        if not self.greet(connection, asked):
            return
        session.watch_expiry()
        try:
            while not connection.closed and (data := await inbox.get()) is not None:
                await session.take(data)
        finally:
            session.end()
            if self.service.hub.remove(connection):
                self.service.presence.went(connection)
            self.note(f"ended by {connection.ended_by}")

    def greet(self, connection: Connection, asked: Handshake) -> bool:
        """Send `connected` and let the connection in: snapshot and position in one step."""
        conversation = self.service.ledger.conversation(connection.conversation_id)
        if conversation is None or connection.participant_id not in conversation.members:
            connection.close("removed", "no member any more")
            return False
        self.service.hub.add(connection)
        connection.send(wire.text_frame(self.connected(connection, conversation, asked)))
        self.service.presence.came(connection)
        return True

    def connected(self, connection: Connection, conversation: Conversation, asked: Handshake) -> str:
        """Return the first frame, with the first sync page if the handshake asked for it."""
        member = conversation.members[connection.participant_id]
        declared = self.service.declared_limits
        body = {
            "type": "connected",
            "connection_id": connection.id,
            "conversation_id": conversation.id,
            "stream_id": conversation.stream_id,
            "current_sequence_id": conversation.head,
            "participant": conversations.participant(self.service, conversation, member),
            "conversation": wire.headline(conversation),
            "participants": conversations.participants(self.service, conversation),
            "heartbeat": declared["heartbeat"],
            "limits": declared,
        }
        after, stream_id = position(asked)
        if after is None:
            return wire.encode(body)
        page, events = messages.sync_body(self.service, conversation, after, stream_id)
        return wire.with_events({**body, **page}, events)

    # Keeping house

    async def watch(self) -> None:
        """Close connections that take no byte for write_timeout_ms while events wait."""
        patience = self.settings.limits.write_timeout_ms / 1000
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(max(0.02, min(0.25, patience / 8)))
            for connection in self.service.hub.all():
                if connection.stalled_for(loop.time()) >= patience:
                    connection.close("slow", "too slow")

    async def farewell(self) -> None:
        """The server goes: what was accepted is answered, then every socket hears of it."""
        self.service.stopping = True
        await self.service.ledger.calm(FAREWELL_SECONDS)
        await asyncio.sleep(0)  # the answers go out before the close
        waiting = [asyncio.ensure_future(c.room.wait()) for c in self.service.hub.all() if c.backlog]
        if waiting:  # for who is behind with reading, too
            _, behind = await asyncio.wait(waiting, timeout=ROOM_SECONDS)
            for late in behind:
                late.cancel()
        for connection in self.service.hub.all():
            connection.close("going", "the server is going")


def read_handshake() -> Handshake:
    """Read what the handshake asks for."""
    text = websocket.query_string.decode("ascii", "replace")
    return Handshake(
        websocket.headers.get("Origin"),
        websocket.headers.get("Authorization"),
        parse_qs(text, keep_blank_values=True),
        list(websocket.requested_subprotocols),
    )


def position(asked: Handshake) -> tuple[int | None, str | None]:
    """Read where the client wants to go on: `after`, and the stream that it belongs to."""
    return validate.number(asked.query, "after", 0), validate.single(asked.query, "stream_id")


def check_of_socket() -> str:
    """Return which check a socket belongs to, for the log."""
    return log.check(websocket.headers.get("X-Conformance-Check"), websocket.headers.get("User-Agent"))
